"""One line on the timeline of a report for everything that changes it."""

import datetime as dt

from incidents.models import Event, Incident
from people.models import User


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
    the change. Writes: one event.
    """
    return Event.objects.create(incident=incident, kind=kind, actor=actor, at=now, about=about)
