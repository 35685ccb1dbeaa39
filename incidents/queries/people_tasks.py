"""What waits for a person as the one it happened to, as a witness, or as who got an answer."""

import datetime as dt

from django.db.models import OuterRef, Subquery

from incidents.models import Answer, Incident, Message, ReadingConsent, Witness
from incidents.queries.task import Task, TaskKind, day_of
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
        Task(TaskKind.HEARD, answer.incident.get_absolute_url(), about=day_of(answer.incident))
        for answer in found
    ]


def accounts_to_give(user: User, now: dt.datetime) -> list[Task]:
    """What this person saw and has not told yet. One query."""
    found = Witness.objects.filter(person=user, declined_at__isnull=True, accounts__isnull=True)
    return [Task(TaskKind.WITNESS, f"/witness/{witness.public_id}/") for witness in found]


def readings_to_allow(user: User, now: dt.datetime) -> list[Task]:
    """Who holds the talks from now on and may not read the reports yet, each once. One query."""
    asked = ReadingConsent.objects.visible_to(user).waiting().select_related("reader")
    by_reader = {consent.reader_id: consent for consent in asked.order_by("-asked_at", "-pk")}
    return [
        Task(TaskKind.READING, f"/reading/{consent.public_id}/", person=consent.reader)
        for consent in by_reader.values()
    ]


def questions_to_answer(user: User, now: dt.datetime) -> list[Task]:
    """Own reports whose last message is a question. One query."""
    last = Message.objects.filter(incident=OuterRef("pk")).order_by("-written_at", "-pk")
    own = Incident.objects.filter(reported_by=user, messages__isnull=False).distinct()
    found = own.annotate(is_replied=Subquery(last.values("is_from_reporter")[:1]))
    return [
        Task(TaskKind.QUESTION, f"{incident.get_absolute_url()}#messages", about=day_of(incident))
        for incident in found.filter(is_replied=False)
    ]
