"""In which week somebody works: their days, the hours of their team, and every day off."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db.models import Value

from people.models import Absence, ClosingDay, Organisation, Site, Team, User
from people.public_holidays import holidays_between
from wellbeing.workweek import DAY, WorkWeek

# Care is planned at most a year ahead, and what is late may be as old; the rest is reserve.
REACH = dt.timedelta(days=366 + 62)
WITHOUT_END = dt.timedelta(days=14)

Span = tuple[dt.date, dt.date]


def week_of(
    person: User, team: Team | None, organisation: Organisation, now: dt.datetime
) -> WorkWeek:
    """Return the working week of a person in a team, as far as plans reach. One query.

    Hours are those of the team, else of the organisation. Days off are the public holidays where
    the team is, the days it or everybody is closed, and the person's own absences.
    """
    site = team.site if team is not None else None
    place: ZoneInfo = site.time_zone if site is not None else organisation.time_zone
    zone: ZoneInfo = person.time_zone or place
    starts, ends = _hours(team, organisation)
    today = now.astimezone(zone).date()
    closed, away = _days_off(person, team, today)
    return WorkWeek(
        zone=zone,
        weekdays=_weekdays(person, team, organisation),
        starts=starts,
        ends=ends,
        holidays=_holidays(site, organisation, today) | closed,
        away=away,
    )


def _hours(team: Team | None, organisation: Organisation) -> tuple[dt.time, dt.time]:
    if team is not None and team.opens_at is not None and team.closes_at is not None:
        return team.opens_at, team.closes_at
    return organisation.day_starts_at, organisation.day_ends_at


def _weekdays(person: User, team: Team | None, organisation: Organisation) -> frozenset[int]:
    """Return the person's own days among those of the team, else of the organisation.

    When they have none in common the person's own stand: those are the days they can be met.
    """
    of_team = (team.weekdays if team is not None else "") or organisation.working_weekdays
    days = set(of_team or "12345")
    own = set(person.weekdays) or days
    return frozenset(int(day) for day in own & days or own)


def _holidays(site: Site | None, organisation: Organisation, today: dt.date) -> frozenset[dt.date]:
    """Return the public holidays of the site's country; one without a country follows the whole."""
    place = site if site is not None and site.country else organisation
    return holidays_between(place.country, place.region, today - REACH, today + REACH)


def _days_off(
    person: User, team: Team | None, today: dt.date
) -> tuple[frozenset[dt.date], frozenset[dt.date]]:
    """Return when the team is closed, and when the person is away. One query for both.

    An absence without an end counts for two weeks from today, or from its first day when that is
    later: nobody knows more than that. Care is planned for right after; what was planned stays.
    """
    first, last = today - REACH, today + REACH
    closing = ClosingDay.objects.for_team(team).between(first, last).order_by()
    absent = Absence.objects.filter(user=person).between(first, last).order_by()
    rows = (
        closing.annotate(is_own=Value(value=False))
        .values_list("first_on", "last_on", "is_own")
        .union(
            absent.annotate(is_own=Value(value=True)).values_list("starts_on", "ends_on", "is_own")
        )
    )
    spans: dict[bool, list[Span]] = {True: [], False: []}
    for begin, end, is_own in rows:
        known_end = end or max(today, begin) + WITHOUT_END
        spans[is_own].append((max(begin, first), min(known_end, last)))
    return _days_in(spans[False]), _days_in(spans[True])


def _days_in(spans: Iterable[Span]) -> frozenset[dt.date]:
    return frozenset(
        begin + count * DAY for begin, end in spans for count in range((end - begin).days + 1)
    )
