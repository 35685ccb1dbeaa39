"""Reading an existing register: bytes to rows to entries. Nothing here knows Django.

source    bytes to records: encoding, delimiter, row numbers as a spreadsheet shows them
columns   headings to canonical column names
moments   dates and times
words     words for behaviours, channels and complaints to code keys
rows      one record to an entry, or to the cells that are wrong
identity  which row is which, so that a second run adds nothing
"""
