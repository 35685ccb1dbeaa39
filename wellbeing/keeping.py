"""How long a private note is kept: its author chooses, between a day and two years."""

import calendar
import datetime as dt
from dataclasses import dataclass

SHORTEST = dt.timedelta(days=1)
USUAL_MONTHS = 12
MOST_MONTHS = 24
# Who left keeps their notes this long, in case they come back.
AFTER_LEAVING = dt.timedelta(days=30)


@dataclass(frozen=True)
class Span:
    """The first and the last day that can be chosen, and the one that is proposed."""

    first: dt.date
    usual: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def span_from(today: dt.date) -> Span:
    """Return which days can be chosen today."""
    usual, last = (months_after(today, months) for months in (USUAL_MONTHS, MOST_MONTHS))
    return Span(today + SHORTEST, usual, last)


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
