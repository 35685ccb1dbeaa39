"""Teams, sites and who works where, as what, from when to when."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Membership, Site, Team, User
from people.operations.rules import check_phone, check_weekdays, known_region


@dataclass(frozen=True)
class TeamInput:
    """What an administrator writes down about a team."""

    name: str
    parent: Team | None = None
    site: Site | None = None
    phone: str = ""
    weekdays: str = ""
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None


@dataclass(frozen=True)
class SiteInput:
    """What an administrator writes down about a site."""

    name: str
    city: str
    time_zone: ZoneInfo
    country: str = ""
    region: str = ""


@dataclass(frozen=True)
class Place:
    """A place in a team for a period; without `ends_on` it stays until somebody ends it."""

    team: Team
    kind: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@transaction.atomic
def create_team(*, actor: User | None, team: TeamInput, now: dt.datetime) -> Team:
    """Make a team; `actor` is None for the import.

    Checks: the name is free within the team above, which is open; the phone and the hours can
    be used. Writes: the team.
    """
    _check_team(team, without=None)
    return Team.objects.create(**_written(team))


@transaction.atomic
def change_team(*, actor: User, team: Team, changes: TeamInput, now: dt.datetime) -> Team:
    """Change what is written down about a team.

    Checks: the name is free within the team above, which is open and not below this one; teams
    are locked, so that two changes cannot make a ring; the phone and the hours can be used.
    Writes: the team.
    """
    parents = dict(Team.objects.select_for_update().values_list("pk", "parent_id"))
    _check_team(changes, without=team)
    above = changes.parent.pk if changes.parent else None
    while above is not None:
        if above == team.pk:
            raise RuleBroken(_("A team cannot be part of itself."), field="parent")
        above = parents[above]
    written = _written(changes)
    for name, value in written.items():
        setattr(team, name, value)
    team.save(update_fields=list(written))
    return team


def _written(team: TeamInput) -> dict[str, Any]:
    """Return what is written down, field by field."""
    return {
        "name": team.name.strip(),
        "parent": team.parent,
        "site": team.site,
        "phone": team.phone.strip(),
        "weekdays": "".join(sorted(set(team.weekdays))),
        "opens_at": team.opens_at,
        "closes_at": team.closes_at,
    }


def _check_team(changes: TeamInput, *, without: Team | None) -> None:
    same = Team.objects.filter(parent=changes.parent, name=changes.name.strip())
    if same.exclude(pk=without.pk if without else 0).exists():
        raise RuleBroken(_("There is a team with this name already."), field="name")
    if changes.parent and changes.parent.closed_on:
        raise RuleBroken(_("This team is closed."), field="parent")
    check_phone(changes.phone)
    check_weekdays(changes.weekdays)
    if (changes.opens_at is None) != (changes.closes_at is None):
        raise RuleBroken(_("Give both times, or neither of them."), field="closes_at")


@transaction.atomic
def close_team(*, actor: User, team: Team, now: dt.datetime) -> Team:
    """Close a team; its reports and its past stay. Twice does nothing more.

    Checks: nobody works in it now or later, and no open team is part of it. Writes: the day.
    """
    team = Team.objects.select_for_update().get(pk=team.pk)
    today = timezone.localdate(now)
    if team.closed_on:
        return team
    if team.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).exists():
        raise RuleBroken(_("People still work in this team. End their memberships first."))
    if team.children.active().exists():
        raise RuleBroken(_("Other teams are part of this team. Move or close them first."))
    team.closed_on = today
    team.save(update_fields=["closed_on"])
    return team


@transaction.atomic
def add_membership(*, actor: User, person: User, place: Place, now: dt.datetime) -> Membership:
    """Give a person a place in a team.

    Checks: both are open, the period is in order and does not overlap the same place; nobody
    makes themselves manager or deputy. Writes: the membership.
    """
    User.objects.select_for_update().get(pk=person.pk)
    _check_place(actor, person, place)
    return Membership.objects.create(
        user=person,
        team=place.team,
        kind=place.kind,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
    )


def _check_place(actor: User, person: User, place: Place) -> None:
    if not person.is_active:
        raise RuleBroken(_("This account is closed. Open it first."))
    if place.team.closed_on:
        raise RuleBroken(_("This team is closed."), field="team")
    if place.kind != Membership.Kind.STAFF and person.pk == actor.pk:
        raise RuleBroken(
            _("Nobody makes themselves manager. Ask another administrator."), field="kind"
        )
    _check_period(place.starts_on, place.ends_on)
    same = Membership.objects.filter(user=person, team=place.team, kind=place.kind)
    same = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=place.starts_on))
    if place.ends_on:
        same = same.filter(starts_on__lte=place.ends_on)
    if same.exists():
        raise RuleBroken(_("This person has this place already in that period."), field="starts_on")


def _check_period(starts_on: dt.date, ends_on: dt.date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise RuleBroken(_("The last day is before the first day."), field="ends_on")


@transaction.atomic
def end_membership(
    *, actor: User, membership: Membership, ends_on: dt.date, now: dt.datetime
) -> Membership:
    """Set the last day of a membership.

    Checks: not before its first day. Writes: the last day.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _check_period(membership.starts_on, ends_on)
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    return membership


@transaction.atomic
def create_site(*, actor: User, site: SiteInput, now: dt.datetime) -> Site:
    """Make a site. Checks: the name is free. Writes: the site."""
    _check_site(site, without=None)
    return Site.objects.create(**_site_written(site))


@transaction.atomic
def change_site(*, actor: User, site: Site, changes: SiteInput, now: dt.datetime) -> Site:
    """Change what is written down about a site.

    Checks: the name is free. A region that its country does not have is left out. Writes: the
    site.
    """
    _check_site(changes, without=site)
    written = _site_written(changes)
    for name, value in written.items():
        setattr(site, name, value)
    site.save(update_fields=list(written))
    return site


def _site_written(site: SiteInput) -> dict[str, Any]:
    return {
        "name": site.name.strip(),
        "city": site.city,
        "time_zone": site.time_zone,
        "country": site.country,
        "region": known_region(site.country, site.region),
    }


def _check_site(changes: SiteInput, *, without: Site | None) -> None:
    same = Site.objects.filter(name=changes.name.strip())
    if same.exclude(pk=without.pk if without else 0).exists():
        raise RuleBroken(_("There is a site with this name already."), field="name")
