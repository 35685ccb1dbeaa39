"""A workbook that cannot be read is refused, whatever is the matter with it."""

import datetime as dt

import pytest

from reports.exposure import xlsx
from reports.exposure.xlsx import NotAWorkbook, read_workbook
from tests.reports.books import workbook

LOCKED = 0x1


def test_cells_of_the_first_sheet_are_read_as_text_and_keep_their_row() -> None:
    day = dt.date(2026, 11, 16)
    data = workbook([["day", "team"], [day, "Desk"], [day, None, 40, 2.5]], first=(2, 1))
    rows = [(number, cells) for number, cells in read_workbook(data) if any(cells)]
    assert rows == [
        (3, ["day", "team", "", ""]),
        (4, ["2026-11-16", "Desk", "", ""]),
        (5, ["2026-11-16", "", "40", "2.5"]),
    ]


def test_workbook_with_a_password_is_refused() -> None:
    """Its entries carry the mark of encryption, in the local and in the central header."""
    data = bytearray(workbook([[7]]))
    data[data.index(b"PK\x03\x04") + 6] |= LOCKED
    data[data.index(b"PK\x01\x02") + 8] |= LOCKED
    with pytest.raises(NotAWorkbook):
        list(read_workbook(bytes(data)))


@pytest.mark.parametrize("cut", [4, 300, -30])
def test_workbook_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(NotAWorkbook):
        list(read_workbook(workbook([[7]])[:cut]))


def test_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "UNPACKED_MOST", 1000)
    with pytest.raises(NotAWorkbook):
        list(read_workbook(workbook([[7]])))
