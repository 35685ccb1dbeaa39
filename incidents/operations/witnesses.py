"""Colleagues who were there: asked, shown the facts when the reporter agrees, heard apart."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Event, Incident, Witness, WitnessAccount
from incidents.operations import rules
from incidents.operations.timeline import note_event
from incidents.permissions import may_agree_witness, may_invite_witness
from incidents.signals import witness_invited
from people.errors import RuleBroken
from people.models import Membership, Notice, User
from people.operations import notify


class WitnessDeclined(RuleBroken):
    """The witness has said that they would rather not."""


@transaction.atomic
def invite_witness(
    *, actor: User, incident: Incident, person: User, may_see_facts: bool, now: dt.datetime
) -> Witness:
    """Ask a colleague of the team what they saw; asking twice is asking once.

    Checks: the actor reported it, or leads the team or advises where the reporter's name is no
    secret to them; the person works in the team now and is not the reporter. Writes: the witness,
    a line on the timeline. The facts are shown when the reporter ticks it, nobody else's tick
    counts. Sends: a notice to the witness. Signals: witness_invited, which offers them care.
    """
    if not may_invite_witness(actor, incident):
        raise RuleBroken(_("The reporter asks who was there."))
    _check_person(incident, person, now)
    is_agreed = may_see_facts and actor.pk == incident.reported_by_id
    witness, is_new = Witness.objects.get_or_create(
        incident=incident,
        person=person,
        defaults={
            "invited_by": actor,
            "invited_at": now,
            "may_see_facts_at": now if is_agreed else None,
        },
    )
    if is_new:
        note_event(incident=incident, kind=Event.Kind.WITNESS_INVITED, actor=actor, now=now)
        notify(
            recipient=person,
            kind=Notice.Kind.WITNESS,
            path=f"/witness/{witness.public_id}/",
            key=f"witness:{witness.pk}",
            now=now,
        )
        witness_invited.send(sender=Witness, witness=witness, now=now)
    return witness


def _check_person(incident: Incident, person: User, now: dt.datetime) -> None:
    here = Membership.objects.on(timezone.localdate(now)).filter(team=incident.team_id)
    is_colleague = person.is_active and here.filter(user=person).exists()
    if not is_colleague or person.pk == incident.reported_by_id:
        raise RuleBroken(_("Choose a colleague of the team."), field="person")


@transaction.atomic
def agree_witness(*, actor: User, witness: Witness, now: dt.datetime) -> Witness:
    """Let a witness see the facts. Checks: the actor reported it; twice changes nothing.

    Writes: when, a line on the timeline. Sends: a notice to the witness.
    """
    row = Witness.objects.select_for_update().get(pk=witness.pk)
    if not may_agree_witness(actor, row):
        raise RuleBroken(_("Only the reporter lets a witness see the facts."))
    if row.may_see_facts_at is None:
        row.may_see_facts_at = now
        row.save(update_fields=["may_see_facts_at"])
        note_event(incident=row.incident, kind=Event.Kind.WITNESS_AGREED, actor=actor, now=now)
        key, path = f"witness-facts:{row.pk}", f"/witness/{row.public_id}/"
        notify(recipient=row.person, kind=Notice.Kind.WITNESS, path=path, key=key, now=now)
    return row


@transaction.atomic
def add_account(*, actor: User, witness: Witness, body: str, now: dt.datetime) -> WitnessAccount:
    """Say what one saw, in one's own words; more is added below, nothing is rewritten.

    Checks: the actor is the witness and did not decline (WitnessDeclined); there are words, at
    most 10,000 characters; the same words again are the first ones. Writes: the account, a line
    on the timeline.
    """
    row = _own(actor, witness)
    if row.declined_at is not None:
        raise WitnessDeclined(_("You have said that you would rather not."))
    if not body.strip():
        raise RuleBroken(_("Write what you saw and heard."), field="body")
    if len(body) > rules.NARRATIVE_MAX:
        raise RuleBroken(rules.TOO_LONG, field="body")
    first = row.accounts.filter(body=body.strip()).first()
    if first is not None:
        return first
    note_event(incident=row.incident, kind=Event.Kind.WITNESS_TOLD, actor=actor, now=now)
    return WitnessAccount.objects.create(witness=row, body=body.strip(), written_at=now)


@transaction.atomic
def decline_witness(*, actor: User, witness: Witness, now: dt.datetime) -> Witness:
    """Say that one would rather not; twice changes nothing.

    Checks: the actor is the witness and has not told anything yet. Writes: the decline, a line on
    the timeline.
    """
    row = _own(actor, witness)
    if row.accounts.exists():
        raise RuleBroken(_("You have told what you saw already."))
    if row.declined_at is None:
        row.declined_at = now
        row.save(update_fields=["declined_at"])
        note_event(incident=row.incident, kind=Event.Kind.WITNESS_DECLINED, actor=actor, now=now)
    return row


def _own(actor: User, witness: Witness) -> Witness:
    row = Witness.objects.select_for_update().get(pk=witness.pk)
    if row.person_id != actor.pk:
        raise RuleBroken(_("Only the witness says what they saw."))
    return row
