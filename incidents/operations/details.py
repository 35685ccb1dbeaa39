"""What the reporter adds after sending. Nothing that was told is rewritten."""

import datetime as dt

from django.db import transaction

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.models import Incident, Narrative, Product
from incidents.operations import rules
from incidents.operations.customer import find_or_make_customer
from people.errors import RuleBroken
from people.models import User


@transaction.atomic
def add_narrative(*, actor: User, incident: Incident, body: str, now: dt.datetime) -> Narrative:
    """Add the reporter's own words below the earlier ones.

    Checks: the actor reported it, there are words, at most 10,000 characters.
    Writes: one narrative row.
    """
    if incident.reported_by_id != actor.pk:
        raise RuleBroken(rules.NOT_YOURS)
    if not body.strip():
        raise RuleBroken(rules.NO_WORDS, field="narrative")
    rules.check_words(body)
    return Narrative.objects.create(
        incident=incident, written_by=actor, written_at=now, body=body.strip()
    )


@transaction.atomic
def complete_report(
    *,
    actor: User,
    incident: Incident,
    product: Product | None = None,
    customer_ref: str = "",
    complaint_valid: str = "",
    narrative: str = "",
    now: dt.datetime,
) -> Incident:
    """Fill in what was left out when the report was sent; everything may stay empty.

    Checks: the actor reported it; values follow the rules of a report.
    Writes: product, customer and complaint where they were empty; the words as a new row.
    """
    if incident.reported_by_id != actor.pk:
        raise RuleBroken(rules.NOT_YOURS)
    rules.check_reference(customer_ref)
    rules.check_complaint(complaint_valid)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.product_id is None:
        incident.product = product
    if incident.customer_id is None:
        incident.customer = find_or_make_customer(reference=customer_ref, now=now)
    if incident.complaint_valid is None and complaint_valid:
        incident.complaint_valid = COMPLAINT_VALID_BY_KEY[complaint_valid].number
    incident.save(update_fields=["product", "customer", "complaint_valid"])
    if narrative.strip():
        add_narrative(actor=actor, incident=incident, body=narrative, now=now)
    return incident
