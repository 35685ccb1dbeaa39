"""Small workbooks for tests, as a spreadsheet writes them."""

import datetime as dt
from collections.abc import Iterable
from io import BytesIO

from xlsxwriter import Workbook


def workbook(rows: Iterable[Iterable[object]], *, first: tuple[int, int] = (0, 0)) -> bytes:
    """Give rows as XLSX from a cell on (row and column from 0): texts, numbers, and real days."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                place = first[0] + down, first[1] + right
                if isinstance(value, dt.date):
                    sheet.write_datetime(*place, value, day)
                elif value is not None:
                    sheet.write(*place, value)
        book.add_worksheet("Other").write(0, 0, "nothing of this is read")
    return out.getvalue()
