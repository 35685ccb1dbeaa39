"""What may be given to a customer: limits by role, what waits for whom, and the page of it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from incidents.codes import WordList
from incidents.codes.customer import FAULT_SIDES, REMEDIES, FaultSide, Remediable
from incidents.models import Incident, Remedy, RemedyRule
from incidents.models.promise import role_in
from incidents.queries.panel import Panel
from incidents.queries.task import Task, TaskKind, team_and_day
from incidents.queries.words import words
from people.models import Membership, Team, User


@dataclass(frozen=True)
class Allowed:
    """One thing a person may give without asking, up to a value; none means never."""

    number: int
    key: str
    label: str
    limit: Decimal | None


@dataclass(frozen=True)
class GivenRow:
    """One remedy in words."""

    remedy: Remedy
    label: str
    fault: str
    asker: User | None


@dataclass(frozen=True)
class OfReport:
    """What was given or asked after a report, and what this reader may give."""

    incident: Incident
    rows: list[GivenRow]
    allowed: list[Allowed]
    can_give: bool


def limits_for(role: Remediable) -> dict[int, Decimal]:
    """Return what a role may give, by kind; a kind that is missing has to be asked."""
    return dict(RemedyRule.objects.filter(role=role.value).values_list("kind", "limit"))


def allowed_to(user: User, team_id: int) -> list[Allowed]:
    """Return everything that can be given, with the limit of this person in this team."""
    limits = limits_for(role_in(user, team_id))
    return [
        Allowed(word.number, word.key, word.label, limits.get(word.number))
        for word in words(WordList.REMEDY)
    ]


def may_give_where(user: User) -> list[tuple[Team, list[Allowed]]]:
    """Return per team of a person what they may give without asking, to see before a report."""
    teams = {place.team_id: place.team for place in user.present_memberships}
    return [(team, allowed_to(user, team.pk)) for team in teams.values()]


def deciders_of(
    team: Team, asker: User, kind: int, value: Decimal, day: dt.date
) -> tuple[list[User], bool]:
    """Return who may answer a request above somebody's limit, and whether it went a level up.

    Those who lead the team and may give as much; else the managers of the team above, or of the
    one above that; where there are none, another manager of the team itself.
    """
    limits = {role: limits_for(role).get(kind) for role in (Remediable.DEPUTY, Remediable.MANAGER)}
    leaders = _leaders([team.pk], day, asker)
    able = [m.user for m in leaders if _reaches(limits[_role_of(m)], value)]
    if able:
        return able, False
    parent = team.parent
    above = [key for key in (team.parent_id, parent.parent_id if parent else None) if key]
    higher = [m.user for m in _leaders(above, day, asker) if m.kind == Membership.Kind.MANAGER]
    if higher:
        return higher, True
    return [m.user for m in leaders if m.kind == Membership.Kind.MANAGER], False


def _leaders(team_ids: list[int], day: dt.date, without: User) -> list[Membership]:
    return list(
        Membership.objects.on(day)
        .leading()
        .filter(team_id__in=team_ids, user__is_active=True)
        .exclude(user=without)
        .select_related("user")
        .order_by("pk")
    )


def _role_of(place: Membership) -> Remediable:
    is_manager = place.kind == Membership.Kind.MANAGER
    return Remediable.MANAGER if is_manager else Remediable.DEPUTY


def _reaches(limit: Decimal | None, value: Decimal) -> bool:
    return limit is not None and value <= limit


def remedy_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return what is asked of a person above a colleague's limit. Two queries at most."""
    if not user.is_manager:
        return []
    waiting = (
        Remedy.objects.visible_to(user)
        .waiting()
        .select_related("incident__team__parent", "incident__reported_by", "asked_by")
    )
    rows = list(waiting)
    deputy = limits_for(Remediable.DEPUTY) if rows else {}
    return [
        Task(
            kind=TaskKind.REMEDY,
            path=row.get_absolute_url(),
            about=team_and_day(row.incident),
            person=_shown_asker(row, user),
            team=row.incident.team_id,
        )
        for row in rows
        if row.can_be_decided_by(user, deputy.get(row.kind))
    ]


def _shown_asker(remedy: Remedy, user: User) -> User | None:
    """Who asked, unless it is a reporter whose name is kept from this reader."""
    if remedy.asked_by_id == remedy.incident.reported_by_id:
        return remedy.incident.shown_reporter(user)
    return remedy.asked_by


def rows_in_words(remedies: list[Remedy], user: User) -> list[GivenRow]:
    """Say what was given in the organisation's words. One query."""
    labels = {word.number: word.label for word in words(WordList.REMEDY, with_hidden=True)}
    return [
        GivenRow(
            remedy=row,
            label=labels[row.kind],
            fault=str(FAULT_SIDES[FaultSide(row.fault_side)]),
            asker=_shown_asker(row, user),
        )
        for row in remedies
    ]


def remedy_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show what was given, and what the reader may give without asking."""
    rows = Remedy.objects.filter(incident=incident).select_related(
        "asked_by", "incident__reported_by"
    )
    can_give = incident.reported_by_id == user.pk or incident.team_id in user.led_team_ids
    allowed = allowed_to(user, incident.team_id) if can_give else []
    shown = rows_in_words(list(rows), user)
    if not shown and not can_give:
        return None
    return Panel("incidents/_remedies.html", OfReport(incident, shown, allowed, can_give))


@dataclass(frozen=True)
class RuleRow:
    """One kind on HR's page: what each role may give."""

    number: int
    key: str
    label: str
    limits: dict[str, Decimal | None]


def rule_rows() -> list[RuleRow]:
    """Return every kind of remedy with the limit of each role. Two queries."""
    known = {(rule.kind, rule.role): rule.limit for rule in RemedyRule.objects.all()}
    labels = {word.number: word.label for word in words(WordList.REMEDY, with_hidden=True)}
    return [
        RuleRow(
            number=word.number,
            key=word.key,
            label=labels[word.number],
            limits={role.value: known.get((word.number, role.value)) for role in Remediable},
        )
        for word in REMEDIES
    ]
