"""Reading a sheet of attendances: bytes to rows, and the lines that cannot be read. No Django.

One line says who (an e-mail address or sign-in name), which course, and on which day.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from incidents.register.moments import DateHabit, read_date
from incidents.register.source import NotATable, Record, detect_layout, read_records
from incidents.register.text import fold, tidy

SIZE_MOST = 1_000_000
ROWS_MOST = 5_000
CELL_MOST = 200

HEADINGS = {
    "person": (
        "person", "who", "e mail", "email", "e mail address", "email address", "sign in name",
        "employee", "colleague", "wie", "persoon", "medewerker", "e mailadres", "emailadres",
        "inlognaam", "collega",
    ),
    "course": ("course", "training", "name of course", "course name", "cursus", "naam cursus"),
    "done_on": (
        "done on", "done", "date", "day", "followed on", "completed on", "datum", "dag",
        "gedaan op", "gevolgd op", "afgerond op",
    ),
}  # fmt: skip


class Fault(StrEnum):
    """Why a line, or the whole sheet, cannot be used."""

    NOT_A_TABLE = "not_a_table"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NO_PERSON = "no_person"
    NO_COURSE = "no_course"
    NO_DAY = "no_day"
    BAD_DAY = "bad_day"
    FUTURE = "future"
    BROKEN = "broken"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_COURSE = "unknown_course"


class SheetRefused(Exception):
    """The sheet as a whole cannot be used; `missing` names columns that are not there."""

    def __init__(self, fault: Fault | None = None, missing: Sequence[str] = ()) -> None:
        super().__init__(fault)
        self.fault, self.missing = fault, tuple(missing)


@dataclass(frozen=True)
class Line:
    """One good line; `row` is its number as a spreadsheet shows it."""

    row: int
    person: str
    course: str
    done_on: dt.date


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be used, with the cell that is to blame."""

    row: int
    fault: Fault
    value: str = ""


@dataclass
class Sheet:
    """What a file says."""

    lines: list[Line] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def read_sheet(data: bytes, today: dt.date) -> Sheet:
    """Read a file; raises SheetRefused when it is no table with the three columns."""
    if len(data) > SIZE_MOST:
        raise SheetRefused(Fault.TOO_LARGE)
    records = _records(data)
    if not records:
        raise SheetRefused(Fault.NOT_A_TABLE)
    places = _places(records[0].cells)
    missing = [name for name in HEADINGS if name not in places]
    if missing:
        raise SheetRefused(missing=missing)
    if len(records) > ROWS_MOST + 1:
        raise SheetRefused(Fault.TOO_MANY)
    return _read(records[1:], places, today)


def _records(data: bytes) -> list[Record]:
    """The filled rows; the reader of registers knows encodings, delimiters and broken quotes."""
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        try:
            layout = detect_layout(path)
        except NotATable as error:
            raise SheetRefused(Fault.NOT_A_TABLE) from error
        return [record for record in read_records(path, layout) if not record.is_blank]


def _places(headings: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for name, spellings in HEADINGS.items():
            if fold(heading) in spellings:
                places.setdefault(name, place)
    return places


def _read(records: list[Record], places: dict[str, int], today: dt.date) -> Sheet:
    habit = DateHabit()
    for record in records:
        habit.observe(_cell(record, places["done_on"]))
    sheet = Sheet()
    for record in records:
        found = _line(record, places, today, is_month_first=habit.is_month_first)
        if isinstance(found, Line):
            sheet.lines.append(found)
        else:
            sheet.bad.append(found)
    return sheet


def _cell(record: Record, place: int) -> str:
    return tidy(record.cells[place])[:CELL_MOST] if place < len(record.cells) else ""


def _line(
    record: Record, places: dict[str, int], today: dt.date, *, is_month_first: bool
) -> Line | BadLine:
    if record.is_broken:
        return BadLine(record.row, Fault.BROKEN)
    person, course, day = (_cell(record, places[name]) for name in HEADINGS)
    for text, fault in ((person, Fault.NO_PERSON), (course, Fault.NO_COURSE), (day, Fault.NO_DAY)):
        if not text:
            return BadLine(record.row, fault)
    stamp = read_date(day, is_month_first=is_month_first)
    if stamp is None:
        return BadLine(record.row, Fault.BAD_DAY, day)
    if stamp.day > today:
        return BadLine(record.row, Fault.FUTURE, day)
    return Line(record.row, person, course, stamp.day)
