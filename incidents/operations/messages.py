"""Questions about a report and replies to them, through the product: no name is needed."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Event, Incident, Message
from incidents.operations import rules
from incidents.operations.timeline import note_event
from incidents.permissions import may_write_message
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify
from people.queries import line_of

BODY_MAX = 1000


@transaction.atomic
def write_message(*, actor: User, incident: Incident, body: str, now: dt.datetime) -> Message:
    """Ask the reporter something, or reply as the reporter.

    Checks: the actor reported it, leads the team or advises; there are words, at most 1,000
    characters. The same words twice within a minute are one tap too many: they stand once.
    Writes: the message, a line on the timeline. Sends: a notice to the reporter, or to who asked
    last; to who leads the team when nobody asked.
    """
    if not may_write_message(actor, incident):
        raise RuleBroken(_("Only the reporter and who looks after the report write here."))
    body = body.strip()
    if not body:
        raise RuleBroken(_("Write your question or your reply."), field="body")
    if len(body) > BODY_MAX:
        raise RuleBroken(_("This is too long: 1,000 characters at most."), field="body")
    Incident.objects.select_for_update(no_key=True, of=("self",)).get(pk=incident.pk)
    sent = _sent_just_now(actor, incident, body, now)
    if sent is not None:
        return sent
    is_own = incident.reported_by_id == actor.pk
    asked_by = _who_asked(incident)
    message = Message.objects.create(
        incident=incident, is_from_reporter=is_own, written_by=actor, body=body, written_at=now
    )
    kind = Event.Kind.MESSAGE if is_own else Event.Kind.ASKED
    note_event(incident=incident, kind=kind, actor=actor, now=now)
    told = _leaders(incident, asked_by, now) if is_own else [incident.reported_by]
    for person in told:
        notify(
            recipient=person,
            kind=Notice.Kind.MESSAGE if is_own else Notice.Kind.QUESTION,
            path=f"{incident.get_absolute_url()}#messages",
            key=f"message:{message.pk}:{person.pk}",
            now=now,
        )
    return message


def _sent_just_now(actor: User, incident: Incident, body: str, now: dt.datetime) -> Message | None:
    latest = Message.objects.filter(incident=incident).order_by("-written_at", "-pk")[:1]
    since = now - rules.DOUBLE_TAP
    return next(
        (
            m
            for m in latest
            if (m.written_by_id, m.body) == (actor.pk, body) and m.written_at > since
        ),
        None,
    )


def _who_asked(incident: Incident) -> User | None:
    asked = Message.objects.filter(incident=incident, is_from_reporter=False)
    last = asked.select_related("written_by").last()
    return last.written_by if last is not None else None


def _leaders(incident: Incident, asked_by: User | None, now: dt.datetime) -> list[User]:
    if asked_by is not None and asked_by.is_active:
        return [asked_by]
    line = line_of(incident.team, day=timezone.localdate(now), without=incident.reported_by)
    return [*line.managers, *line.deputies] or line.advisers[:1]
