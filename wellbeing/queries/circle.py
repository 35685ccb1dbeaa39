"""The people around a person: who they can talk to, and who can do something for them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from incidents.models import Incident
from people.models import Membership, User
from people.queries import advisers, line_of
from wellbeing.queries.frame import chosen_in, line_for


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


def unmet_wish_of(incident: Incident) -> str:
    """Return with whom the reporter wished to talk when nobody is there for it, else nothing."""
    if not incident.wish_with or incident.is_anonymous:
        return ""
    day = timezone.localdate(incident.reported_at)
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
