"""How a report was judged, what is still to be judged, and both readings side by side."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from incidents.codes import Severity, WordList
from incidents.models import Incident, Judgement, ReadingConsent
from incidents.models.incident import LEGAL_THREAT
from incidents.queries.panel import Panel
from incidents.queries.task import Task, TaskKind, team_and_day
from incidents.queries.words import words
from people.models import User

JUDGED_WITHIN = dt.timedelta(days=30)


def judgement_of(incident: Incident) -> Judgement | None:
    """Return the latest judgement of a report: the one that counts."""
    return (
        Judgement.objects.filter(incident=incident)
        .select_related("judged_by")
        .order_by("-judged_at", "-pk")
        .first()
    )


def is_confirmed(incident: Incident) -> bool:
    """Say whether somebody read it, judged it, and found that the manner was not all right."""
    judgement = judgement_of(incident)
    return judgement is not None and not judgement.is_manner_right


def judge_tasks(user: User, now: dt.datetime) -> list[Task]:
    """Return the reports of the teams somebody leads that wait for a judgement. One query.

    A threat with a review or a lawsuit is no bad manner, but whoever leads deals with it.
    """
    if not user.is_manager:
        return []
    waiting = (
        Incident.objects.led_by(user)
        .counted()
        .filter(Q(severity__gte=Severity.RUDE) | Q(behaviours__contains=[LEGAL_THREAT]))
        .filter(reported_at__gt=now - JUDGED_WITHIN, closed_at__isnull=True)
        .exclude(Exists(Judgement.objects.filter(incident=OuterRef("pk"))))
        .exclude(pk__in=ReadingConsent.objects.withheld_from(user).values("incident"))
        .select_related("team")
        .order_by("-reported_at")
    )
    return [
        Task(
            TaskKind.JUDGE,
            f"{row.get_absolute_url()}judgement/",
            about=team_and_day(row),
            team=row.team_id,
        )
        for row in waiting
    ]


@dataclass(frozen=True)
class Readings:
    """What reporter and manager each read, in the words of the lists."""

    incident: Incident
    judgement: Judgement | None
    reporters_complaint: str
    complaint: str
    found: list[str]
    can_judge: bool


def readings_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show both readings to whoever may judge and to the reporter; to others nothing."""
    can_judge = incident.is_led_by(user)
    judgement = judgement_of(incident)
    if not can_judge and (
        incident.reported_by_id != user.pk or not (judgement or incident.is_for_legal)
    ):
        return None
    complaints = {w.number: w.label for w in words(WordList.COMPLAINT_VALID, with_hidden=True)}
    behaviours = words(WordList.BEHAVIOUR, with_hidden=True)
    chosen = set(judgement.behaviours) if judgement else set()
    return Panel(
        "incidents/_readings.html",
        Readings(
            incident=incident,
            judgement=judgement,
            reporters_complaint=complaints.get(incident.complaint_valid or 0, ""),
            complaint=complaints.get(judgement.complaint_valid, "") if judgement else "",
            found=[word.label for word in behaviours if word.number in chosen],
            can_judge=can_judge,
        ),
    )
