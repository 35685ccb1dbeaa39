"""The people around a person: who they can talk to, and who can do something for them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from incidents.codes import WishWith
from incidents.models import Incident
from people.models import Membership, User
from people.queries import Line, advisers, buddies, line_of, private_advisers
from wellbeing.queries.frame import chosen_in, involved_with, line_for, team_of


@dataclass(frozen=True)
class Contact:
    """Somebody to talk to and what they are to the person."""

    user: User
    role: str
    phone: str


def someone_to_talk_to(user: User, *, now: dt.datetime) -> list[Contact]:
    """Return manager, deputy and adviser of a person; the adviser, outside the line, first."""
    day = timezone.localdate(now)
    found = {a.pk: Contact(a, "adviser", a.phone) for a in advisers(without=user)[:1]}
    for membership in user.present_memberships:
        line = line_of(membership.team, day=day, without=user)
        phone = membership.team.phone
        for role, leaders in (("manager", line.managers), ("deputy", line.deputies)):
            for leader in leaders:
                found.setdefault(leader.pk, Contact(leader, role, leader.phone or phone))
    return list(found.values())


@dataclass(frozen=True)
class Choosable:
    """Whom a person may choose for a check-in, one of each kind, and the buddies by name."""

    kinds: list[tuple[WishWith, User | None]]
    buddies: QuerySet[User]


def choosable_for(person: User, *, is_private: bool = False, now: dt.datetime) -> Choosable:
    """Return who is there for this person today and was no part of what their care is about.

    Private care knows the advisers alone.
    """
    day = timezone.localdate(now)
    team = team_of(person, day)
    if is_private:
        line = Line([], [], [], private_advisers(person, team, day))
    else:
        line = line_for(person, team, day)
    found = [] if is_private else buddies(without=person, day=day)
    part = involved_with(person, is_private=is_private)
    found = _outside(found, part)
    groups = {
        WishWith.MANAGER: _outside(line.managers, part),
        WishWith.DEPUTY: _outside(line.deputies, part),
        WishWith.BUDDY: found,
        WishWith.ADVISER: _outside(line.advisers, part),
    }
    kinds = [(kind, group[0]) for kind, group in groups.items() if group]
    order = Case(*[When(pk=user.pk, then=place) for place, user in enumerate(found)], default=0)
    rows = User.objects.active().filter(pk__in=[user.pk for user in found]).order_by(order)
    return Choosable([(kind, user) for kind, user in kinds], rows)


def _outside(users: list[User], part: frozenset[int]) -> list[User]:
    """Leave out who was part of what the running care is about."""
    return [user for user in users if user.pk not in part]


def unmet_wish_of(incident: Incident) -> str:
    """Return with whom the reporter wished to talk when nobody is there for it, else nothing."""
    if not incident.wish_with:
        return ""
    if incident.is_anonymous:
        return "" if incident.wish_with == WishWith.ADVISER else "nameless"
    day = timezone.localdate(incident.reported_at)
    if incident.wish_with == WishWith.BUDDY:
        is_there = incident.wish_buddy in buddies(without=incident.reported_by, day=day)
        return "" if is_there else incident.wish_with
    line = line_for(incident.reported_by, incident.team, day)
    return "" if chosen_in(line, incident.wish_with) else incident.wish_with


def helpers_of(person: User, owner: User | None, *, now: dt.datetime) -> QuerySet[User]:
    """Return who can promise support: the holder of the talk, colleagues and the advisers."""
    day = timezone.localdate(now)
    teams = Membership.objects.on(day).filter(user=person).values("team")
    colleagues = Membership.objects.on(day).filter(team__in=teams).values("user")
    return (
        User.objects.active().filter(pk__in=colleagues).exclude(pk=person.pk)
        | User.objects.active().filter(pk__in=[a.pk for a in advisers(without=person)])
        | User.objects.active().filter(pk__in=[owner.pk] if owner else [])
    ).order_by("name")
