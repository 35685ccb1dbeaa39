"""What a measure rests on: dated facts, and more than one person's words where it restricts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from incidents.codes import Severity
from incidents.codes.after import BehavedBy
from incidents.codes.customer import Rung
from incidents.models import Customer, Evidence, Incident, Measure
from incidents.permissions import can_carry_measure, may_propose
from incidents.queries.measures import rests_on
from people.errors import RuleBroken
from people.models import User

FACT_MAX = 300
NO_FACTS = _("Choose at least one report, and say in one sentence what happened.")
ONE_PERSON = _(
    "One person’s words alone are not enough for this: it needs a second reporter, a file, a "
    "recording that somebody else listened to, or a manager who was there."
)


@dataclass(frozen=True)
class Ground:
    """A report and the fact in it, one sentence; the day is that of the report."""

    incident: Incident
    fact: str


def check_person(customer: Customer) -> None:
    """A measure names the person who behaved, never the account."""
    if not can_carry_measure(customer):
        raise RuleBroken(
            _("A measure is for a person. Choose the contact person who behaved like this.")
        )


def check_facts(actor: User, customer: Customer, facts: Sequence[Ground]) -> None:
    """Refuse no facts, facts without words, and reports that do not belong here."""
    if not facts:
        raise RuleBroken(NO_FACTS, field="facts")
    for ground in facts:
        check_fact(ground.fact)
        incident = ground.incident
        if incident.customer_id != customer.pk or not may_propose(actor, incident):
            raise RuleBroken(_("One of these reports is not about this customer."), field="facts")
        if incident.set_aside_at is not None:
            raise RuleBroken(
                _("One of these reports no longer counts about this customer."), field="facts"
            )
        if incident.behaved_by not in {"", BehavedBy.CUSTOMER}:
            raise RuleBroken(
                _("In one of these reports it was somebody else. A measure names who behaved."),
                field="facts",
            )


def check_fact(fact: str) -> str:
    """Return a fact on one line; refuse none, or too long a one."""
    fact = " ".join(fact.split())
    if not fact:
        raise RuleBroken(_("Say in one sentence what happened: a fact, no label."), field="facts")
    if len(fact) > FACT_MAX:
        raise RuleBroken(_("This is too long: 300 characters for each fact."), field="facts")
    return fact


def check_serious(kind: int, incidents: Sequence[Incident]) -> None:
    """A safety note needs a threat, damage or violence, by what the customer did alone.

    One such report carries one note: what lasts longer than 14 days needs more than one voice.
    """
    if kind != Rung.SAFETY_NOTE:
        return
    serious = {i.pk for i in incidents if i.severity >= Severity.THREAT_OR_DAMAGE}
    if not serious:
        raise RuleBroken(
            _("A safety note is for a threat, damage or violence. Choose another measure."),
            field="kind",
        )
    notes = Measure.objects.taken().filter(kind=Rung.SAFETY_NOTE, grounds__incident__in=serious)
    if serious <= set(notes.values_list("grounds__incident", flat=True)):
        raise RuleBroken(
            _("There was a safety note for this already. It is not made longer by another one."),
            field="kind",
        )


def check_grounds(measure: Measure) -> None:
    """Refuse to take a measure on reports that do not carry it."""
    found = rests_on(measure)
    if not found.incidents:
        raise RuleBroken(NO_FACTS)
    if found.elsewhere:
        raise RuleBroken(_("One of the reports has moved to another customer, or counts no more."))
    if found.cleared and measure.kind != Rung.APOLOGY:
        raise RuleBroken(
            _("In one of the reports the manner was found all right. Nothing rests on that one.")
        )
    check_serious(measure.kind, found.incidents)
    if not measure.is_restriction:
        return
    if found.unconfirmed:
        raise RuleBroken(
            _("Read and judge each report first: a restriction rests on confirmed reports alone.")
        )
    if not found.is_carried:
        raise RuleBroken(ONE_PERSON)


def check_evidence(actor: User, incident: Incident, kind: str, reference: str) -> None:
    """Refuse what is no evidence, and a manager's presence told by somebody else."""
    if not may_propose(actor, incident):
        raise RuleBroken(_("Somebody else adds to this report."))
    if kind not in {Evidence.Kind.RECORDING, Evidence.Kind.MANAGER}:
        raise RuleBroken(_("Choose what there is."), field="kind")
    if kind == Evidence.Kind.RECORDING and not reference:
        raise RuleBroken(_("Say where the recording is kept."), field="reference")
    if kind == Evidence.Kind.MANAGER and not (
        actor.is_manager and actor.pk != incident.reported_by_id
    ):
        raise RuleBroken(_("The manager who was there says so."), field="kind")


def default_end(kind: int, starts_on: dt.date) -> dt.date:
    """Return the usual end: short, so that it is looked at soon."""
    days = {Rung.SAFETY_NOTE: 14, Rung.END_OF_RELATION: 364, Rung.WARNING_LETTER: 182}
    return starts_on + dt.timedelta(days=days.get(Rung(kind), 91))
