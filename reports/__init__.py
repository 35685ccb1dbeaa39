"""Reads: contacts (exposure), closed-month trends, patterns and disclosure control.

URLs: /trends/<month>/.
Permissions: HR only; every figure passes disclosure control before it is stored.
Models: ContactVolume, MonthlyReport.
"""
