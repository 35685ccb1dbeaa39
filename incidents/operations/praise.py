"""A few words for somebody who handled a hard contact well."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Event, Incident, Praise
from incidents.operations.timeline import note_event
from incidents.permissions import may_praise
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify

PRAISE_MAX = 300


@transaction.atomic
def praise_reporter(*, actor: User, incident: Incident, body: str, now: dt.datetime) -> Praise:
    """Tell the person of a report that they handled it well; the product knows who that is.

    Checks: the actor leads the team or advises and did not report it, the contact is over; there
    are words, at most 300 characters. The same words again are the first ones.
    Writes: the praise, once for each actor; a line on the timeline. Sends: a notice to the person.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not may_praise(actor, incident):
        raise RuleBroken(_("Who leads the team says this once the contact is over."))
    body = " ".join(body.split())
    if not body:
        raise RuleBroken(_("Write in a few words what was well done."), field="body")
    if len(body) > PRAISE_MAX:
        raise RuleBroken(_("This is too long: 300 characters at most."), field="body")
    first = Praise.objects.filter(incident=incident, written_by=actor).first()
    if first is not None and first.body != body:
        raise RuleBroken(_("You wrote something about this report before."), field="body")
    return first or _written(actor, incident, body, now)


def _written(actor: User, incident: Incident, body: str, now: dt.datetime) -> Praise:
    praise = Praise.objects.create(incident=incident, written_by=actor, body=body, written_at=now)
    note_event(incident=incident, kind=Event.Kind.PRAISED, actor=actor, now=now)
    notify(
        recipient=incident.reported_by,
        kind=Notice.Kind.PRAISE,
        path=f"{incident.get_absolute_url()}#praise",
        key=f"praise:{praise.pk}",
        now=now,
    )
    return praise
