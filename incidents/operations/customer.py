"""Customers: found or made by reference, and what is agreed for the next contact."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.identity import normal_reference
from incidents.models import Agreement, Customer, CustomerIdentity
from incidents.permissions import may_end
from incidents.queries import known_customer
from people.errors import RuleBroken
from people.models import User

AGREEMENT_MAX = 200
MOST_AGREEMENTS = 3
LONGEST_AGREEMENT = dt.timedelta(days=366)


def find_or_make_customer(*, reference: str, now: dt.datetime) -> Customer | None:
    """Return the customer with exactly this reference, made when new; None without a reference.

    Writes: the customer and their identity, when nobody has the reference yet.
    """
    if not reference.strip():
        return None
    known = known_customer(reference)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            customer = Customer.objects.create(created_at=now)
            CustomerIdentity.objects.create(
                customer=customer, reference=normal_reference(reference)
            )
    except IntegrityError:  # somebody else made the same customer a moment ago
        return known_customer(reference)
    return customer


@transaction.atomic
def note_agreement(
    *, actor: User, customer: Customer, text: str, until: dt.date | None, now: dt.datetime
) -> Agreement:
    """Note what was agreed for the next contact, for everybody who meets the customer.

    Checks: the actor leads a team that met the customer; at most 200 characters; an end between
    today and a year from now; at most three are in force for one customer.
    Writes: the agreement, in the name of the team of the latest report.
    """
    Customer.objects.select_for_update().get(pk=customer.pk)
    met = customer.incidents.filter(team_id__in=actor.led_team_ids).order_by("-occurred_at").first()
    if met is None:
        raise RuleBroken(_("Your team has no report about this customer."))
    today = timezone.localdate(now)
    text = " ".join(text.split())
    _check_agreement(text, until, today)
    if customer.agreements.in_force(today).count() >= MOST_AGREEMENTS:
        raise RuleBroken(_("Three agreements are in force. End one of them first."), field="text")
    return Agreement.objects.create(
        customer=customer, team=met.team, text=text, until=until, agreed_by=actor, agreed_at=now
    )


@transaction.atomic
def end_agreement(*, actor: User, agreement: Agreement, now: dt.datetime) -> Agreement:
    """End an agreement before its day; ending it twice changes nothing.

    Checks: the actor leads a team that met the customer. Writes: who ended it and when.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if not may_end(actor, agreement):
        raise RuleBroken(_("Your team has no report about this customer."))
    if agreement.ended_at is None:
        agreement.ended_at, agreement.ended_by = now, actor
        agreement.save(update_fields=["ended_at", "ended_by"])
    return agreement


def _check_agreement(text: str, until: dt.date | None, today: dt.date) -> None:
    if not text:
        raise RuleBroken(_("Write what was agreed, as an instruction."), field="text")
    if len(text) > AGREEMENT_MAX:
        raise RuleBroken(_("This is too long: 200 characters at most."), field="text")
    if until is None:
        raise RuleBroken(_("Say until which day it holds."), field="until")
    if not today <= until <= today + LONGEST_AGREEMENT:
        raise RuleBroken(_("Choose a day between today and a year from now."), field="until")
