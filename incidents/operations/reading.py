"""Who was part of it, and who may read what was told to somebody else."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, InvolvedColleague, ReadingConsent
from incidents.permissions import may_name_involved
from incidents.signals import involvement_noted
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify, settle_notices


@transaction.atomic
def name_involved(
    *, actor: User, incident: Incident, person: User, now: dt.datetime
) -> InvolvedColleague:
    """Say that a colleague was part of what happened; twice changes nothing.

    Checks: the actor reported it or is an adviser who knows the reporter; nobody names the
    reporter. Writes: who was named, and by whom. Nobody is told. Signals: involvement_noted, which
    takes the talks about it from who was named.
    """
    if not may_name_involved(actor, incident):
        raise RuleBroken(_("Only the reporter or an adviser says who was part of it."))
    if person.pk == incident.reported_by_id:
        raise RuleBroken(_("Choose somebody else."), field="person")
    named, is_new = InvolvedColleague.objects.get_or_create(
        incident=incident, person=person, defaults={"marked_by": actor, "marked_at": now}
    )
    if is_new:
        involvement_noted.send(sender=InvolvedColleague, incident=incident, person=person, now=now)
    return named


@transaction.atomic
def take_back_involved(*, actor: User, incident: Incident, person: User) -> None:
    """Take back that a colleague was part of it; twice changes nothing.

    Checks: the actor named them. Writes: the row goes, so that later talks may be theirs again;
    who holds one now keeps it. Nobody is told, and nothing stands on the timeline: who leads the
    team reads that, and may be the one who was named.
    """
    if not may_name_involved(actor, incident):
        raise RuleBroken(_("Only the reporter or an adviser says who was part of it."))
    named = InvolvedColleague.objects.filter(incident=incident, person=person)
    if named.exclude(marked_by=actor).exists():
        raise RuleBroken(_("Only who named them takes it back."))
    named.delete()


@transaction.atomic
def ask_reading(*, incidents: Iterable[Incident], reader: User, now: dt.datetime) -> None:
    """Ask the reporter whether who holds the talks from now on may read the reports.

    Checks: each pair of report and reader is asked about once. Writes: the questions; until yes
    the reader sees the day, the behaviours and what was agreed. Sends: one notice.
    """
    asked = [
        ReadingConsent.objects.get_or_create(
            incident=incident, reader=reader, defaults={"asked_at": now}
        )
        for incident in incidents
    ]
    new = [consent for consent, is_new in asked if is_new]
    for consent in new[:1]:
        notify(
            recipient=consent.incident.reported_by,
            kind=Notice.Kind.TASK,
            path=f"/reading/{consent.public_id}/",
            key=f"reading:{consent.pk}",
            now=now,
        )


@transaction.atomic
def answer_reading(
    *, actor: User, consent: ReadingConsent, may_read: bool, now: dt.datetime
) -> None:
    """Say whether a new talk holder may read the reports; it can be changed at any time.

    Checks: the reports are the actor's. Writes: the answer, for all reports this reader was asked
    about. Takes the notice away.
    """
    if consent.incident.reported_by_id != actor.pk:
        raise RuleBroken(_("Only the reporter answers this."))
    together = ReadingConsent.objects.visible_to(actor).filter(reader=consent.reader_id)
    together.update(may_read=may_read, answered_at=now)
    settle_notices(
        keys=[f"reading:{key}" for key in together.values_list("pk", flat=True)], now=now
    )
