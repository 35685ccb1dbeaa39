"""In which week somebody works: their days, the hours of their team, and every day off."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q, Value
from django.utils import timezone

from people.models import Absence, ClosingDay, Organisation, Site, Team, User
from people.public_holidays import holidays_between
from wellbeing.workweek import DAY, WorkWeek

# Care is planned at most a year ahead, and what is late may be as old; the rest is reserve.
REACH = dt.timedelta(days=366 + 62)
WITHOUT_END = dt.timedelta(days=14)

OpenSpan = tuple[dt.date, dt.date | None]


def week_of(
    person: User, team: Team | None, organisation: Organisation, now: dt.datetime
) -> WorkWeek:
    """Return the working week of a person in a team, as far as plans reach. One query."""
    return weeks_of([(person, team)], organisation, now)[0]


def weeks_of(
    places: Sequence[tuple[User, Team | None]], organisation: Organisation, now: dt.datetime
) -> list[WorkWeek]:
    """Return the working week of each person in their team. One query for any number.

    Hours are those of the team, else of the organisation. Days off are the public holidays where
    the team is, the days it or everybody is closed, and the person's own absences.
    """
    off = _DaysOff(places, now)
    return [_week(person, team, organisation, off) for person, team in places]


def _week(person: User, team: Team | None, organisation: Organisation, off: "_DaysOff") -> WorkWeek:
    site = team.site if team is not None else None
    place: ZoneInfo = site.time_zone if site is not None else organisation.time_zone
    zone: ZoneInfo = person.time_zone or place
    starts, ends = _hours(team, organisation)
    today = off.now.astimezone(zone).date()
    closed, away = off.of_team(team, today), off.of_person(person, today)
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


class _DaysOff:
    """When teams are closed and people are away, as far as plans reach. One query for all.

    An absence without an end counts for two weeks from today, or from its first day when that is
    later: nobody knows more than that. Care is planned for right after; what was planned stays.
    """

    def __init__(self, places: Sequence[tuple[User, Team | None]], now: dt.datetime) -> None:
        self.now = now
        # A day more on both sides: the calendar day differs from zone to zone.
        first, last = timezone.localdate(now) - REACH - DAY, timezone.localdate(now) + REACH + DAY
        teams = {team.pk for _person, team in places if team is not None}
        closing = ClosingDay.objects.filter(Q(team__isnull=True) | Q(team__in=teams))
        absent = Absence.objects.filter(user__in={person.pk for person, _team in places})
        rows = (
            closing.between(first, last)
            .order_by()
            .annotate(is_own=Value(value=False))
            .values_list("team", "first_on", "last_on", "is_own")
            .union(
                absent.between(first, last)
                .order_by()
                .annotate(is_own=Value(value=True))
                .values_list("user", "starts_on", "ends_on", "is_own")
            )
        )
        self._spans: dict[tuple[bool, int | None], list[OpenSpan]] = defaultdict(list)
        for key, begin, end, is_own in rows:
            self._spans[is_own, key].append((begin, end))

    def of_team(self, team: Team | None, today: dt.date) -> frozenset[dt.date]:
        """Return the days on which a team is closed, its own and those of everybody."""
        own = self._spans[False, team.pk] if team is not None else []
        return _days_in([*self._spans[False, None], *own], today)

    def of_person(self, person: User, today: dt.date) -> frozenset[dt.date]:
        return _days_in(self._spans[True, person.pk], today)


def _days_in(spans: Iterable[OpenSpan], today: dt.date) -> frozenset[dt.date]:
    first, last = today - REACH, today + REACH
    found = set[dt.date]()
    for starts_on, ends_on in spans:
        known_end = ends_on or max(today, starts_on) + WITHOUT_END
        begin, end = max(starts_on, first), min(known_end, last)
        found.update(begin + count * DAY for count in range((end - begin).days + 1))
    return frozenset(found)
