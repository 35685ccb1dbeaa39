"""What lies on the table when a relation is reconsidered: reports, load and cost."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, QuerySet, Sum

from incidents.codes import Severity
from incidents.models import Customer, Incident, RelationReview, Remedy
from incidents.severity import WEIGHT

YEAR = dt.timedelta(days=365)
REPORTERS_AT_LEAST = 2


@dataclass(frozen=True)
class Scale:
    """Side by side, without anybody's name: how much this relation takes and costs."""

    incidents: list[Incident]
    colleagues: int
    load: int
    remedies: int
    cost: Decimal


def confirmed_about(customer: Customer, now: dt.datetime) -> "QuerySet[Incident]":
    """Return the confirmed reports of the last twelve months that are held about a customer."""
    held = Incident.objects.about(customer).held_against_customer().confirmed()
    return held.filter(occurred_at__gt=now - YEAR, occurred_at__lte=now)


def repeats_of(customer: Customer, now: dt.datetime) -> "QuerySet[Incident]":
    """Return those of them that no finished review has looked at yet."""
    decided = customer.reviews.filter(second_at__isnull=False)
    last = decided.aggregate(last=Max("opened_at"))["last"]
    found = confirmed_about(customer, now)
    return found.filter(reported_at__gt=last) if last else found


def scale_of(review: RelationReview, now: dt.datetime) -> Scale:
    """Return what is weighed: reports, load on colleagues, what was given."""
    incidents = list(
        confirmed_about(review.customer, now)
        .select_related("product", "team")
        .order_by("-occurred_at", "-pk")
    )
    counted = Incident.objects.about(review.customer).held_against_customer()
    given = Remedy.objects.given().filter(incident__in=counted, asked_at__gt=now - YEAR)
    return Scale(
        incidents=incidents,
        colleagues=len({incident.reported_by_id for incident in incidents}),
        load=sum(WEIGHT[Severity(incident.severity)] for incident in incidents),
        remedies=given.count(),
        cost=given.aggregate(cost=Sum("value"))["cost"] or Decimal(0),
    )
