"""One record of a register: an entry, or the cells that are wrong with what is expected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from incidents.register.columns import Columns
from incidents.register.moments import EARLIEST_YEAR, localise, read_date, read_instant, read_time
from incidents.register.source import Record
from incidents.register.text import fold, prose, same, tidy
from incidents.register.words import (
    EXPECTED_BEHAVIOUR,
    EXPECTED_CHANNEL,
    EXPECTED_COMPLAINT,
    read_behaviours,
    read_channel,
    read_complaint,
)

NOON = time(12)  # stands in for a time nobody wrote down
NAME_LENGTH = 120
CLOCK_TOLERANCE = timedelta(minutes=5)
REFERENCE_LENGTH = 60
NARRATIVE_LENGTH = 10_000
NOTHING = frozenset({"nvt", "n v t", "na", "n a", "geen", "none", "onbekend", "unknown", "leeg"})

EXPECTED_DATE = "a date such as 31-12-2025 or 2025-12-31 that exists"
EXPECTED_PAST = f"a date from {EARLIEST_YEAR} until today"
EXPECTED_TIME = "a time such as 16:40, or an empty cell"
EXPECTED_REAL_TIME = "a time that existed that day: the clock was put forward over this one"
EXPECTED_PAST_TIME = "a time that has passed"
EXPECTED_TEAM = "the name of a team"
EXPECTED_PERSON = "an e-mail address or a name"
EXPECTED_QUOTE = "a closing quotation mark"


@dataclass(frozen=True, slots=True)
class BadCell:
    """What a person has to correct: where, what stands there, and what is expected."""

    row: int
    column: str
    value: str
    expected: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A good row in canonical words; names are as written, not yet looked up."""

    row: int
    day: date
    clock: time | None
    occurred_at: datetime
    team: str
    department: str
    reported_by: str
    channel: str
    behaviours: tuple[str, ...]
    customer: str
    product: str
    narrative: str
    complaint_valid: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a whole file has in common; `zones` holds teams whose clock is not the usual one."""

    columns: Columns
    zone: ZoneInfo
    now: datetime
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    is_month_first: bool = False
    has_only_midnights: bool = False


class _Row:
    """The cells of one record while they are read; collects what is wrong."""

    def __init__(self, record: Record, reading: Reading) -> None:
        self.record, self.reading = record, reading
        self.bad: list[BadCell] = []

    def cell(self, column: str) -> str:
        return self.reading.columns.cell(self.record.cells, column)

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the place where the team works."""
        return self.reading.zones.get(same(self.cell("team")), self.reading.zone)

    def refuse(self, column: str, expected: str, value: str | None = None) -> None:
        shown = self.cell(column) if value is None else value
        self.bad.append(BadCell(self.record.row, column, shown[:200], expected))


def read_row(record: Record, reading: Reading) -> Entry | list[BadCell]:
    """The entry of a record, or every cell of it that is wrong."""
    row = _Row(record, reading)
    _check_shape(row)
    if row.bad:
        return row.bad
    moment = _read_moment(row)
    team = _read_name(row, "team", EXPECTED_TEAM, NAME_LENGTH)
    reported_by = _read_person(row)
    channel = _read_word(row, "channel", read_channel(row.cell("channel")), EXPECTED_CHANNEL)
    behaviours = read_behaviours(row.cell("behaviour"))
    if not behaviours:
        row.refuse("behaviour", EXPECTED_BEHAVIOUR)
    narrative = prose(row.cell("narrative"))
    if len(narrative) > NARRATIVE_LENGTH:
        row.refuse("narrative", f"at most {NARRATIVE_LENGTH} characters")
    complaint = read_complaint(row.cell("complaint_valid"))
    complaint_valid = _read_word(row, "complaint_valid", complaint, EXPECTED_COMPLAINT)
    customer = _read_optional(row, "customer", REFERENCE_LENGTH)
    product = _read_optional(row, "product", NAME_LENGTH)
    if row.bad or moment is None:
        return row.bad
    day, clock, occurred_at = moment
    return Entry(
        row=record.row,
        day=day,
        clock=clock,
        occurred_at=occurred_at,
        team=team,
        department=tidy(row.cell("department")),
        reported_by=reported_by,
        channel=channel,
        behaviours=behaviours,
        customer=customer,
        product=product,
        narrative=narrative,
        complaint_valid=complaint_valid,
    )


def _check_shape(row: _Row) -> None:
    """A quotation mark that never closes, or a delimiter in a text without quotation marks."""
    width, cells = row.reading.columns.width, row.record.cells
    last = max(row.reading.columns.places.items(), key=lambda item: item[1])[0]
    if row.record.is_broken:
        row.refuse(last, EXPECTED_QUOTE, cells[0])
    elif any(cell.strip() for cell in cells[width:]):
        expected = f"{width} columns; put a text that holds the delimiter in quotation marks"
        row.refuse(last, expected, " | ".join(cells[width:]))


def _read_moment(row: _Row) -> tuple[date, time | None, datetime] | None:
    """Day, time when one is written, and the instant; the time may stand in the date column."""
    reading, text = row.reading, row.cell("date")
    stamp = read_date(text, is_month_first=reading.is_month_first)
    if stamp is None:
        row.refuse("date", EXPECTED_DATE)
        return None
    own_time = "" if _is_nothing(row.cell("time")) else row.cell("time")
    column = "time" if own_time else "date"
    if not own_time and (instant := read_instant(text, stamp)):
        local = instant.astimezone(row.zone)
        return _past(row, column, (local.date(), local.time(), local))
    written = own_time or ("" if reading.has_only_midnights else stamp.rest)
    clock = read_time(written) if written else None
    occurred_at = localise(stamp.day, clock or NOON, row.zone)
    if (written and clock is None) or occurred_at is None:
        row.refuse(column, EXPECTED_TIME if clock is None else EXPECTED_REAL_TIME)
        return None
    return _past(row, column, (stamp.day, clock, occurred_at))


def _past(
    row: _Row, column: str, moment: tuple[date, time | None, datetime]
) -> tuple[date, time | None, datetime] | None:
    """The moment in UTC, unless it still has to come or is older than registers are."""
    (day, clock, occurred_at), now = moment, row.reading.now
    if not date(EARLIEST_YEAR, 1, 1) <= day <= now.astimezone(row.zone).date():
        row.refuse("date", EXPECTED_PAST)
        return None
    if clock is None:
        return day, None, min(occurred_at, now).astimezone(UTC)
    if occurred_at > now + CLOCK_TOLERANCE:
        row.refuse(column, EXPECTED_PAST_TIME)
        return None
    return day, clock, occurred_at.astimezone(UTC)


def _read_name(row: _Row, column: str, expected: str, longest: int) -> str:
    name = tidy(row.cell(column))
    if not any(letter.isalnum() for letter in name):
        row.refuse(column, expected)
    elif len(name) > longest:
        row.refuse(column, f"at most {longest} characters")
    return name


def _read_person(row: _Row) -> str:
    name = _read_name(row, "reported_by", EXPECTED_PERSON, NAME_LENGTH).lstrip("'")
    if "@" in name and not _is_address(name):
        row.refuse("reported_by", EXPECTED_PERSON)
    return name.lower() if "@" in name else name


def _is_address(text: str) -> bool:
    local, _, domain = text.partition("@")
    return bool(local) and "." in domain.strip(".") and "@" not in domain and " " not in text


def _read_optional(row: _Row, column: str, longest: int) -> str:
    text = tidy(row.cell(column))
    if _is_nothing(text):
        return ""
    return _read_name(row, column, f"at most {longest} characters", longest)


def _is_nothing(text: str) -> bool:
    """An empty cell, a dash, or the words by which people say that there is nothing."""
    folded = fold(text)
    return (not folded and not text.startswith("=")) or folded in NOTHING


def _read_word(row: _Row, column: str, word: str | None, expected: str) -> str:
    if word is None:
        row.refuse(column, expected)
    return word or ""
