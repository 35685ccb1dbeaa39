"""The demonstration: the fictional "De Luwte Energie", the same every time but for the dates.

Rows of the past are written in bulk, because thousands of reports through the operations would
take minutes; tests compare them with what the operations would have written.
"""
