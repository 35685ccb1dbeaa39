"""What time does to answers: who owes one is reminded, who got one is asked, and it closes."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from incidents.models import Answer, Event, Incident
from incidents.operations.timeline import note_event
from incidents.workdays import add_working_days
from people.models import Notice, Organisation, User
from people.operations import notify
from people.queries import line_of

BATCH = 100
ASK_AGAIN_AFTER = dt.timedelta(days=7)
CLOSE_AFTER = dt.timedelta(days=14)
DUE_WORKING_DAYS = LATE_WORKING_DAYS = 2
SOON, LATE, NEXT_LEVEL = 1, 2, 3


def sweep_answers(*, now: dt.datetime) -> int:
    """Remind of answers that are owed, ask reporters again, close what stays without a reply.

    Each step takes due rows in batches with SKIP LOCKED and marks them in the transaction that
    tells: two sweeps at once tell nobody twice, and a crash leaves a row due. Returns how many
    rows changed.
    """
    steps: tuple[Callable[[dt.datetime], int], ...] = (
        _remind_soon,
        _remind_late,
        _remind_next_level,
        _ask_again,
        _close,
    )
    return sum(_until_done(step, now) for step in steps)


def _until_done(step: Callable[[dt.datetime], int], now: dt.datetime) -> int:
    done = 0
    while changed := step(now):
        done += changed
    return done


def _remind_soon(now: dt.datetime) -> int:
    """On the eighth of ten working days."""
    return _remind(SOON, due_before=_working_days_after(now, DUE_WORKING_DAYS), now=now)


def _remind_late(now: dt.datetime) -> int:
    return _remind(LATE, due_before=now, now=now)


def _remind_next_level(now: dt.datetime) -> int:
    """Two working days late: the next level; when there is none the confidential adviser."""
    return _remind(NEXT_LEVEL, due_before=_working_days_after(now, -LATE_WORKING_DAYS), now=now)


def _working_days_after(now: dt.datetime, days: int) -> dt.datetime:
    """Return the same clock so many working days from now; before now if negative."""
    organisation = Organisation.current()
    local = now.astimezone(organisation.time_zone)
    day = add_working_days(local.date(), days, organisation.working_weekdays)
    return dt.datetime.combine(day, local.time(), tzinfo=organisation.time_zone)


@transaction.atomic
def _remind(stage: int, *, due_before: dt.datetime, now: dt.datetime) -> int:
    rows = list(
        Incident.objects.owed_answer()
        .filter(answer_due_at__lte=due_before, answer_reminders__lt=stage)
        .select_related("team__parent")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)[:BATCH]
    )
    for incident in rows:
        for person in _whom(stage, incident, now):
            _tell(stage, incident, person, now)
    keys = [row.pk for row in rows]
    Incident.objects.filter(pk__in=keys).update(answer_reminders=stage)
    return len(rows)


def _whom(stage: int, incident: Incident, now: dt.datetime) -> list[User]:
    """Who leads the team; after that the level above; the advisers where there is nobody."""
    line = line_of(incident.team, day=timezone.localdate(now), without=incident.reported_by)
    leaders = [*line.managers, *line.deputies]
    found = line.next_level if stage == NEXT_LEVEL else leaders
    return found or line.advisers[:1]


def _tell(stage: int, incident: Incident, person: User, now: dt.datetime) -> None:
    """Say it in the product and by a mail that says nothing."""
    kind = Notice.Kind.ANSWER_DUE if stage == SOON else Notice.Kind.ANSWER_LATE
    due = f"{incident.answer_due_at:%Y%m%d}" if incident.answer_due_at else ""
    key, path = f"owed:{incident.pk}:{due}:{stage}:{person.pk}", incident.get_absolute_url()
    notify(recipient=person, kind=kind, path=path, key=key, now=now)


@transaction.atomic
def _ask_again(now: dt.datetime) -> int:
    """Seven days without a reply: ask a second time."""
    rows = _waiting(now).filter(asked_again_at__isnull=True, written_at__lte=now - ASK_AGAIN_AFTER)
    found = list(rows[:BATCH])
    for answer in found:
        answer.asked_again_at = now
        answer.save(update_fields=["asked_again_at"])
        incident = answer.incident
        note_event(incident=incident, kind=Event.Kind.REMINDED, actor=None, now=now)
        _tell_reporter(answer, Notice.Kind.HEARD, now)
    return len(found)


@transaction.atomic
def _close(now: dt.datetime) -> int:
    """Fourteen days after the second question: close it; the reporter may open it again."""
    found = list(_waiting(now).filter(asked_again_at__lte=now - CLOSE_AFTER)[:BATCH])
    for answer in found:
        incident = answer.incident
        incident.closed_at, incident.closed_by = now, None
        incident.save(update_fields=["closed_at", "closed_by"])
        note_event(incident=incident, kind=Event.Kind.CLOSED, actor=None, now=now)
        _tell_reporter(answer, Notice.Kind.CLOSED, now)
    return len(found)


def _waiting(now: dt.datetime) -> "QuerySet[Answer]":
    """Answers nobody has replied to, of open reports."""
    return (
        Answer.objects.filter(reply="", incident__closed_at__isnull=True, written_at__lte=now)
        .select_related("incident__reported_by")
        .order_by("pk")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
    )


def _tell_reporter(answer: Answer, kind: Notice.Kind, now: dt.datetime) -> None:
    notify(
        recipient=answer.incident.reported_by,
        kind=kind,
        path=answer.incident.get_absolute_url(),
        key=f"{kind}:{answer.pk}",
        now=now,
    )
