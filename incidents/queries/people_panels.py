"""Beside a report: who was there and what they saw, and the questions about it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from incidents.codes import Severity
from incidents.models import Incident, InvolvedColleague, Message, Praise, Witness
from incidents.permissions import (
    may_invite_witness,
    may_name_involved,
    may_praise,
    may_write_message,
)
from incidents.queries.panel import Panel
from people.models import Membership, RoleGrant, Team, User


@dataclass(frozen=True)
class WitnessPanel:
    """Who was asked, what they told, whom one can still ask."""

    incident: Incident
    witnesses: list[Witness]
    candidates: list[User]
    is_own: bool

    @property
    def is_unasked_grave(self) -> bool:
        """Whether nobody was asked yet after violence."""
        return self.incident.severity == Severity.PHYSICAL and not self.witnesses


@dataclass(frozen=True)
class MessagePanel:
    """The messages in the order they were written."""

    incident: Incident
    messages: list[Message]
    is_own: bool
    can_write: bool


@dataclass(frozen=True)
class PraisePanel:
    """What was said to be well done, and whether this reader can say so."""

    incident: Incident
    praises: list[Praise]
    can_praise: bool


@dataclass(frozen=True)
class InvolvedPanel:
    """Who was named as part of what happened."""

    incident: Incident
    involved: list[InvolvedColleague]


def involved_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Return who was part of it, for the reporter and the adviser alone. Two queries at most."""
    if not may_name_involved(user, incident):
        return None
    return Panel("incidents/_involved.html", InvolvedPanel(incident, involved_in(incident)))


def involved_in(incident: Incident) -> list[InvolvedColleague]:
    """Return who was named as part of what happened, by name. One query."""
    named = InvolvedColleague.objects.filter(incident=incident)
    return list(named.select_related("person").order_by("person__name"))


def possibly_involved(incident: Incident, now: dt.datetime) -> list[User]:
    """Return who may be named: the team, who leads it or a team above, advisers and buddies.

    Neither the reporter nor who was named already. By name.
    """
    day, above = timezone.localdate(now), list[int]()
    team: Team | None = incident.team
    while team is not None:
        above.append(team.pk)
        team = team.parent
    present = Membership.objects.on(day)
    near = present.filter(team=incident.team_id) | present.leading().filter(team__in=above)
    trusted = RoleGrant.objects.filter(role__in=[RoleGrant.Role.ADVISER, RoleGrant.Role.BUDDY])
    named = InvolvedColleague.objects.filter(incident=incident).values("person")
    found = User.objects.active().filter(
        Q(pk__in=near.values("user")) | Q(pk__in=trusted.values("user"))
    )
    return list(
        found.exclude(pk=incident.reported_by_id).exclude(pk__in=named).order_by("name", "pk")
    )


def praise_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Return the good words; to who leads the team also the way to write some. One query."""
    seen = Praise.objects.visible_to(user).filter(incident=incident)
    praises = list(seen.select_related("written_by"))
    has_written = any(praise.written_by_id == user.pk for praise in praises)
    can_praise = may_praise(user, incident) and not has_written
    if not praises and not can_praise:
        return None
    return Panel("incidents/_praise.html", PraisePanel(incident, praises, can_praise))


def witness_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Return the witnesses for who may read the report. At most three queries."""
    seen = Witness.objects.visible_to(user).filter(incident=incident)
    witnesses = list(seen.select_related("person").prefetch_related("accounts"))
    candidates = colleagues_of(incident, now) if may_invite_witness(user, incident) else []
    asked = {witness.person_id for witness in witnesses}
    if not witnesses and not candidates:
        return None
    content = WitnessPanel(
        incident=incident,
        witnesses=witnesses,
        candidates=[person for person in candidates if person.pk not in asked],
        is_own=incident.reported_by_id == user.pk,
    )
    return Panel("incidents/_witnesses.html", content)


def colleagues_of(incident: Incident, now: dt.datetime) -> list[User]:
    """Return who works in the team now, without the reporter."""
    here = Membership.objects.on(timezone.localdate(now)).filter(team=incident.team_id)
    found = User.objects.active().filter(pk__in=here.values("user"))
    return list(found.exclude(pk=incident.reported_by_id))


def message_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Return the messages; an anonymous reporter has no name in them. One query."""
    seen = Message.objects.visible_to(user).filter(incident=incident)
    can_write = may_write_message(user, incident)
    messages = list(seen.select_related("written_by"))
    if not messages and not can_write:
        return None
    is_own = incident.reported_by_id == user.pk
    return Panel("incidents/_messages.html", MessagePanel(incident, messages, is_own, can_write))
