"""Somebody's working week as it is in life: their days, their team's hours, and days off."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Absence, ClosingDay, Organisation, User
from people.public_holidays import public_holidays, regions_of
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.queries.frame import frame_of
from wellbeing.queries.week import WITHOUT_END, week_of
from wellbeing.workweek import DAY, WorkWeek

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 27)


def _week(cast: Cast, now: dt.datetime) -> WorkWeek:
    ana = User.objects.get(pk=cast.ana.pk)
    return week_of(ana, cast.north, Organisation.current(), now)


def _away(cast: Cast, first: dt.date, last: dt.date | None, now: dt.datetime) -> None:
    Absence.objects.create(
        user=cast.ana, starts_on=first, ends_on=last, made_by=cast.ana, made_at=now
    )


def test_week_is_that_of_the_organisation_unless_told_otherwise(
    cast: Cast, now: dt.datetime
) -> None:
    week = _week(cast, now)
    assert week.weekdays == {1, 2, 3, 4, 5}
    assert (week.starts, week.ends) == (dt.time(9), dt.time(17))
    assert not week.away


@pytest.mark.parametrize(
    ("own", "of_team", "expected"),
    [
        ("", "", {1, 2, 3, 4, 5}),
        ("", "23456", {2, 3, 4, 5, 6}),
        ("124", "23456", {2, 4}),
        ("124", "", {1, 2, 4}),
        ("67", "", {6, 7}),
    ],
)
def test_weekdays_are_the_persons_own_among_those_of_the_team(
    cast: Cast, now: dt.datetime, own: str, of_team: str, expected: set[int]
) -> None:
    User.objects.filter(pk=cast.ana.pk).update(weekdays=own)
    cast.north.weekdays = of_team
    assert _week(cast, now).weekdays == expected


def test_hours_of_the_team_come_before_those_of_the_organisation(
    cast: Cast, now: dt.datetime
) -> None:
    cast.north.opens_at, cast.north.closes_at = dt.time(22), dt.time(6)
    week = _week(cast, now)
    assert (week.starts, week.ends, week.is_overnight) == (dt.time(22), dt.time(6), True)
    frame = frame_of(cast.ana, cast.north, now)
    assert frame.setting.shift_ends == dt.time(6)


def test_public_holidays_are_those_of_the_site_else_of_the_organisation(
    cast: Cast, now: dt.datetime
) -> None:
    kings_day, labour_day = dt.date(2027, 4, 27), dt.date(2027, 5, 1)
    week = _week(cast, now)
    assert kings_day in week.holidays
    assert labour_day not in week.holidays

    cast.site.country = "BE"
    week = _week(cast, now)
    assert kings_day not in week.holidays
    assert labour_day in week.holidays

    Organisation.objects.update(country="")
    cast.site.country = ""
    assert not _week(cast, now).holidays


def test_a_region_has_holidays_of_its_own() -> None:
    epiphany = dt.date(2027, 1, 6)
    assert epiphany in public_holidays("DE", "BY", 2027)
    assert epiphany not in public_holidays("DE", "BE", 2027)
    assert ("BY", "Bayern") in regions_of("DE")
    assert public_holidays("DE", "no such place", 2027) == public_holidays("DE", "", 2027)
    assert public_holidays("ZZ", "", 2027) == frozenset()
    assert regions_of("ZZ") == ()


def test_closing_days_of_the_team_and_of_everybody_are_no_working_days(
    cast: Cast, now: dt.datetime
) -> None:
    ClosingDay.objects.create(team=cast.north, first_on=MONDAY, last_on=MONDAY + DAY)
    ClosingDay.objects.create(team=None, first_on=FRIDAY, last_on=FRIDAY)
    ClosingDay.objects.create(team=cast.south, first_on=MONDAY + 2 * DAY, last_on=MONDAY + 2 * DAY)

    week = _week(cast, now)

    off = [MONDAY + n * DAY for n in range(5) if not week.works_on(MONDAY + n * DAY)]
    assert off == [MONDAY, MONDAY + DAY, FRIDAY]


def test_own_absence_is_no_working_time_for_ones_own_checkins(cast: Cast, now: dt.datetime) -> None:
    _away(cast, timezone.localdate(now), MONDAY, now)

    report(cast.ana, cast.north, now)

    talk = checkins_of(cast.ana)[0]
    assert (talk.due_at, talk.why) == (local("2026-11-24 09:00"), "no_working_time")


@pytest.mark.parametrize("starts_in", [-300, 0, 5])
def test_an_absence_without_an_end_counts_for_two_weeks(
    cast: Cast, now: dt.datetime, starts_in: int
) -> None:
    first = timezone.localdate(now) + starts_in * DAY
    _away(cast, first, None, now)

    week = _week(cast, now)

    known_end = max(timezone.localdate(now), first) + WITHOUT_END
    assert max(week.away) == known_end
    assert week.on_or_after(timezone.localdate(now) + 5 * DAY) == week.on_or_after(known_end + DAY)


def test_what_is_planned_stays_when_a_day_is_closed_later(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    before = [row.due_at for row in checkins_of(cast.ana)]
    ClosingDay.objects.create(team=None, first_on=timezone.localdate(now), last_on=FRIDAY)
    report(cast.ana, cast.north, now + dt.timedelta(minutes=5), "tense", reading=1)
    assert [row.due_at for row in checkins_of(cast.ana)] == before


def test_frame_takes_as_many_queries_however_many_days_are_off(
    cast: Cast, now: dt.datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            frame_of(cast.ana, cast.north, now)
        return len(caught)

    few = queries()
    for n in range(8):
        day = MONDAY + n * 30 * DAY
        ClosingDay.objects.create(team=cast.north, first_on=day, last_on=day)
        _away(cast, day + DAY, day + 2 * DAY, now)
    assert queries() == few == 6


def test_a_year_of_closing_days_ends_the_search(cast: Cast, now: dt.datetime) -> None:
    ClosingDay.objects.create(
        first_on=timezone.localdate(now) - 900 * DAY, last_on=timezone.localdate(now) + 900 * DAY
    )

    report(cast.ana, cast.north, now, "threat_words")

    rows = checkins_of(cast.ana)
    assert len(rows) == 4
    assert all(row.due_at.isoweekday() in {1, 2, 3, 4, 5} for row in rows)
