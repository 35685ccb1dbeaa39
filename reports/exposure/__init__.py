"""Reading contact numbers: bytes or JSON to rows, rows to lines or what is wrong with them.

sheets  CSV or XLSX to rows; which of the two kinds a file is
xlsx    the cells of the first sheet of a workbook
lines   one row to a line, or to the fault a person has to mend
gaps    which weeks are missing
"""
