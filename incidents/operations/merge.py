"""Two entries that are one customer: joining them, and taking that back."""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import (
    Agreement,
    AssignmentNote,
    Customer,
    CustomerMerge,
    Event,
    Incident,
    Measure,
    Promise,
    RelationReview,
)
from incidents.operations.measures.relation import close_fallen_review, open_relation_review
from incidents.operations.measures.review import ask_review_elsewhere
from incidents.permissions import may_edit_customer
from incidents.signals import customers_joined, customers_parted
from people.errors import RuleBroken
from people.models import User

# Every table whose rows hang on a customer, with the column that says so.
MOVED: tuple[tuple[type[models.Model], str], ...] = (
    (Incident, "customer"),
    (Agreement, "customer"),
    (Measure, "customer"),
    (Promise, "customer"),
    (RelationReview, "customer"),
    (AssignmentNote, "customer"),
    (Customer, "organisation"),
)


@transaction.atomic
def merge_customers(
    *, actor: User, kept: Customer, gone: Customer, now: dt.datetime
) -> CustomerMerge:
    """Join two entries of one customer; everything that hung on `gone` hangs on `kept`.

    Checks: the actor keeps entries and sees both; they are two, of one kind, both still there;
    not one the contact person of the other; at most one has an open review of the relation.
    Writes: the merge with the rows it moved, the rows, a line on each report's timeline; the
    reports together may open the question whether we want this relation. Signals: that they
    became one.
    """
    locked = Customer.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    entries = {customer.pk: customer for customer in locked}
    kept, gone = entries[kept.pk], entries[gone.pk]
    _check_seen(actor, kept, gone)
    _check_pair(kept, gone)
    merge = CustomerMerge.objects.create(
        kept=kept, gone=gone, moved=_rows_of(gone), merged_by=actor, merged_at=now
    )
    _hang(merge.moved, gone, kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    _note(merge, Event.Kind.CUSTOMER_MERGED, actor, now)
    latest = Incident.objects.about(kept).order_by("-occurred_at", "-pk").first()
    if latest is not None:
        open_relation_review(incident=latest, now=now)
    customers_joined.send(CustomerMerge, merge=merge, now=now)
    return merge


@transaction.atomic
def undo_merge(*, actor: User, merge: CustomerMerge, now: dt.datetime) -> CustomerMerge:
    """Part two entries again: exactly the rows that were moved go back, later ones stay.

    A row that was meanwhile moved to another customer stays where it is.

    Checks: the actor keeps entries and sees the kept one; it was not taken back before; the kept
    entry itself was not merged since; the entry would not bring back a second open review.
    Writes: the rows, who took it back and when, a line on each report's timeline; a measure whose
    reports are now with the other entry waits to be looked at again, a review of the relation
    with too few reports falls. Signals: that they are two again.
    """
    merge = CustomerMerge.objects.select_for_update().get(pk=merge.pk)
    kept = Customer.objects.select_for_update().get(pk=merge.kept_id)
    gone = Customer.objects.select_for_update().get(pk=merge.gone_id)
    _check_seen(actor, kept)
    if merge.undone_at is not None:
        raise RuleBroken(_("This was taken back before."))
    _hang(merge.moved, kept, gone)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    ask_review_elsewhere(customers=[kept, gone], now=now)
    for customer in (kept, gone):
        close_fallen_review(customer=customer, now=now)
    merge.undone_by, merge.undone_at = actor, now
    merge.save(update_fields=["undone_by", "undone_at"])
    _note(merge, Event.Kind.CUSTOMER_PARTED, actor, now)
    customers_parted.send(CustomerMerge, merge=merge, now=now)
    return merge


def _check_seen(actor: User, *customers: Customer) -> None:
    if any(customer.merged_into_id is not None for customer in customers):
        raise RuleBroken(_("One of these entries was joined with another one. Open that one."))
    seen = Customer.objects.visible_to(actor).filter(pk__in=[c.pk for c in customers])
    if not may_edit_customer(actor) or seen.count() != len(customers):
        raise RuleBroken(_("Your team has no report about this customer."))


def _check_pair(kept: Customer, gone: Customer) -> None:
    if kept.pk == gone.pk:
        raise RuleBroken(_("This is the same entry."), field="other")
    if kept.kind != gone.kind:
        raise RuleBroken(_("A person and an organisation cannot be one entry."), field="other")
    if gone.organisation_id not in {None, kept.organisation_id}:
        raise RuleBroken(_("They belong to two organisations."), field="other")
    open_reviews = RelationReview.objects.open().filter(customer__in=[kept, gone])
    if open_reviews.count() > 1:
        raise RuleBroken(_("Both have an open question about the relation. Decide one of them."))


def _rows_of(customer: Customer) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for model, column in MOVED:
        found = _rows(model).filter(**{column: customer}).order_by("pk")
        rows[model._meta.db_table] = list(found.values_list("pk", flat=True))
    return rows


def _hang(moved: dict[str, list[int]], source: Customer, target: Customer) -> None:
    """Hang rows on another entry; those that are no longer where they were stay."""
    for model, column in MOVED:
        keys = moved.get(model._meta.db_table, [])
        _rows(model).filter(pk__in=keys, **{column: source}).update(**{column: target})


def _rows(model: type[models.Model]) -> "models.QuerySet[Any]":
    return model._default_manager.all()


def _note(merge: CustomerMerge, kind: Event.Kind, actor: User, now: dt.datetime) -> None:
    about = str(merge.public_id)
    Event.objects.bulk_create(
        Event(incident_id=key, kind=kind, actor=actor, at=now, about=about)
        for key in merge.moved[Incident._meta.db_table]
    )
