"""Who can be asked for help, who of them is on duty, and until when."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from incidents.models import HelpCall, HelpRoute
from incidents.models.helpnow import HelpRouteQuerySet
from incidents.ringing import Hours, Switch, closing_of, is_on_duty, next_opening
from people.models import DutySwitch, Membership, Organisation, Team, User
from people.queries import advisers

Level = HelpCall.Level
Kind = Membership.Kind


@dataclass(frozen=True)
class Duty:
    """Whether somebody is on duty now, and when that changes by itself."""

    is_on: bool
    until: dt.datetime | None


def can_be_rung(user: User) -> bool:
    """Say whether calls for help reach this person: leaders and advisers, never staff."""
    return user.is_manager or user.is_adviser


def route_of(team: Team) -> HelpRoute:
    """Return how the calls of a team travel: its own route, the organisation's, or the default."""
    found = {
        route.team_id: route
        for route in HelpRoute.objects.filter(team=team) | HelpRoute.objects.filter(team=None)
    }
    route = found.get(team.pk) or found.get(None) or HelpRoute()
    route.levels = route.levels or HelpRoute.all_levels()
    return route


def organisation_route() -> HelpRoute:
    """Return how calls travel where a team says nothing else."""
    route = HelpRoute.objects.filter(team=None).first() or HelpRoute()
    route.levels = route.levels or HelpRoute.all_levels()
    return route


def own_routes() -> HelpRouteQuerySet:
    """Return the ways of open teams that have one of their own."""
    return (
        HelpRoute.objects.filter(team__closed_on=None, team__isnull=False)
        .select_related("team")
        .order_by("team__name", "pk")
    )


def on_duty(team: Team, level: int, now: dt.datetime, *, without: User | None = None) -> list[User]:
    """Return who of a level is on duty for a team now; `without` is the caller."""
    people, place = _people_at(team, level, now)
    people = [person for person in people if without is None or person.pk != without.pk]
    if not people:
        return []
    switches = switches_of(people)
    organisation = Organisation.current()
    hours, local = hours_of(place, organisation), now.astimezone(zone_of(place, organisation))
    return [p for p in people if is_on_duty(hours, switches.get(p.pk), local)]


def duty_of(user: User, now: dt.datetime) -> Duty:
    """Return whether a person is on duty for any team they lead, or as an adviser."""
    switch = switches_of([user]).get(user.pk)
    if switch is not None and switch.holds(now):
        return Duty(is_on=switch.is_on, until=switch.until)
    end = hours_end(user, now)
    if end is not None:
        return Duty(is_on=True, until=end)
    return Duty(is_on=False, until=hours_open_next(user, now))


def hours_end(user: User, now: dt.datetime) -> dt.datetime | None:
    """Return when the last of a person's hours that run now ends; None outside all of them."""
    ends = [closing_of(hours, local) for hours, local in _clocks_of(user, now)]
    return max((end for end in ends if end), default=None)


def hours_open_next(user: User, now: dt.datetime) -> dt.datetime | None:
    """Return when the first of a person's hours begins after now."""
    begins = [next_opening(hours, local) for hours, local in _clocks_of(user, now)]
    return min((begin for begin in begins if begin), default=None)


def _clocks_of(user: User, now: dt.datetime) -> list[tuple[Hours, dt.datetime]]:
    """Return the hours of each team a person leads with its local time; an adviser's else."""
    organisation = Organisation.current()
    led: list[Team | None] = [m.team for m in user.present_memberships if m.leads]
    return [
        (hours_of(place, organisation), now.astimezone(zone_of(place, organisation)))
        for place in led or [None]
    ]


def switches_of(people: list[User]) -> dict[int, Switch]:
    """Return what people said by hand about being on duty, by their key."""
    rows = DutySwitch.objects.filter(user__in=people)
    return {row.user_id: Switch(is_on=row.is_on_duty, until=row.until) for row in rows}


def hours_of(place: Team | None, organisation: Organisation) -> Hours:
    """Return the hours of a team, each part that is empty from the organisation."""
    return Hours(
        weekdays=(place.weekdays if place else "") or organisation.working_weekdays,
        opens_at=(place.opens_at if place else None) or organisation.day_starts_at,
        closes_at=(place.closes_at if place else None) or organisation.day_ends_at,
    )


def zone_of(place: Team | None, organisation: Organisation) -> ZoneInfo:
    zone: ZoneInfo = place.site.time_zone if place and place.site else organisation.time_zone
    return zone


def _people_at(team: Team, level: int, now: dt.datetime) -> tuple[list[User], Team | None]:
    """Return the people of a level, and the team whose hours they keep."""
    day = now.astimezone(zone_of(team, Organisation.current())).date()
    if level == Level.MANAGERS:
        return _leaders(team, Kind.MANAGER, day), team
    if level == Level.DEPUTIES:
        return _leaders(team, Kind.DEPUTY, day), team
    if level == Level.ADVISERS:
        return advisers(), None
    above = team.parent
    while above is not None:
        found = _leaders(above, Kind.MANAGER, day)
        if found:
            return found, above
        above = above.parent
    return [], None


def _leaders(team: Team, kind: Kind, day: dt.date) -> list[User]:
    places = (
        Membership.objects.on(day)
        .filter(team=team, kind=kind, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    return [place.user for place in places]
