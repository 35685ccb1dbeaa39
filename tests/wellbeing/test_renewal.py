"""By when somebody should have a course, against an oracle that walks through every day."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellbeing.renewal import Terms, months_later, next_due

DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


def walked(terms: Terms, first_day: dt.date | None, last_done: dt.date | None) -> dt.date | None:
    """Say the same by counting days and month ends one at a time."""
    if last_done is not None:
        if terms.repeat_months is None:
            return None
        day, months = last_done, 0
        while True:
            day += DAY
            months += day.day == 1
            is_same_month = months == terms.repeat_months
            is_last = (day + DAY).day == 1
            if is_same_month and (day.day == last_done.day or is_last):
                return day
    begins = first_day is not None and terms.starter_days is not None
    if not begins or (terms.starters_since is not None and first_day < terms.starters_since):  # type: ignore[operator]
        return None
    day = first_day  # type: ignore[assignment]
    for _ in range(terms.starter_days):  # type: ignore[arg-type]
        day += DAY
    return day


@settings(max_examples=300, deadline=None)
@given(
    starter_days=st.none() | st.integers(1, 365),
    since=st.none() | DAYS,
    repeat=st.none() | st.integers(1, 36),
    first_day=st.none() | DAYS,
    last_done=st.none() | DAYS,
)
def test_next_due_is_what_walking_day_by_day_gives(
    starter_days: int | None,
    since: dt.date | None,
    repeat: int | None,
    first_day: dt.date | None,
    last_done: dt.date | None,
) -> None:
    terms = Terms(starter_days, since, repeat)
    found = next_due(terms, first_day=first_day, last_done=last_done)
    assert found == walked(terms, first_day, last_done)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-15", 24, "2028-12-15"),
    ],
)
def test_months_later_ends_with_the_month(day: str, months: int, expected: str) -> None:
    later = months_later(dt.date.fromisoformat(day), months)
    assert later == dt.date.fromisoformat(expected)
