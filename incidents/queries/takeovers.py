"""Who stepped in how, and whether people felt backed: totals that name nobody."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents.models import FeltBacked, HelpCall, Incident, Takeover, TakeoverKind
from incidents.queries.panel import Panel
from incidents.queries.task import Task, TaskKind
from people.models import Team, User

FEWEST_ANSWERS, FEWEST_PEOPLE = 5, 3
ASK_FOR = dt.timedelta(days=14)
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Backing:
    """How many felt backed; None where too few answered to say so."""

    yes: int
    partly: int
    no: int

    @property
    def total(self) -> int:
        return self.yes + self.partly + self.no


@dataclass(frozen=True)
class TeamRecord:
    """What can be said of a team's calls without naming anybody; None hides a figure."""

    team: Team
    backing: Backing | None
    kinds: list[tuple[str, int]] | None
    seconds: int | None


@dataclass(frozen=True)
class TakeoverPanel:
    """What stands beside a report: who stepped in, who has it from here, may the reader add."""

    takeovers: list[Takeover]
    owner: User | None
    can_record: bool
    incident: Incident


def backing_of(
    answers: Iterable[tuple[int, str, dt.datetime]], fewest_people: int, *, since: dt.datetime
) -> Backing | None:
    """Return totals over whole batches of answers, each large enough to hide who said what.

    `answers` are (person, reply, moment), all there ever were, in the order they came. A batch
    closes once it holds five answers from enough people, and it leaves as a whole once it closed
    before `since`. So comparing the total of today with that of yesterday never shows one answer
    alone: neither one that came nor one that grew old.
    """
    shown: Counter[str] = Counter()
    batch: list[tuple[int, str, dt.datetime]] = []
    for answer in answers:
        batch.append(answer)
        people = {person for person, _, _ in batch}
        if len(batch) >= FEWEST_ANSWERS and len(people) >= fewest_people:
            if answer[2] >= since:
                shown.update(reply for _, reply, _ in batch)
            batch = []
    if not shown:
        return None
    return Backing(shown["yes"], shown["partly"], shown["no"])


def felt_backed_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return the one question about each time somebody stepped in, once it is over."""
    asked = (
        Takeover.objects.filter(person=user, felt_backed__isnull=True, taken_at__gte=now - ASK_FOR)
        .filter(Q(call__isnull=True) | Q(call__ended_at__isnull=False))
        .select_related("team")
    )
    return [
        Task(
            TaskKind.FELT_BACKED,
            takeover.get_absolute_url(),
            due_at=takeover.taken_at + dt.timedelta(days=1),
            about=takeover.team.name,
        )
        for takeover in asked
    ]


def case_owner(incident: Incident) -> User | None:
    """Return who has it from here: the last one who took over. The reporter is free then."""
    takeovers = incident.takeovers.filter(kind=TakeoverKind.TAKE_OVER).select_related("taken_by")
    last = takeovers.order_by("taken_at", "pk").last()
    return last.taken_by if last else None


def takeover_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show who stepped in, to everybody who may see the report."""
    takeovers = list(incident.takeovers.select_related("taken_by", "person").order_by("taken_at"))
    leads = incident.team_id in user.led_team_ids and incident.reported_by_id != user.pk
    is_done = any(takeover.taken_by_id == user.pk for takeover in takeovers)
    can_record = leads and not incident.is_anonymous and not is_done
    if not takeovers and not can_record:
        return None
    owners = [t.taken_by for t in takeovers if t.kind == TakeoverKind.TAKE_OVER]
    owner = owners[-1] if owners else None
    content = TakeoverPanel(takeovers, owner, can_record, incident)
    return Panel("incidents/_takeover_panel.html", content)


def records_for(user: User, now: dt.datetime) -> list[TeamRecord]:
    """Return what a leader may know of their own teams, of the last year.

    It is about who leads them, so nobody above reads it; the promise board tells what is of
    several managers together.
    """
    teams = Team.objects.led_by(user)
    takeovers = _by_team(Takeover.objects.filter(team__in=teams, taken_at__gte=now - YEAR))
    answers = _answers_by_team(teams)
    seconds = _seconds_by_team(teams, now)
    return [
        TeamRecord(
            team,
            backing=backing_of(answers.get(team.pk, []), FEWEST_PEOPLE, since=now - YEAR),
            kinds=_kinds(takeovers[team.pk]) if team.pk in takeovers else None,
            seconds=round(median(seconds[team.pk])) if team.pk in seconds else None,
        )
        for team in teams
    ]


def told_to(user: User, now: dt.datetime) -> "QuerySet[FeltBacked]":
    """Return the answers that people wanted their manager to see, newest first.

    Whoever leads their team reads them; who only stepped in, from elsewhere, does not.
    """
    return (
        FeltBacked.objects.filter(may_manager_see=True, replied_at__gte=now - YEAR)
        .filter(takeover__team_id__in=user.led_team_ids)
        .exclude(takeover__person=user)
        .select_related("takeover__person", "takeover__taken_by", "takeover__team")
        .order_by("-replied_at")
    )


def seconds_to_accept_by_month(
    begin: dt.date, end: dt.date, *, team: Team | None = None
) -> dict[dt.date, list[tuple[int | None, float]]]:
    """Return per month who called and how many seconds passed until somebody came."""
    calls = HelpCall.objects.filter(accepted_at__isnull=False)
    if team is not None:
        calls = calls.filter(team=team)
    found: dict[dt.date, list[tuple[int | None, float]]] = {}
    for call in calls:
        day = timezone.localdate(call.raised_at)
        if begin <= day < end:
            waited = (call.raised_by_id, call.seconds_to_accept or 0.0)
            found.setdefault(day.replace(day=1), []).append(waited)
    return found


def _by_team(takeovers: "QuerySet[Takeover]") -> dict[int, list[Takeover]]:
    found: dict[int, list[Takeover]] = {}
    for takeover in takeovers:
        found.setdefault(takeover.team_id, []).append(takeover)
    return found


def _answers_by_team(teams: "QuerySet[Team]") -> dict[int, list[tuple[int, str, dt.datetime]]]:
    """Return the answers that only totals may show, oldest first: those told by name are apart."""
    rows = (
        FeltBacked.objects.filter(takeover__team__in=teams, may_manager_see=False)
        .order_by("replied_at", "pk")
        .values_list("takeover__team", "takeover__person", "reply", "replied_at")
    )
    found: dict[int, list[tuple[int, str, dt.datetime]]] = {}
    for team, person, reply, at in rows:
        found.setdefault(team, []).append((person, reply, at))
    return found


def _seconds_by_team(teams: "QuerySet[Team]", now: dt.datetime) -> dict[int, list[float]]:
    calls = HelpCall.objects.filter(
        team__in=teams, accepted_at__isnull=False, raised_at__gte=now - YEAR
    )
    found: dict[int, list[float]] = {}
    for call in calls:
        found.setdefault(call.team_id, []).append(call.seconds_to_accept or 0.0)
    return found


def _kinds(takeovers: list[Takeover]) -> list[tuple[str, int]]:
    counted = Counter(takeover.kind for takeover in takeovers)
    return [(str(kind.label), counted[kind]) for kind in TakeoverKind]
