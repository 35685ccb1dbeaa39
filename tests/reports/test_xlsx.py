"""A workbook that cannot be read is refused, whatever is the matter with it."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from reports.exposure.xlsx import NotAWorkbook, read_workbook

SHEET = "<worksheet><sheetData><row r='1'><c r='A1'><v>7</v></c></row></sheetData></worksheet>"
LOCKED = 0x1


def workbook() -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", SHEET)
    return made.getvalue()


def test_cells_of_a_workbook_are_read() -> None:
    assert [cells for _row, cells in read_workbook(workbook())] == [["7"]]


def test_workbook_with_a_password_is_refused() -> None:
    """Its entries carry the mark of encryption, in the local and in the central header."""
    data = bytearray(workbook())
    data[data.index(b"PK\x03\x04") + 6] |= LOCKED
    data[data.index(b"PK\x01\x02") + 8] |= LOCKED
    with pytest.raises(NotAWorkbook):
        list(read_workbook(bytes(data)))
