"""Finding and listing customers."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from incidents.codes import WordList
from incidents.identity import normal_phone, normal_reference
from incidents.models import (
    Agreement,
    AssignmentNote,
    Customer,
    Incident,
    Measure,
    ReadingConsent,
)
from incidents.queries.assignments import assigned_elsewhere
from incidents.queries.measures import DeskNote, desk_notes
from incidents.queries.words import words
from people.models import User

YEAR = dt.timedelta(days=365)
NAME_LIKENESS = 0.5


@dataclass(frozen=True)
class Known:
    """What an exact match shows at the desk: what is agreed, never the story."""

    customer: Customer
    agreements: list[Agreement]
    notes: list[DeskNote]
    away: list[AssignmentNote]


@dataclass(frozen=True)
class HistoryRow:
    """One report about a customer in words: what, how, about which product; not by whom."""

    incident: Incident
    behaviours: str
    channel: str
    can_move: bool = False
    is_withheld: bool = False

    @property
    def about(self) -> str:
        """By which way and about what; nothing for who may not read the report yet."""
        if self.is_withheld:
            return ""
        product = self.incident.product
        return ", ".join(filter(None, [self.channel, product.name if product else ""]))


def known_customer(reference: str) -> Customer | None:
    """Return the customer whose number, phone or mail is exactly this, however it is spaced."""
    matches = Q(identity__reference=normal_reference(reference))
    phone = normal_phone(reference)
    if phone:
        matches |= Q(identity__phone=phone)
    if "@" in reference:
        matches |= Q(identity__email=normal_reference(reference))
    return kept_one(Customer.objects.filter(matches).order_by("id").first())


def kept_one(customer: Customer | None) -> Customer | None:
    """Follow the merges from an entry that is gone to the one that was kept."""
    while customer is not None and customer.merged_into is not None:
        customer = customer.merged_into
    return customer


def kept_entries() -> dict[int, int]:
    """Give, for every entry that was joined with another one, the one that is there now."""
    into = dict(Customer.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    found = {}
    for gone, kept in into.items():
        at = kept
        while at in into:
            at = into[at]
        found[gone] = at
    return found


def seen_customer(user: User, public_id: uuid.UUID) -> Customer | None:
    """Return the customer behind an address, by an old address the kept one, when visible."""
    kept = kept_one(Customer.objects.filter(public_id=public_id).first())
    if kept is None:
        return None
    seen = Customer.objects.visible_to(user).select_related("identity", "organisation__identity")
    return seen.filter(pk=kept.pk).first()


def match(reference: str, day: dt.date) -> Known | None:
    """Return what desk staff may know after an exact match."""
    customer = known_customer(reference) if reference.strip() else None
    if customer is None:
        return None
    agreements = list(customer.agreements.in_force(day))
    away = assigned_elsewhere(customer, day)
    return Known(customer, agreements, desk_notes(customer, day), away)


def measures_against(reference: str) -> "QuerySet[Measure]":
    """Return what was taken for exactly this customer or their contact persons, newest first."""
    customer = known_customer(reference) if reference.strip() else None
    whose = Q(customer=customer) | Q(customer__organisation=customer)
    found = Measure.objects.taken().filter(whose) if customer else Measure.objects.none()
    return found.order_by("-starts_on", "-pk")


@dataclass(frozen=True)
class CustomerFilter:
    """What the list of customers is narrowed to; empty means no matter."""

    kind: str = ""
    has_agreement: bool = False
    is_all: bool = False


def listed_customers(user: User, wanted: CustomerFilter, day: dt.date) -> "QuerySet[Customer]":
    """Return the customers a manager or adviser sees, the latest reported first.

    Unless all are asked for, those of a year's reports.
    """
    seen = Q(incidents__confirmed_at__isnull=False, incidents__set_aside_at__isnull=True)
    if not user.is_adviser:
        seen &= Q(incidents__team_id__in=user.led_team_ids)
    in_force = Agreement.objects.in_force(day).filter(customer=OuterRef("pk"))
    found = Customer.objects.filter(pk__in=Customer.objects.visible_to(user).values("pk")).annotate(
        reports=Count("incidents", filter=seen),
        last_on=Max("incidents__occurred_on", filter=seen),
        has_agreement=Exists(in_force),
    )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.has_agreement:
        found = found.filter(has_agreement=True)
    if not wanted.is_all:
        found = found.filter(last_on__gte=day - YEAR)
    return found.select_related("identity").order_by(F("last_on").desc(nulls_last=True), "-pk")


def customers_named(user: User, name: str) -> "QuerySet[Customer]":
    """Return the customers somebody sees whose name is like this, the nearest first."""
    return (
        Customer.objects.filter(pk__in=Customer.objects.visible_to(user).values("pk"))
        .annotate(likeness=TrigramWordSimilarity(name, "identity__name"))
        .filter(Q(likeness__gte=NAME_LIKENESS) | Q(identity__name__icontains=name))
        .select_related("identity")
        .order_by("-likeness", "pk")
    )


def reports_about(customer: Customer, user: User) -> "QuerySet[Incident]":
    """Return the reports held about a customer that this person may see, newest first.

    Of an organisation those about its contact persons too.
    """
    about = Q(customer=customer) | Q(customer__organisation=customer)
    seen = Incident.objects.visible_to(user).held_against_customer()
    return seen.filter(about).select_related("product", "team")


def summary_of(reports: "QuerySet[Incident]") -> dict[str, Any]:
    """Return how many reports by how many colleagues since when."""
    return reports.aggregate(
        reports=Count("pk"), people=Count("reported_by", distinct=True), since=Min("occurred_on")
    )


def in_words(
    incidents: list[Incident], reader: User, *, is_moving: bool = False
) -> list[HistoryRow]:
    """Say what happened in the organisation's words; three queries for any number of reports.

    With `is_moving` the reader may be offered to move a report to another customer: who acts on
    it, and may read it.
    """
    withheld = set(
        ReadingConsent.objects.withheld_from(reader)
        .filter(incident__in=incidents)
        .values_list("incident", flat=True)
    )
    behaviours = {word.number: word.label for word in words(WordList.BEHAVIOUR, with_hidden=True)}
    channels = {word.number: word.label for word in words(WordList.CHANNEL, with_hidden=True)}
    return [
        HistoryRow(
            incident=incident,
            behaviours=", ".join(behaviours[number] for number in incident.behaviours),
            channel=channels[incident.channel],
            can_move=is_moving and incident.is_led_by(reader) and incident.pk not in withheld,
            is_withheld=incident.pk in withheld,
        )
        for incident in incidents
    ]


def contacts_of(user: User, customer: Customer) -> "QuerySet[Customer]":
    """Return the contact persons of an organisation that this person sees, by name."""
    return (
        Customer.objects.filter(pk__in=Customer.objects.visible_to(user).values("pk"))
        .filter(organisation=customer)
        .select_related("identity")
        .order_by("identity__name", "pk")
    )
