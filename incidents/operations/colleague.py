"""What a person says to a report that a colleague wrote for them: count it, or not."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Event, Incident, Narrative
from incidents.operations import rules
from incidents.operations.announce import is_serious
from incidents.operations.next_steps import drop_next_steps, owe_next_steps
from incidents.operations.report import Wish
from incidents.operations.timeline import note_event
from incidents.permissions import may_confirm
from incidents.signals import incident_confirmed, incident_reported
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify

WISH = ("wish_when", "wish_at", "wish_with", "wish_buddy")


class AlreadyAnswered(RuleBroken):
    """The person has said something else before."""


@transaction.atomic
def confirm_report(
    *,
    actor: User,
    incident: Incident,
    reading: int | None = None,
    wish: Wish | None = None,
    narrative: str = "",
    now: dt.datetime,
) -> Incident:
    """Say that a report a colleague wrote is right: from now on it counts.

    Checks: it is about the actor and was written by somebody else; it was not refused
    (AlreadyAnswered), a second confirmation changes nothing; the values follow the rules of a
    report. Writes: the confirmation, the person's own reading and wish in place of the writer's,
    their words below. Sends: a notice to the writer. Signals: incident_reported unless care
    began at once, then incident_confirmed.
    """
    wish = wish or Wish()
    row = _waiting(actor, incident)
    if row.confirmed_at is not None:
        return row
    if row.refused_at is not None:
        raise AlreadyAnswered(_("You have said that you do not want this report."))
    _check(actor, reading, wish, narrative, now)
    has_begun = is_serious(row)
    row.confirmed_at, row.reading = now, reading or row.reading
    row.wish_when, row.wish_at, row.wish_with = wish.when, wish.at, wish.with_whom
    row.wish_buddy = wish.buddy
    row.save(update_fields=["confirmed_at", "reading", *WISH])
    if narrative.strip():
        Narrative.objects.create(
            incident=row, written_by=actor, written_at=now, body=narrative.strip()
        )
    note_event(incident=row, kind=Event.Kind.CONFIRMED, actor=actor, now=now)
    _tell_writer(row, now)
    owe_next_steps(incident=row, now=now)
    if not has_begun:
        incident_reported.send(sender=Incident, incident=row, now=now)
    incident_confirmed.send(sender=Incident, incident=row, now=now)
    return row


@transaction.atomic
def refuse_report(*, actor: User, incident: Incident, now: dt.datetime) -> Incident:
    """Say that one does not want a report a colleague wrote: it never counts and is closed.

    Checks: it is about the actor and was written by somebody else; it was not confirmed
    (AlreadyAnswered), a second refusal changes nothing. Writes: the refusal, the close. Deletes:
    the steps it owed. Sends: a notice to the writer, told only that there was an answer.
    """
    row = _waiting(actor, incident)
    if row.refused_at is not None:
        return row
    if row.confirmed_at is not None:
        raise AlreadyAnswered(_("You have confirmed this report before."))
    row.refused_at = row.closed_at = now
    row.closed_by, row.answer_due_at = actor, None
    row.save(update_fields=["refused_at", "closed_at", "closed_by", "answer_due_at"])
    drop_next_steps(incident=row)
    note_event(incident=row, kind=Event.Kind.REFUSED, actor=actor, now=now)
    _tell_writer(row, now)
    return row


def _waiting(actor: User, incident: Incident) -> Incident:
    row = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not may_confirm(actor, row):
        raise RuleBroken(_("Only the person it happened to says whether it counts."))
    return row


def _check(actor: User, reading: int | None, wish: Wish, narrative: str, now: dt.datetime) -> None:
    rules.check_buddy(wish.with_whom, wish.buddy, actor, now)
    rules.check_reading(reading)
    rules.check_wish(wish.when, wish.with_whom)
    rules.check_wish_at(wish.when, wish.at, now)
    rules.check_words(narrative)


def _tell_writer(incident: Incident, now: dt.datetime) -> None:
    if incident.written_by is None:
        return
    notify(
        recipient=incident.written_by,
        kind=Notice.Kind.CONFIRMED,
        path="/mine/#for-others",
        key=f"confirmed:{incident.pk}",
        now=now,
    )
