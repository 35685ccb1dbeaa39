"""Entries that may be one customer: names alike, or the same phone or mail."""

import uuid
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Q

from incidents.models import Customer, CustomerMerge
from people.models import User

LIKE = 0.6
MOST = 50

# Both entries are of one kind, both are seen; the name index answers the likeness.
_PAIRS = """
SELECT one.customer_id, other.customer_id, similarity(one.name, other.name) AS likeness
FROM incidents_customeridentity one
JOIN incidents_customeridentity other ON one.customer_id < other.customer_id AND (
    (one.name <> '' AND one.name %% other.name AND similarity(one.name, other.name) >= %s)
    OR (one.phone <> '' AND one.phone = other.phone)
    OR (one.email <> '' AND one.email = other.email)
)
JOIN incidents_customer a ON a.id = one.customer_id
JOIN incidents_customer b ON b.id = other.customer_id AND a.kind = b.kind
WHERE one.customer_id = ANY(%s) AND other.customer_id = ANY(%s)
ORDER BY likeness DESC, one.customer_id LIMIT %s
"""


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one."""

    one: Customer
    other: Customer


def duplicates_of(user: User, customer: Customer) -> list[Customer]:
    """Return the entries that look like this one, of those the person sees. One query."""
    identity = customer.identity
    same = Q(pk__in=[])
    if identity.phone:
        same |= Q(identity__phone=identity.phone)
    if identity.email:
        same |= Q(identity__email=identity.email)
    if identity.name:
        same |= Q(likeness__gte=LIKE)
    found = (
        Customer.objects.filter(pk__in=Customer.objects.visible_to(user).values("pk"))
        .filter(kind=customer.kind)
        .exclude(pk=customer.pk)
        .annotate(likeness=TrigramSimilarity("identity__name", identity.name))
        .filter(same)
    )
    return list(found.select_related("identity").order_by("-likeness", "pk")[:5])


def suggested_pairs(user: User) -> list[Pair]:
    """Return the pairs of entries that may be one customer. Three queries, fifty pairs at most."""
    seen = list(Customer.objects.visible_to(user).order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [LIKE, seen, seen, MOST])
        pairs = [(row[0], row[1]) for row in cursor.fetchall()]
    rows = Customer.objects.select_related("identity").in_bulk(
        {key for pair in pairs for key in pair}
    )
    return [Pair(rows[one], rows[other]) for one, other in pairs]


def merges_of(customer: Customer) -> list[CustomerMerge]:
    """Return which entries were joined into this one and not parted since, newest first."""
    rows = CustomerMerge.objects.filter(kept=customer, undone_at__isnull=True)
    return list(rows.select_related("gone__identity", "merged_by"))


def seen_merge(user: User, public_id: uuid.UUID) -> CustomerMerge | None:
    """Return a merge whose kept entry the person sees."""
    seen = Customer.objects.visible_to(user).values("pk")
    rows = CustomerMerge.objects.filter(public_id=public_id, kept__in=seen)
    return rows.select_related("kept__identity", "gone__identity").first()
