"""Whole plans against the minute-by-minute oracle; every day is walked by `make drill-time`."""

import datetime as dt
import random

import pytest

from tests.wellbeing import plan_oracle as oracle
from tests.wellbeing.plan_drill import YEARS, Tally, days_of, drill, walk, weeks_of_change

CHANGING = ("Europe/Brussels", "Europe/Amsterdam", "America/Los_Angeles")
YEARS_BY_ZONE = {"Europe/Amsterdam": YEARS[1::5]}  # its clocks change with those of Brussels


@pytest.mark.parametrize("zone", CHANGING)
def test_plans_in_the_weeks_of_clock_changes_are_those_of_the_oracle(zone: str) -> None:
    tally, days = Tally(), weeks_of_change(zone)
    assert len(days) == 2 * 7 * len(YEARS)
    for year in YEARS_BY_ZONE.get(zone, YEARS):
        drill(tally, zone, [day for day in days if day.year == year], 1)
    _check(tally)


@pytest.mark.parametrize("zone", CHANGING)
def test_plans_of_work_that_begins_or_ends_in_a_clock_change_are_those_of_the_oracle(
    zone: str,
) -> None:
    tally, years = Tally(), YEARS[::5]
    days = [day for day in weeks_of_change(zone) if day.year in years]
    for number, rule in enumerate(oracle.rules_of_change(zone)):
        walk(tally, rule, days, number)
    _check(tally)


@pytest.mark.parametrize("zone", oracle.ZONES)
def test_plans_on_any_day_are_those_of_the_oracle(zone: str) -> None:
    draw, tally = random.Random(zone), Tally()  # noqa: S311 - a draw of test data
    for year in draw.sample(YEARS, 2):
        drill(tally, zone, sorted(draw.sample(days_of(year), 10)), 2)
    _check(tally)


def _check(tally: Tally) -> None:
    assert tally.plans >= 4 * 20
    assert (tally.missed, tally.doubled) == (0, 0), tally.first


def test_rules_of_the_drill_are_not_the_simplest_there_are() -> None:
    tally = Tally()
    for year in YEARS:
        drill(tally, "UTC", days_of(year)[:1], 1)
    assert len(tally.weeks) == len(YEARS)
    midnight = [week for week in tally.weeks if week.starts == dt.time(0)]
    assert len(midnight) < len(YEARS) / 2
    assert sum(len(week.weekdays) > 1 for week in tally.weeks) > len(YEARS) / 2
    assert any(week.holidays for week in tally.weeks)
    assert any(week.away for week in tally.weeks)


def test_oracle_notices_a_plan_that_is_off_by_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second opinion that agrees with everything would be worth nothing."""
    monkeypatch.setattr(oracle.Rule, "same_time", lambda self, day, minute: self.span(day)[1] + 1)
    tally = Tally()
    drill(tally, "UTC", days_of(2028)[:3], 1)
    assert tally.missed == tally.doubled > 0
