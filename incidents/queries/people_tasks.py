"""What waits for a person as the one it happened to, as a witness, or as who got an answer."""

import datetime as dt

from django.utils.formats import date_format

from incidents.models import Answer, Incident
from incidents.queries.task import Task, TaskKind
from people.models import User


def reports_to_confirm(user: User, now: dt.datetime) -> list[Task]:
    """Reports that colleagues wrote for this person. One query."""
    found = Incident.objects.filter(
        reported_by=user, confirmed_at__isnull=True, refused_at__isnull=True
    ).select_related("written_by")
    return [
        Task(
            TaskKind.CONFIRM,
            f"{incident.get_absolute_url()}confirmation/",
            person=incident.written_by,
        )
        for incident in found
    ]


def answers_to_hear(user: User, now: dt.datetime) -> list[Task]:
    """Answers that wait for "heard" or "not yet". One query."""
    found = Answer.objects.filter(
        incident__reported_by=user, incident__closed_at__isnull=True, reply=""
    ).select_related("incident")
    return [
        Task(TaskKind.HEARD, answer.incident.get_absolute_url(), about=_day(answer.incident))
        for answer in found
    ]


def _day(incident: Incident) -> str:
    return date_format(incident.occurred_on, "j F")
