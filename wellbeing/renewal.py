"""When somebody should have a course: at the start, and again after a while. Pure dates."""

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """What a course asks: of whom at the start, and after how many months again.

    Without `starter_days` nobody has to begin; without `repeat_months` once is enough.
    """

    starter_days: int | None = None
    starters_since: dt.date | None = None
    repeat_months: int | None = None


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, index + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))


def next_due(
    terms: Terms, *, first_day: dt.date | None, last_done: dt.date | None
) -> dt.date | None:
    """Return by which day somebody should have the course, None when nothing is asked of them.

    Who had it counts from the last time, however they came to it. Who never had it counts from
    their first day at work, if they are a new starter: began on or after `starters_since`.
    """
    if last_done is not None:
        return months_later(last_done, terms.repeat_months) if terms.repeat_months else None
    if terms.starter_days is None or first_day is None:
        return None
    if terms.starters_since is not None and first_day < terms.starters_since:
        return None
    return first_day + dt.timedelta(days=terms.starter_days)
