"""Calendar months and when they close. Pure date maths, days in the organisation's own time."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

MONTH = r"20\d{2}-(?:0[1-9]|1[0-2])"
QUARTER_OR_YEAR = r"20\d{2}(?:-q[1-4])?"
# Details of a report may come in for fourteen days; on the fifteenth the month closes for good.
DAYS_UNTIL_CLOSED = 14


def month_named(text: str) -> dt.date:
    """Read "2026-10" as its first day."""
    return dt.date(int(text[:4]), int(text[5:]), 1)


def first_of(day: dt.date) -> dt.date:
    """Give the first day of the month a day lies in."""
    return day.replace(day=1)


def shifted(month: dt.date, months: int) -> dt.date:
    """Move a month, given by its first day, forward or back."""
    years, index = divmod(month.month - 1 + months, 12)
    return dt.date(month.year + years, index + 1, 1)


def closes_on(month: dt.date) -> dt.date:
    """Give the day from which the month no longer changes."""
    return shifted(month, 1) + dt.timedelta(days=DAYS_UNTIL_CLOSED)


def last_closed(today: dt.date) -> dt.date:
    """Give the newest month that is closed on a day."""
    newest = shifted(first_of(today), -1)
    return newest if closes_on(newest) <= today else shifted(newest, -1)


def months_until(month: dt.date, count: int) -> list[dt.date]:
    """Give `count` months, oldest first, the last of them being `month`."""
    return [shifted(month, index - count + 1) for index in range(count)]


def quarter_of(month: dt.date) -> dt.date:
    """Give the first day of the calendar quarter a day lies in."""
    return dt.date(month.year, 3 * ((month.month - 1) // 3) + 1, 1)


def quarter_months(month: dt.date) -> list[dt.date]:
    """Give the three months of the calendar quarter a month lies in."""
    return months_until(shifted(quarter_of(month), 2), 3)


def year_months(month: dt.date) -> list[dt.date]:
    """Give the twelve months of the calendar year a month lies in."""
    return months_until(dt.date(month.year, 12, 1), 12)


def last_quarter(month: dt.date) -> list[dt.date]:
    """Give the months of the newest quarter that ends with a month or before it."""
    months = quarter_months(month)
    return months if months[-1] == month else quarter_months(shifted(months[0], -1))


@dataclass(frozen=True)
class Period:
    """A calendar quarter or a whole calendar year, by its first day."""

    first: dt.date
    length: int

    QUARTER = 3
    YEAR = 12

    @classmethod
    def quarter(cls, day: dt.date) -> Self:
        """Give the quarter a day lies in."""
        return cls(quarter_of(day), cls.QUARTER)

    @classmethod
    def year(cls, day: dt.date) -> Self:
        """Give the year a day lies in."""
        return cls(day.replace(month=1, day=1), cls.YEAR)

    @classmethod
    def named(cls, text: str) -> Self:
        """Read "2026-q3" or "2026"."""
        year, _dash, quarter = text.partition("-q")
        if not quarter:
            return cls(dt.date(int(year), 1, 1), cls.YEAR)
        return cls(dt.date(int(year), 3 * int(quarter) - 2, 1), cls.QUARTER)

    def __str__(self) -> str:
        is_year = self.length == self.YEAR
        return f"{self.first:%Y}" if is_year else f"{self.first:%Y}-q{self.first.month // 3 + 1}"

    @property
    def is_year(self) -> bool:
        return self.length == self.YEAR

    @property
    def last(self) -> dt.date:
        """The first day of its last month."""
        return shifted(self.first, self.length - 1)

    @property
    def months(self) -> list[dt.date]:
        return months_until(self.last, self.length)

    @property
    def before(self) -> "Period":
        return Period(shifted(self.first, -self.length), self.length)

    @property
    def after(self) -> "Period":
        return Period(shifted(self.first, self.length), self.length)

    @property
    def year_ago(self) -> "Period":
        return Period(shifted(self.first, -12), self.length)
