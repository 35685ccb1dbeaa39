"""Reads: contacts (exposure), closed-month trends, patterns and disclosure control.

URLs: /trends/<month>/, /patterns/, /pattern/<id>/.
Permissions: HR only; every figure passes disclosure control before it is stored.
Models: ContactVolume, MonthlyReport, PatternCard with its CardSteps.
"""
