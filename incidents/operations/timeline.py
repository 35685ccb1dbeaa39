"""One line on the timeline of a report for everything that changes it."""

import datetime as dt

from incidents.models import Event, Incident
from people.models import Notice, User
from people.operations import notify

# What the reporter is told of by a line that says more, or by the letter that it is part of.
TOLD_APART = frozenset(
    {
        Event.Kind.ASKED,
        Event.Kind.MESSAGE,
        Event.Kind.REMINDED,
        Event.Kind.CLOSED,
        Event.Kind.PRAISED,
        Event.Kind.FACT_CHECKED,
        Event.Kind.FACT_STRUCK,
    }
)


def note_event(
    *,
    incident: Incident,
    kind: Event.Kind,
    actor: User | None,
    now: dt.datetime,
    about: str = "",
) -> Event:
    """Write who changed what and when; `actor` None means that the product did it by itself.

    `about` is a code or a public id, never a name or a text. Call it inside the transaction of
    the change. Writes: one event. Sends: one notice to the reporter, unless it is their own doing
    or an earlier one is unread: they are told of every change, not of every click.
    """
    event = Event.objects.create(incident=incident, kind=kind, actor=actor, at=now, about=about)
    is_own = actor is not None and actor.pk == incident.reported_by_id
    if not is_own and kind not in TOLD_APART:
        _tell_reporter(event, now)
    return event


def _tell_reporter(event: Event, now: dt.datetime) -> None:
    person, path = event.incident.reported_by, event.incident.get_absolute_url()
    unread = Notice.objects.unread().filter(recipient=person, kind=Notice.Kind.UPDATE, path=path)
    if not unread.exists():
        key = f"update:{event.pk}"
        notify(recipient=person, kind=Notice.Kind.UPDATE, path=path, key=key, now=now)
