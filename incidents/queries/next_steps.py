"""What a serious report still owes: to the customer, to the person, to the police."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from incidents.codes import Severity, WordList
from incidents.codes.customer import Police
from incidents.models import Incident, Narrative, PoliceStep, Reaction
from incidents.queries.panel import Panel
from incidents.queries.task import Task, TaskKind, team_and_day
from incidents.queries.words import words
from people.models import Organisation, User

TELLING = (Police.REPORT, Police.NOTICE)
ALARM_FOR = dt.timedelta(hours=24)
ANSWER_FOR = dt.timedelta(hours=24)


def is_alarming(incident: Incident, now: dt.datetime) -> bool:
    """Say whether the alarm text comes before everything else: S4, in the first day."""
    is_new = now - incident.reported_at < ALARM_FOR
    return incident.care_severity == Severity.PHYSICAL and is_new


def police_step_of(incident: Incident) -> PoliceStep | None:
    """Return what is known about the police, where a report asks it."""
    return PoliceStep.objects.filter(incident=incident).select_related("done_by").first()


def reaction_of(incident: Incident) -> Reaction | None:
    """Return what is owed to the customer, or was done."""
    return Reaction.objects.filter(incident=incident).select_related("done_by").first()


def is_asking(step: PoliceStep | None, now: dt.datetime) -> bool:
    """Say whether the person is to be asked now."""
    if step is None or step.done_at is not None:
        return False
    if step.wish == Police.LATER:
        return step.ask_at is not None and step.ask_at <= now
    return step.wish == ""


@dataclass(frozen=True)
class StepsPanel:
    """What stands beside a report about the reaction and the police."""

    incident: Incident
    reaction: Reaction | None
    reaction_channel: str
    police: PoliceStep | None
    is_own: bool
    is_asking: bool
    can_tell: bool
    must_ask: bool
    now: dt.datetime


def panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show the reaction to who leads, the police question to both. Two queries, or three."""
    if incident.severity < Severity.ABUSIVE:
        return None
    reaction, police = reaction_of(incident), police_step_of(incident)
    if reaction is None and police is None:
        return None
    content = StepsPanel(
        incident=incident,
        reaction=reaction,
        reaction_channel=_channel(reaction),
        police=police,
        is_own=incident.reported_by_id == user.pk,
        is_asking=is_asking(police, now),
        can_tell=police is not None and police.done_at is None and police.wish in TELLING,
        must_ask=is_asking(police, now) and incident.reported_by_id != user.pk,
        now=now,
    )
    return Panel("incidents/fairness/_steps_panel.html", content)


def _channel(reaction: Reaction | None) -> str:
    if reaction is None or reaction.channel is None:
        return ""
    labels = {word.number: word.label for word in words(WordList.CHANNEL, with_hidden=True)}
    return labels.get(reaction.channel, "")


def reaction_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Ask who leads the team to let the customer hear from us. One query."""
    if not user.led_team_ids:
        return []
    found = Reaction.objects.filter(
        done_at__isnull=True, incident__in=Incident.objects.led_by(user)
    ).select_related("incident__team")
    return [
        Task(
            TaskKind.REACTION,
            reverse("incidents:reaction", args=[row.incident.public_id]),
            due_at=row.due_at,
            about=team_and_day(row.incident),
            team=row.incident.team_id,
        )
        for row in found
    ]


def police_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Ask the person what they want, and who leads the team to do it. One query, or three."""
    asked = PoliceStep.objects.filter(done_at__isnull=True, incident__reported_by=user).filter(
        Q(wish="") | Q(wish=Police.LATER, ask_at__lte=now)
    )
    questions = [
        Task(
            TaskKind.POLICE,
            reverse("incidents:police", args=[row.incident.public_id]),
            due_at=row.due_at,
        )
        for row in asked.select_related("incident")
    ]
    if not user.led_team_ids:
        return questions
    wanted = PoliceStep.objects.filter(
        done_at__isnull=True, wish__in=TELLING, incident__in=Incident.objects.led_by(user)
    ).select_related("incident__team")
    return [*questions, *_unanswered(user, now)] + [
        Task(
            TaskKind.POLICE_DO,
            reverse("incidents:police_report", args=[row.incident.public_id]),
            due_at=row.due_at,
            about=team_and_day(row.incident),
            team=row.incident.team_id,
        )
        for row in wanted
    ]


def _unanswered(user: User, now: dt.datetime) -> list[Task]:
    """Ask who leads the team to speak about it: at once after violence, else after a day."""
    since = now - ANSWER_FOR
    is_silent = Q(wish="") & (
        Q(incident__severity=Severity.PHYSICAL) | Q(incident__reported_at__lte=since)
    )
    found = PoliceStep.objects.filter(
        is_silent | Q(wish=Police.LATER, ask_at__lte=since),
        done_at__isnull=True,
        incident__in=Incident.objects.led_by(user),
    ).select_related("incident__team")
    return [
        Task(
            TaskKind.POLICE_ASK,
            f"{row.incident.get_absolute_url()}#steps-kept",
            due_at=row.due_at,
            about=team_and_day(row.incident),
            team=row.incident.team_id,
        )
        for row in found
    ]


@dataclass(frozen=True)
class Sheet:
    """What the police ask: seven questions. The address is the employer's, always."""

    incident: Incident
    employer: Organisation
    behaviours: list[str]
    channel: str
    trigger: str
    steps: list[str]
    outcome: str
    words: list[str]
    customer: str


def sheet_of(incident: Incident, reader: User, *, with_customer: bool) -> Sheet:
    """Return the sheet of a report. No field of it can hold a home address of an employee."""

    def labels(word_list: WordList) -> dict[int, str]:
        return {word.number: word.label for word in words(word_list, with_hidden=True)}

    behaviours, ladder = labels(WordList.BEHAVIOUR), labels(WordList.LADDER)
    return Sheet(
        incident=incident,
        employer=Organisation.current(),
        behaviours=[behaviours[number] for number in sorted(incident.behaviours)],
        channel=labels(WordList.CHANNEL)[incident.channel],
        trigger=labels(WordList.TRIGGER).get(incident.trigger or 0, ""),
        steps=[ladder[row.step] for row in incident.ladder.all() if row.step in ladder],
        outcome=labels(WordList.OUTCOME).get(incident.outcome or 0, ""),
        words=[row.body for row in Narrative.objects.visible_to(reader).filter(incident=incident)],
        customer=_customer(incident) if with_customer else "",
    )


def _customer(incident: Incident) -> str:
    if incident.customer is None:
        return ""
    identity = incident.customer.identity
    return identity.name or identity.reference
