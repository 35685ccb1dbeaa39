"""The cells of the first sheet of a workbook. No formula runs, nothing outside is fetched."""

import datetime as dt
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

UNPACKED_MOST = 200_000_000
CHUNK = 1 << 20
COLUMNS_MOST = 100
MIDNIGHT = dt.time()

Cell = int | float | str | bool | dt.date | dt.time | dt.timedelta


class NotAWorkbook(Exception):
    """The bytes are no workbook that can be read."""


def read_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the cells of every row of the first sheet."""
    try:
        _check_size(data)
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            rows = book.get_sheet_by_index(0).iter_rows()
            for number, row in enumerate(rows, start=1):
                yield number, [_text(cell) for cell in row[:COLUMNS_MOST]]
    # Python's own reader says RuntimeError of what is locked or packed in a way it does not know.
    except (BadZipFile, zlib.error, RuntimeError, EOFError, CalamineError) as error:
        raise NotAWorkbook from error


def _check_size(data: bytes) -> None:
    """Unpack everything once into nothing: a small file may hold more than fits in memory."""
    left = UNPACKED_MOST
    with ZipFile(BytesIO(data)) as book:
        for name in book.namelist():
            with book.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise NotAWorkbook


def _text(cell: Cell) -> str:
    """Write a cell as a file of text has it: days as 2026-11-16, whole numbers without a point."""
    if isinstance(cell, dt.datetime) and cell.time() == MIDNIGHT:
        return f"{cell.date()}"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)
