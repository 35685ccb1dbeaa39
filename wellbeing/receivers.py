"""What care does when something happened: one operation each, in the same transaction."""

import datetime as dt
from collections.abc import Collection

from django.core.mail import EmailAttachment
from django.dispatch import receiver

from incidents.models import Incident, Takeover, Tally, Witness
from incidents.signals import (
    incident_confirmed,
    incident_reported,
    involvement_noted,
    preparedness_told,
    takeover_recorded,
    takeover_tied,
    tally_recorded,
    tally_undone,
    witness_invited,
)
from people.models import User
from people.signals import absence_changed, mail_made_up, mail_sent, person_deactivated
from wellbeing import operations
from wellbeing.exports import files_of
from wellbeing.models import CareOffer
from wellbeing.operations import copies

Because = CareOffer.Because


@receiver(incident_reported, dispatch_uid="plan-care")
def plan_care(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    operations.plan_care(incident=incident, now=now)


@receiver(incident_confirmed, dispatch_uid="raise-needs-by-rule")
def raise_needs_by_rule(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    operations.raise_needs_by_rule(incident=incident, now=now)


@receiver(preparedness_told, dispatch_uid="raise-needs-when-unprepared")
def raise_needs_when_unprepared(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    operations.raise_needs_by_rule(incident=incident, now=now)


@receiver(witness_invited, dispatch_uid="offer-care-to-witness")
def offer_care_to_witness(*, witness: Witness, now: dt.datetime, **_: object) -> None:
    operations.offer_care(
        person=witness.person,
        because=Because.WITNESS,
        key=f"witness:{witness.pk}",
        incident=witness.incident,
        now=now,
    )


@receiver(witness_invited, dispatch_uid="take-talks-from-witness")
def take_talks_from_witness(*, witness: Witness, now: dt.datetime, **_: object) -> None:
    operations.hand_over_from(incident=witness.incident, person=witness.person, now=now)


@receiver(involvement_noted, dispatch_uid="take-talks-from-involved")
def take_talks_from_involved(
    *, incident: Incident, person: User, now: dt.datetime, **_: object
) -> None:
    operations.hand_over_from(incident=incident, person=person, now=now)


@receiver(takeover_recorded, dispatch_uid="offer-care-to-helper")
def offer_care_to_helper(*, takeover: Takeover, now: dt.datetime, **_: object) -> None:
    operations.offer_care(
        person=takeover.taken_by,
        because=Because.HELPER,
        key=f"takeover:{takeover.pk}",
        incident=takeover.incident,
        now=now,
    )


@receiver(takeover_tied, dispatch_uid="tie-offer-of-helper")
def tie_offer_of_helper(*, takeover: Takeover, now: dt.datetime, **_: object) -> None:
    key, incident = f"takeover:{takeover.pk}", takeover.incident
    if incident is not None:
        operations.tie_offers(person=takeover.taken_by, key=key, incident=incident, now=now)


@receiver(incident_reported, dispatch_uid="watch-load-of-reports")
def watch_load_of_reports(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    """After the care of the report itself is planned: receivers are called in this order."""
    operations.watch_load(person=incident.reported_by, now=now)


@receiver(incident_confirmed, dispatch_uid="watch-load-of-confirmed")
def watch_load_of_confirmed(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    """What a colleague wrote weighs from its confirmation on; care may have begun long before."""
    if incident.written_by_id is not None:
        operations.watch_load(person=incident.reported_by, now=now)


@receiver(tally_recorded, dispatch_uid="watch-load-of-tallies")
def watch_load_of_tallies(*, tally: Tally, now: dt.datetime, **_: object) -> None:
    operations.watch_load(person=tally.person, now=now)


@receiver(tally_undone, dispatch_uid="unwatch-load")
def unwatch_load(*, tally: Tally, now: dt.datetime, **_: object) -> None:
    operations.unwatch_load(person=tally.person, since=tally.at, now=now)


@receiver(absence_changed, dispatch_uid="hand-over-of-the-absent")
def hand_over_of_the_absent(*, person: User, now: dt.datetime, **_: object) -> None:
    operations.hand_over_of(person=person, now=now)


@receiver(mail_made_up, dispatch_uid="attach-check-ins")
def attach_checkins(
    *, recipient: User, paths: Collection[str], mail: int, **_: object
) -> list[EmailAttachment]:
    """The check-ins a mail leads to go along for the reader's calendar."""
    return files_of(copies.offer_copies(reader=recipient, paths=paths, mail=mail), recipient)


@receiver(mail_sent, dispatch_uid="note-check-ins-sent")
def note_checkins_sent(*, mail: int, **_: object) -> None:
    copies.note_copies_sent(mail=mail)


@receiver(person_deactivated, dispatch_uid="drop-slots")
def drop_slots(*, person: User, now: dt.datetime, **_: object) -> None:
    operations.drop_slots_of(person=person, now=now)
