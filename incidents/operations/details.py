"""What the reporter adds after sending. Nothing that was told is rewritten."""

import datetime as dt

from django.db import transaction

from incidents.codes import BEHAVIOUR_BY_NUMBER, COMPLAINT_VALID_BY_KEY
from incidents.models import Event, Incident, Narrative, Product, ReadingConsent
from incidents.operations import rules
from incidents.operations.completing import (
    DETAIL_COLUMNS,
    Details,
    detail_problems,
    set_details,
    write_rows,
)
from incidents.operations.customer import find_or_make_customer
from incidents.operations.rules import ReportRefused
from incidents.operations.timeline import note_event
from incidents.permissions import may_add_facts
from incidents.signals import preparedness_told
from people.errors import RuleBroken
from people.models import User

NOTHING = Details()


@transaction.atomic
def add_narrative(
    *,
    actor: User,
    incident: Incident,
    body: str,
    part: Narrative.Part = Narrative.Part.STORY,
    now: dt.datetime,
) -> Narrative:
    """Add the reporter's own words below the earlier ones, at any time.

    Checks: the actor reported it, there are words, at most 10,000 characters.
    Writes: one narrative row.
    """
    name = "said" if part == Narrative.Part.SAID else "narrative"
    if incident.reported_by_id != actor.pk:
        raise RuleBroken(rules.NOT_YOURS)
    if not body.strip():
        raise RuleBroken(rules.NO_WORDS, field=name)
    rules.check_words(body, name)
    return Narrative.objects.create(
        incident=incident, part=part, written_by=actor, written_at=now, body=body.strip()
    )


@transaction.atomic
def add_facts(*, actor: User, incident: Incident, body: str, now: dt.datetime) -> Narrative:
    """Add facts that came up in a talk below the reporter's words, with who wrote them and when.

    Whoever held the talk may, also who cannot open the report; that they did is the caller's to
    know.

    Checks: the report has a name on it and its reading is not withheld from the actor, there are
    words, at most 10,000 characters. Writes: one narrative row, one event. Tells the reporter.
    """
    withheld = ReadingConsent.objects.withheld_from(actor).filter(incident=incident)
    if not may_add_facts(actor, incident) or withheld.exists():
        raise RuleBroken(rules.NOT_YOURS, field="facts")
    if not body.strip():
        raise RuleBroken(rules.NO_WORDS, field="facts")
    rules.check_words(body, "facts")
    part = Narrative.Part.FACTS
    added = Narrative.objects.create(
        incident=incident, part=part, written_by=actor, written_at=now, body=body.strip()
    )
    note_event(incident=incident, kind=Event.Kind.FACTS_ADDED, actor=actor, now=now)
    return added


@transaction.atomic
def complete_report(
    *,
    actor: User,
    incident: Incident,
    product: Product | None = None,
    customer_ref: str = "",
    complaint_valid: str = "",
    narrative: str = "",
    said: str = "",
    details: Details = NOTHING,
    now: dt.datetime,
) -> Incident:
    """Fill in what was left out when the report was sent; everything may stay empty.

    Checks: the actor reported it; values follow the rules of a report (raises ReportRefused);
    after 14 days own words alone.
    Writes: product, customer and complaint where they were empty; the details that are given, the
    steps and the settlement; the words as new rows, once; one event when more than words came.
    Signals: preparedness_told, when the reporter said whether they felt prepared.
    """
    if incident.reported_by_id != actor.pk:
        raise RuleBroken(rules.NOT_YOURS)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    rules.check_reference(customer_ref)
    rules.check_complaint(complaint_valid)
    _check_details(incident, details, now)
    has_more = bool(product or customer_ref.strip() or complaint_valid or details != NOTHING)
    if has_more:
        _check_open(incident, now)
        _fill_in(incident, product, customer_ref, complaint_valid, details, now)
        note_event(incident=incident, kind=Event.Kind.COMPLETED, actor=actor, now=now)
    for part, words in ((Narrative.Part.STORY, narrative), (Narrative.Part.SAID, said)):
        if words.strip() and not _is_told(incident, part, words):
            add_narrative(actor=actor, incident=incident, body=words, part=part, now=now)
    return incident


def _is_told(incident: Incident, part: Narrative.Part, words: str) -> bool:
    """Say whether these words are there already: sent twice they are told once."""
    return Narrative.objects.filter(incident=incident, part=part, body=words.strip()).exists()


def _check_open(incident: Incident, now: dt.datetime) -> None:
    if now > incident.details_until:
        raise RuleBroken(rules.DETAILS_CLOSED)


def _check_details(incident: Incident, details: Details, now: dt.datetime) -> None:
    behaviours = [BEHAVIOUR_BY_NUMBER[number].key for number in incident.behaviours]
    problems = detail_problems(details, behaviours=behaviours, now=now)
    if problems:
        raise ReportRefused(problems)


def _fill_in(
    incident: Incident,
    product: Product | None,
    customer_ref: str,
    complaint_valid: str,
    details: Details,
    now: dt.datetime,
) -> None:
    if incident.product_id is None:
        incident.product = product
    if incident.customer_id is None:
        incident.customer = find_or_make_customer(reference=customer_ref, now=now)
    if incident.complaint_valid is None and complaint_valid:
        incident.complaint_valid = COMPLAINT_VALID_BY_KEY[complaint_valid].number
    set_details(incident, details)
    incident.save(update_fields=["product", "customer", "complaint_valid", *DETAIL_COLUMNS])
    write_rows(incident, details)
    if details.prepared:
        preparedness_told.send(Incident, incident=incident, now=now)
