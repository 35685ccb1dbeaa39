import datetime as dt

import pytest

from reports.periods import closes_on, last_closed, months_until, shifted

OCTOBER = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("months", "found"),
    [
        (0, OCTOBER),
        (3, dt.date(2027, 1, 1)),
        (-10, dt.date(2025, 12, 1)),
        (-22, dt.date(2024, 12, 1)),
    ],
)
def test_shifted_crosses_the_year(months: int, found: dt.date) -> None:
    assert shifted(OCTOBER, months) == found


def test_month_closes_on_the_fifteenth_day_after_its_end() -> None:
    assert closes_on(OCTOBER) == dt.date(2026, 11, 15)
    assert last_closed(dt.date(2026, 11, 14)) == dt.date(2026, 9, 1)
    assert last_closed(dt.date(2026, 11, 15)) == OCTOBER
    assert last_closed(dt.date(2026, 1, 3)) == dt.date(2025, 11, 1)


def test_months_until_ends_with_the_month() -> None:
    assert months_until(dt.date(2026, 2, 1), 3) == [
        dt.date(2025, 12, 1),
        dt.date(2026, 1, 1),
        dt.date(2026, 2, 1),
    ]
