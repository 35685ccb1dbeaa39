"""Dates and times as registers write them: ISO or day first, and the clock in many manners."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EARLIEST_YEAR = 2000
PROOF_ROWS = 10  # so many dates that only make sense month first prove an American file
PROOF_SHARE = 0.25

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mrt maart mar march maa",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"^(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[\s,.]*",
    re.IGNORECASE,
)
_REST = r"(?:[T\s,]+(?:om|at|-)?\s*(?P<rest>\S.*))?$"
_YEAR_FIRST = re.compile(r"^(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})" + _REST)
_COMPACT = re.compile(r"^(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)" + _REST)
_DAY_FIRST = re.compile(
    r"^(?P<d>\d{1,2})\s*(?P<s>[-/. ])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<y>\d{4}|\d\d)" + _REST
)
_NAMED = re.compile(
    r"^(?P<d>\d{1,2})(?:e|st|nd|rd|th)?[-\s./]*(?P<m>[a-z]+)[-\s.,/]*(?P<y>\d{4}|\d\d)" + _REST,
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    r"^(?P<m>[a-z]+)[\s.]+(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s,]+(?P<y>\d{4})" + _REST, re.IGNORECASE
)
_SHAPES = (_YEAR_FIRST, _COMPACT, _DAY_FIRST, _NAMED, _NAMED_FIRST)
_ABOUT = re.compile(r"^(?:ca|circa|rond|om|at|about|around|approx|±|~)[.\s]*", re.IGNORECASE)
_CLOCK = re.compile(
    r"^(?P<h>\d{1,2})(?:\s*[:.,uh]\s*(?P<m>\d\d))?(?::(?P<s>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:uur|uren|u|h|hrs|hours|o'?clock)?\.?"
    r"(?:\s*(?:-|–|tot|to|until)\s*\d.*)?$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"^(?P<h>\d\d)(?P<m>\d\d)$")
_OFFSET = re.compile(r"(?P<clock>\d\d:\d\d.*?)\s*(?P<offset>Z|[+-]\d\d:?\d\d)$")
_EXCEL_DAY_ZERO = re.compile(r"^(?:30[-/.]12[-/.]1899|0?[01][-/.]0?1[-/.]1900)\s+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """The day of a cell, with the text of a time that stood behind it."""

    day: date
    rest: str = ""


@lru_cache(maxsize=4096)
def read_date(text: str, *, is_month_first: bool = False) -> Stamp | None:
    """The day, or None for a date that does not exist. Never swaps day and month by guess."""
    plain = _WEEKDAY.sub("", text.strip().lstrip("'"))
    for shape in _SHAPES:
        if match := shape.match(plain):
            part = match.groupdict()
            if is_month_first and shape is _DAY_FIRST and part["s"] == "/":
                part["d"], part["m"] = part["m"], part["d"]
            return _stamp(part)
    return None


def _stamp(part: dict[str, str | None]) -> Stamp | None:
    month, year = str(part["m"]).lower(), str(part["y"])
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    try:
        day = date(
            int(year) if len(year) == 4 else _century(int(year)), number, int(part["d"] or 0)
        )
    except ValueError:
        return None
    return Stamp(day, part["rest"] or "")


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)


@lru_cache(maxsize=4096)
def read_time(text: str) -> time | None:
    """A time of the day: 16:40, 16.40 uur, 16u40, 4 pm, 1640; of a span its beginning."""
    plain = _ABOUT.sub("", _EXCEL_DAY_ZERO.sub("", text.strip().lstrip("'")))
    match = _DIGITS.match(plain) or _CLOCK.match(plain)
    if match is None:
        return None
    part = match.groupdict()
    hour, half = int(part["h"]), (part.get("half") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(part["m"] or 0), int(part.get("s") or 0))
    except ValueError:
        return None


def read_instant(text: str, stamp: Stamp) -> datetime | None:
    """The exact instant of a cell that also says how far its clock is from UTC."""
    match = _OFFSET.match(stamp.rest)
    clock = read_time(match["clock"]) if match and "T" in text else None
    if match is None or clock is None:
        return None
    local = datetime.combine(stamp.day, clock, tzinfo=UTC)
    return local - _distance(match["offset"])


def _distance(offset: str) -> timedelta:
    if offset == "Z":
        return timedelta()
    digits = offset[1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -length if offset[0] == "-" else length


def localise(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """The instant of a local time; None for one that the clock skipped that day."""
    local = datetime.combine(day, clock, tzinfo=zone)
    there_and_back = local.astimezone(UTC).astimezone(zone)
    return local if there_and_back.replace(tzinfo=None) == local.replace(tzinfo=None) else None


@dataclass(slots=True)
class DateHabit:
    """What a first look over all dates of a file proves about how it writes them."""

    day_only: int = 0
    month_only: int = 0
    slashed: int = 0
    clocks: set[str] = field(default_factory=set)

    def observe(self, text: str) -> None:
        """Look at one date cell."""
        if (stamp := read_date(text)) and stamp.rest and len(self.clocks) < 2:
            self.clocks.add(stamp.rest)
        match = _DAY_FIRST.match(text.strip())
        if match is None or match["s"] != "/":
            return
        first, second = int(match["d"]), int(match["m"])
        self.slashed += 1
        self.day_only += first > 12 >= second
        self.month_only += second > 12 >= first

    @property
    def is_month_first(self) -> bool:
        """Many dates that can only be month first, and not one that can only be day first."""
        enough = max(PROOF_ROWS, self.slashed * PROOF_SHARE)
        return self.day_only == 0 and self.month_only >= enough

    @property
    def has_only_midnights(self) -> bool:
        """A spreadsheet that writes 00:00:00 behind every date knows no time."""
        return len(self.clocks) == 1 and read_time(next(iter(self.clocks))) == time(0)
