"""A measure is proposed by whoever was there; recordings count once somebody else listened."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import MEASURE_BY_NUMBER
from incidents.models import Customer, Event, Evidence, Incident, Measure, MeasureGround
from incidents.operations.measures.grounds import (
    Ground,
    check_evidence,
    check_fact,
    check_facts,
    check_person,
    check_serious,
)
from incidents.operations.measures.names import check_no_names
from incidents.operations.measures.terms import REASON_MAX, TOO_LONG, WHY_MAX
from incidents.operations.timeline import note_event
from incidents.permissions import may_check_evidence
from incidents.queries.measures import who_decides
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify


@transaction.atomic
def propose_measure(
    *,
    actor: User,
    customer: Customer,
    kind: int,
    facts: Sequence[Ground],
    why: str = "",
    now: dt.datetime,
) -> Measure:
    """Propose a measure with the facts it rests on. Other staff see nothing of it.

    Checks: the customer is a person; each fact has words and belongs to a report about this
    customer that the actor made or acts on; a safety note has a threat, damage or violence; no
    names of colleagues; the same measure is not waiting already.
    Writes: the measure, its grounds, an event on each report. Sends: a notice to who leads.
    """
    Customer.objects.select_for_update().get(pk=customer.pk)
    check_person(customer)
    if kind not in MEASURE_BY_NUMBER:
        raise RuleBroken(_("Choose a measure."), field="kind")
    if len(why) > WHY_MAX:
        raise RuleBroken(TOO_LONG, field="why")
    check_facts(actor, customer, facts)
    incidents = [ground.incident for ground in facts]
    check_serious(kind, incidents)
    check_no_names({"facts": " ".join(g.fact for g in facts), "why": why}, incidents)
    if customer.measures.undecided().filter(kind=kind).exists():
        raise RuleBroken(_("This was proposed already and waits for a decision."), field="kind")
    measure = Measure.objects.create(
        customer=customer,
        team=max(incidents, key=lambda incident: incident.occurred_at).team,
        kind=kind,
        proposed_by=actor,
        proposed_at=now,
        why=" ".join(why.split()),
    )
    _rest(measure, facts)
    note_on(incidents, Event.Kind.MEASURE_PROPOSED, actor, measure, now)
    tell_who_decides(measure, "measure", now, without=[actor])
    return measure


@transaction.atomic
def add_evidence(
    *, actor: User, incident: Incident, kind: str, reference: str = "", now: dt.datetime
) -> Evidence:
    """Note that there is more than the reporter's words.

    Checks: the actor reported it or acts on it; a recording has a place; that a manager was there
    is said by that manager. Writes: the evidence, once for the same recording or manager, and an
    event.
    """
    reference = " ".join(reference.split())
    if len(reference) > REASON_MAX // 3:
        raise RuleBroken(TOO_LONG, field="reference")
    check_evidence(actor, incident, kind, reference)
    evidence, is_new = Evidence.objects.get_or_create(
        incident=incident,
        kind=kind,
        reference=reference,
        defaults={"added_by": actor, "added_at": now},
    )
    if is_new:
        note_event(incident=incident, kind=Event.Kind.EVIDENCE_ADDED, actor=actor, now=now)
    return evidence


@transaction.atomic
def check_recording(*, actor: User, evidence: Evidence, now: dt.datetime) -> Evidence:
    """Say that somebody else listened to the recording; doing it twice changes nothing.

    Checks: the actor acts on the report and did not add it. Writes: who listened and when, an
    event.
    """
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if not may_check_evidence(actor, evidence):
        raise RuleBroken(_("A second person listens: not who added it, and not the reporter."))
    if evidence.checked_at is None:
        evidence.checked_by, evidence.checked_at = actor, now
        evidence.save(update_fields=["checked_by", "checked_at"])
        note_event(
            incident=evidence.incident, kind=Event.Kind.EVIDENCE_CHECKED, actor=actor, now=now
        )
    return evidence


def note_on(
    incidents: Iterable[Incident],
    kind: Event.Kind,
    actor: User | None,
    measure: Measure,
    now: dt.datetime,
) -> None:
    """Write what happened with a measure on the timeline of each report it rests on."""
    for incident in incidents:
        note_event(incident=incident, kind=kind, actor=actor, now=now, about=measure.word.key)


def _rest(measure: Measure, facts: Sequence[Ground]) -> None:
    by_incident = {ground.incident.pk: ground for ground in facts}
    MeasureGround.objects.bulk_create(
        MeasureGround(
            measure=measure,
            incident=ground.incident,
            fact=check_fact(ground.fact),
            happened_on=ground.incident.occurred_on,
        )
        for ground in by_incident.values()
    )


def tell_who_decides(
    measure: Measure,
    key: str,
    now: dt.datetime,
    *,
    path: str = "",
    without: Iterable[User | None] = (),
) -> None:
    """Send a notice to everybody who can decide about a measure and sees it."""
    for person in who_decides(measure, now, without=without):
        notify(
            recipient=person,
            kind=Notice.Kind.DECISION,
            path=path or measure.get_absolute_url(),
            key=f"{key}:{measure.pk}:{person.pk}",
            now=now,
        )
