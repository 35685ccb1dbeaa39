"""The working calendar against a second opinion that reads every minute."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wellbeing import oracle
from wellbeing.cadence import day_step, limit
from wellbeing.codes import Step, Why
from wellbeing.presets import Timing
from wellbeing.workweek import WorkWeek

BRUSSELS = WorkWeek(zone=ZoneInfo("Europe/Brussels"))
EXAMPLES = settings(max_examples=150, deadline=None)


@EXAMPLES
@given(now=oracle.moments(), week=oracle.weeks(), hours=st.sampled_from([1, 8, 24, 72]))
def test_limit_agrees_with_the_oracle(now: dt.datetime, week: WorkWeek, hours: int) -> None:
    span = dt.timedelta(hours=hours)
    due_at, why = limit(now, span, week)

    assert due_at == oracle.limit(now, span, week)
    assert due_at.tzinfo is dt.UTC
    assert (why == Why.NO_WORKING_TIME) == (due_at > now + span)


@EXAMPLES
@given(now=oracle.moments(), week=oracle.weeks(), minutes=st.integers(1, 26 * 60))
def test_add_agrees_with_the_oracle(now: dt.datetime, week: WorkWeek, minutes: int) -> None:
    working = dt.timedelta(minutes=minutes)
    assert week.add(now, working) == oracle.add(now, working, week)


@EXAMPLES
@given(now=oracle.moments(), week=oracle.weeks())
def test_first_moment_agrees_with_the_oracle(now: dt.datetime, week: WorkWeek) -> None:
    expected = now
    while not oracle.is_working(expected, week, with_closing=True):
        expected += oracle.MINUTE
    assert week.first_moment(now) == expected


@EXAMPLES
@given(now=oracle.moments(), week=oracle.weeks(), days=st.integers(1, 120))
def test_day_step_lands_on_the_next_working_day(
    now: dt.datetime, week: WorkWeek, days: int
) -> None:
    slot = day_step(Timing(Step.FOLLOW_UP, days, days + 7), now, week)

    expected = now.astimezone(week.zone).date() + dt.timedelta(days=days)
    while expected.isoweekday() not in week.weekdays or expected in week.holidays:
        expected += oracle.DAY
    begin, end = week.opening(expected), week.closing(expected)
    assert begin <= slot.due_at <= end
    same = [
        moment
        for moment, time in _until(begin, end, week)
        if time == now.astimezone(week.zone).time()
    ]
    assert not same or slot.due_at in {same[0], begin, end}
    assert slot.due_at <= slot.latest_at


def _until(
    begin: dt.datetime, end: dt.datetime, week: WorkWeek
) -> list[tuple[dt.datetime, dt.time]]:
    found: list[tuple[dt.datetime, dt.time]] = []
    for moment, time in oracle.wall_times(begin - oracle.MINUTE, week):
        if moment > end:
            return found
        found.append((moment, time))
    return found


def test_skipped_wall_time_stands_for_the_instant_an_hour_later() -> None:
    moment = BRUSSELS.at(dt.date(2027, 3, 28), dt.time(2, 30))
    assert moment.astimezone(BRUSSELS.zone).time() == dt.time(3, 30)


def test_repeated_wall_time_stands_for_the_first_instant() -> None:
    moment = BRUSSELS.at(dt.date(2027, 10, 31), dt.time(2, 30))
    assert moment == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)


def test_same_time_on_another_day_keeps_the_wall_clock_over_a_clock_change() -> None:
    saturday = BRUSSELS.at(dt.date(2027, 3, 27), dt.time(9))
    monday = BRUSSELS.same_time_on(dt.date(2027, 3, 29), saturday)
    assert monday.astimezone(BRUSSELS.zone).time() == dt.time(9)
    assert monday - saturday == dt.timedelta(hours=47)


def test_hours_that_a_clock_change_swallows_leave_an_empty_day() -> None:
    week = WorkWeek(
        zone=BRUSSELS.zone, weekdays=frozenset({7}), starts=dt.time(2, 30), ends=dt.time(3, 10)
    )
    sunday = dt.date(2027, 3, 28)
    assert week.opening(sunday) == week.closing(sunday)


def test_a_week_without_weekdays_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        WorkWeek(zone=BRUSSELS.zone, weekdays=frozenset())
