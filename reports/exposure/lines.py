"""One row of contact numbers: a line, or the fault a person has to mend. Names are not looked up.

A row says how many contacts a team had on one day about a product through a channel, or how many
one customer had in a month.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.register.moments import EARLIEST_YEAR, read_date
from incidents.register.text import tidy

CELL_MOST = 120
CONTACTS_MOST = 10_000_000
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_EXCEL_DAY = re.compile(r"\d{5}(\.\d+)?")
_NUMBER = re.compile(r"-?(\d+|\d{1,3}([., ]\d{3})+)(\.0+)?")
_MONTH = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/](?P<y2>\d{4})")


class Kind(StrEnum):
    """Which of the two numbers a file holds."""

    CONTACTS = "contacts"
    CUSTOMERS = "customers"


COLUMNS = {
    Kind.CONTACTS: ("day", "team", "product", "channel", "contacts"),
    Kind.CUSTOMERS: ("month", "customer", "contacts"),
}
NEEDED = {
    Kind.CONTACTS: ("day", "team", "contacts"),
    Kind.CUSTOMERS: ("month", "customer", "contacts"),
}


class Fault(StrEnum):
    """Why a row, or a whole file, cannot be used."""

    NOT_A_TABLE = "not_a_table"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    MISSING_COLUMNS = "missing_columns"
    BROKEN = "broken"
    NO_DAY = "no_day"
    BAD_DAY = "bad_day"
    FUTURE_DAY = "future_day"
    BAD_MONTH = "bad_month"
    FUTURE_MONTH = "future_month"
    NO_TEAM = "no_team"
    UNKNOWN_TEAM = "unknown_team"
    UNCLEAR_TEAM = "unclear_team"
    UNKNOWN_PRODUCT = "unknown_product"
    UNKNOWN_CHANNEL = "unknown_channel"
    NO_CUSTOMER = "no_customer"
    UNKNOWN_CUSTOMER = "unknown_customer"
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    NEGATIVE = "negative"
    TOO_HIGH = "too_high"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row, by column; `number` as a spreadsheet shows it, or as it was sent."""

    number: int
    cells: Mapping[str, str]
    is_broken: bool = False

    def cell(self, column: str) -> str:
        return tidy(self.cells.get(column, ""))[:CELL_MOST]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that cannot be used, with the text that is to blame."""

    number: int
    fault: Fault
    value: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that reads well: a day (the first of the month for a customer) and the contacts."""

    number: int
    day: dt.date
    contacts: int
    row: Row


def read_line(row: Row, kind: Kind, today: dt.date, *, is_month_first: bool) -> Line | BadLine:
    """Read the day and the number of one row; the first fault ends it."""
    if row.is_broken:
        return BadLine(row.number, Fault.BROKEN)
    day = (
        _month(row, today)
        if kind is Kind.CUSTOMERS
        else _day(row, today, is_month_first=is_month_first)
    )
    if isinstance(day, BadLine):
        return day
    contacts = _contacts(row)
    if isinstance(contacts, BadLine):
        return contacts
    return Line(row.number, day, contacts, row)


def _read_day(text: str, *, is_month_first: bool = False) -> dt.date | None:
    """Read a day as people write it, or as a workbook counts it."""
    if _EXCEL_DAY.fullmatch(text):
        return EXCEL_DAY_ZERO + dt.timedelta(days=int(text[:5]))
    stamp = read_date(text, is_month_first=is_month_first)
    return stamp.day if stamp and stamp.day.year >= EARLIEST_YEAR else None


def _day(row: Row, today: dt.date, *, is_month_first: bool) -> dt.date | BadLine:
    text = row.cell("day")
    if not text:
        return BadLine(row.number, Fault.NO_DAY)
    day = _read_day(text, is_month_first=is_month_first)
    if day is None:
        return BadLine(row.number, Fault.BAD_DAY, text)
    return BadLine(row.number, Fault.FUTURE_DAY, text) if day > today else day


def _month(row: Row, today: dt.date) -> dt.date | BadLine:
    text = row.cell("month")
    if not text:
        return BadLine(row.number, Fault.BAD_MONTH)
    match = _MONTH.fullmatch(text)
    if match:
        year, month = int(match["y"] or match["y2"]), int(match["m"] or match["m2"])
        is_real = 1 <= month <= 12 and year >= EARLIEST_YEAR
        found = dt.date(year, month, 1) if is_real else None
    else:
        found = _read_day(text)
    if found is None:
        return BadLine(row.number, Fault.BAD_MONTH, text)
    return BadLine(row.number, Fault.FUTURE_MONTH, text) if found > today else found.replace(day=1)


def _contacts(row: Row) -> int | BadLine:
    text = row.cell("contacts")
    if not text:
        return BadLine(row.number, Fault.NO_NUMBER)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return BadLine(row.number, Fault.BAD_NUMBER, text)
    if text.startswith("-"):
        return BadLine(row.number, Fault.NEGATIVE, text)
    number = int(re.sub(r"\D", "", match[1])) if len(match[1]) <= 20 else CONTACTS_MOST + 1
    return BadLine(row.number, Fault.TOO_HIGH, text) if number > CONTACTS_MOST else number
