"""What people have chosen and when they are free, read for many of them at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils import timezone

from people.codes import ALWAYS, DEFAULTS, KINDS, Channel, Urgency
from people.models import (
    Absence,
    ClosingDay,
    Membership,
    NoticeChoice,
    Organisation,
    Outbox,
    QuietHours,
    Team,
    User,
)
from people.public_holidays import holidays_between
from people.routing import DAY, Habits

# How far ahead days off are looked up: nothing is held back for longer.
HORIZON = 14 * DAY


@dataclass(frozen=True)
class Person:
    """What decides how one person is reached."""

    ways: dict[str, set[Channel]]
    habits: Habits


def reached(users: Collection[User], least: Urgency, now: dt.datetime) -> dict[int, Person]:
    """Return how each of these people is reached; a fixed number of queries for any number.

    `least` is the least urgent thing they are told: what leaves at once asks for no habits, and
    what leaves today for no days off.
    """
    keys = {user.pk for user in users}
    ways = ways_of(keys)
    if least == Urgency.NOW:
        return {key: Person(ways[key], Habits(zone=ZoneInfo("UTC"))) for key in keys}
    places = _places(keys, now)
    hours = {row.user_id: row for row in QuietHours.objects.filter(user__in=keys)}
    calendar = _Calendar(keys, places, now) if least == Urgency.NORMAL else None
    organisation = Organisation.current() if calendar is None else calendar.organisation
    found = {}
    for user in users:
        mine, row = places[user.pk], hours.get(user.pk) or QuietHours(user=user)
        habits = Habits(zone=_zone_of(user, mine, organisation), quiet=row.span)
        if calendar is not None:
            habits = calendar.with_days(habits, user, mine, row)
        found[user.pk] = Person(ways[user.pk], habits)
    return found


def _zone_of(user: User, mine: Iterable[Membership], organisation: Organisation) -> ZoneInfo:
    site = next((place.team.site for place in mine), None)
    place: ZoneInfo = site.time_zone if site is not None else organisation.time_zone
    return user.time_zone or place


def ways_of(keys: Collection[int]) -> dict[int, dict[str, set[Channel]]]:
    """Return by which ways each kind of notice reaches these people: chosen, else the default."""
    found = {key: {k: {c for c in Channel if (k, c) in DEFAULTS} for k in KINDS} for key in keys}
    for row in NoticeChoice.objects.filter(user__in=keys, kind__in=KINDS):
        way = row.kind, Channel(row.channel)
        if row.is_on:
            found[row.user_id][row.kind].add(way[1])
        elif way not in ALWAYS:
            found[row.user_id][row.kind].discard(way[1])
    return found


def _places(keys: set[int], now: dt.datetime) -> dict[int, list[Membership]]:
    """Return where people work today, as staff first."""
    rows = Membership.objects.on(timezone.localdate(now)).filter(
        user__in=keys, team__closed_on__isnull=True
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for row in rows.select_related("team__site"):
        found[row.user_id].append(row)
    for mine in found.values():
        mine.sort(key=lambda row: (row.leads, row.starts_on, row.pk))
    return found


def _last_digests(keys: set[int]) -> dict[int, dt.date]:
    """Return the day of the last digest that has left: a day has one only."""
    rows = (
        Outbox.objects.filter(recipient__in=keys, digest_on__isnull=False)
        .exclude(sent_at__isnull=True, skipped_at__isnull=True, parked_at__isnull=True)
        .values("recipient")
        .annotate(day=Max("digest_on"))
    )
    return {row["recipient"]: row["day"] for row in rows}


class _Calendar:
    """The days off of some people in the time ahead, and the days their digests have left."""

    def __init__(
        self, keys: set[int], places: dict[int, list[Membership]], now: dt.datetime
    ) -> None:
        self.organisation = Organisation.current()
        first = self.organisation.day_of(now) - DAY
        self.days = [first + DAY * n for n in range((HORIZON // DAY) + 2)]
        teams = {place.team_id for mine in places.values() for place in mine}
        self.closings = list(
            ClosingDay.objects.filter(Q(team__isnull=True) | Q(team__in=teams)).between(
                self.days[0], self.days[-1]
            )
        )
        self.last_digests = _last_digests(keys)
        self.absences: dict[int, list[Absence]] = defaultdict(list)
        for row in Absence.objects.filter(user__in=keys).between(self.days[0], self.days[-1]):
            self.absences[row.user_id].append(row)

    def with_days(
        self, habits: Habits, user: User, mine: Collection[Membership], row: QuietHours
    ) -> Habits:
        sent_on = self.last_digests.get(user.pk)
        return replace(
            habits,
            days_off=self._days_off(user, mine),
            digest_at=row.digest_at if any(place.leads for place in mine) else None,
            digests_from=sent_on + DAY if sent_on else dt.date.min,
        )

    def _days_off(self, user: User, mine: Iterable[Membership]) -> frozenset[dt.date]:
        """Return the days on which a person does not work: their week, holidays, absence."""
        team = next((place.team for place in mine), None)
        of_team = (team.weekdays if team else "") or self.organisation.working_weekdays or "12345"
        own = set(user.weekdays or of_team)
        weekdays = own & set(of_team) or own
        away = self.absences[user.pk]
        holidays = self._holidays(team)
        closed = [row for row in self.closings if row.team_id in {None, team and team.pk}]
        return frozenset(
            day
            for day in self.days
            if str(day.isoweekday()) not in weekdays
            or day in holidays
            or any(row.first_on <= day <= row.last_on for row in closed)
            or any(_covers(row, day) for row in away)
        )

    def _holidays(self, team: Team | None) -> frozenset[dt.date]:
        site = team.site if team is not None else None
        place = site if site is not None and site.country else self.organisation
        return holidays_between(place.country, place.region, self.days[0], self.days[-1])


def _covers(row: Absence, day: dt.date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)
