"""Customers: found or made by reference."""

import datetime as dt

from django.db import IntegrityError, transaction

from incidents.identity import normal_reference
from incidents.models import Customer, CustomerIdentity
from incidents.queries import known_customer


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
