"""The people around a person: who they can talk to, and who can do something for them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from incidents.codes import WishWith
from incidents.models import Incident
from people.models import Membership, User
from people.queries import Line, advisers, buddies, line_of, near_to, private_advisers
from wellbeing.codes import Step
from wellbeing.models import CareSeries, CheckIn, SeriesReport
from wellbeing.queries.frame import (
    Frame,
    chosen_in,
    frame_for,
    involved_with,
    line_for,
    team_of,
)


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


def choosable_for(
    person: User, *, is_private: bool = False, about: Incident | None = None, now: dt.datetime
) -> Choosable:
    """Return who is there for this person today and was no part of what their care is about.

    Nor of the report they are offered care for. Private care knows the advisers alone.
    """
    day = timezone.localdate(now)
    team = team_of(person, day)
    if is_private:
        line = Line([], [], [], private_advisers(person, team, day))
    else:
        line = line_for(person, team, day)
    found = [] if is_private else buddies(without=person, day=day)
    part = involved_with(person, is_private=is_private, about=about)
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


@dataclass(frozen=True)
class Others:
    """Who else could hold a talk: one of each kind, and the buddies near by and further away."""

    leaders: list[tuple[WishWith, User]]
    near: list[User]
    further: list[User]


def others_for(checkin: CheckIn, *, now: dt.datetime) -> Others:
    """Return whom the person could talk to instead of who holds it now."""
    series = checkin.series
    found = choosable_for(series.person, is_private=series.is_private, now=now)
    there = [buddy for buddy in found.buddies if buddy.pk != checkin.owner_id]
    around = near_to(series.person, timezone.localdate(now)) if there else {}
    return Others(
        leaders=[
            (kind, user)
            for kind, user in found.kinds
            if kind != WishWith.BUDDY and user is not None and user.pk != checkin.owner_id
        ],
        near=[buddy for buddy in there if buddy.pk in around],
        further=[buddy for buddy in there if buddy.pk not in around],
    )


def _outside(users: list[User], part: frozenset[int]) -> list[User]:
    """Leave out who was part of what the running care is about."""
    return [user for user in users if user.pk not in part]


def unmet_wish_of(incident: Incident, now: dt.datetime) -> str:
    """Return why the first contact is not with whom the reporter wished for; nothing when it is.

    "nameless", "nearest" (a first contact after something serious), "earlier" (it was agreed
    before), "taken" (by somebody else), "away", "involved", or whom they wished for when there is
    none.
    """
    wished = incident.wish_with
    joined = SeriesReport.objects.filter(incident=incident).select_related("series__person").first()
    if not wished or joined is None:
        return ""
    if incident.is_anonymous:
        return "" if wished == WishWith.ADVISER else "nameless"
    row = CheckIn.objects.open().filter(series=joined.series).first()
    return _unmet(row, wished, frame_for(joined.series, now)) if row is not None else ""


def _unmet(row: CheckIn, wished: str, frame: Frame) -> str:
    chosen = chosen_in(frame.line_at(row.due_at), wished)
    if chosen is not None:
        return _with_another(row, wished, chosen) if row.owner_id != chosen.pk else ""
    if chosen_in(frame.chain.everybody(), wished) is not None:
        return "away"
    if wished == WishWith.BUDDY:
        return "involved" if _is_own_part(row.series, row.series.wish_buddy_id) else wished
    usual = chosen_in(line_for(frame.person, frame.team, frame.day), wished)
    return "involved" if usual and _is_own_part(row.series, usual.pk) else wished


def _is_own_part(series: CareSeries, user: int | None) -> bool:
    """Whether somebody was part of a report of the person's own.

    That a colleague named them in the report that care was offered for is not theirs to learn.
    """
    part = Q(incident__involved__person=user) | Q(incident__witnesses__person=user)
    return user is not None and series.reports.filter(part).exists()


def _with_another(row: CheckIn, wished: str, chosen: User) -> str:
    """Return why somebody else holds it though whom they wished for is there."""
    if row.step == Step.FIRST_CONTACT:
        return "nearest"
    if row.series.wish_with != wished:
        return ""  # they have chosen somebody else since
    theirs = CheckIn.objects.open().filter(series=row.series, owner=chosen)
    return "earlier" if theirs.exists() else "taken"


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
