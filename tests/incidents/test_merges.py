"""Two entries of one customer: joined, found under both numbers, and parted again."""

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from incidents.codes.customer import Rung
from incidents.models import (
    Customer,
    CustomerIdentity,
    CustomerMerge,
    Event,
    Measure,
    ReportChange,
)
from incidents.operations.customer import find_or_make_customer
from incidents.operations.merge import MOVED, merge_customers, undo_merge
from incidents.permissions import can_carry_measure
from incidents.queries import known_customer
from people.errors import RuleBroken
from reports.models import CustomerContacts, CustomerScore, PatternCard
from tests.cast import Cast
from tests.factories import AgreementFactory, CustomerFactory, IncidentFactory


@pytest.fixture
def pair(cast: Cast) -> tuple[Customer, Customer]:
    kept, gone = CustomerFactory.create_batch(2)
    for customer in (kept, gone):
        IncidentFactory.create(team=cast.north, customer=customer)
    AgreementFactory.create(team=cast.north, customer=gone, agreed_by=cast.max)
    return kept, gone


def test_merge_knows_every_table_that_names_a_customer() -> None:
    named = {
        (field.related_model, field.field.name)
        for field in Customer._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel | models.OneToOneRel)
    }
    kept_apart = {
        (CustomerIdentity, "customer"),
        (CustomerMerge, "kept"),
        (CustomerMerge, "gone"),
        (Customer, "merged_into"),
        # They came for this number, month by month; who reads them adds up by `merged_into`.
        (CustomerContacts, "customer"),
        # Reports move it when they hear of it (tests/reports/test_joined_cards.py).
        (PatternCard, "customer"),
        # Marks that reports changed, moved ones too; the worker counts scores anew by them.
        (ReportChange, "customer"),
        (CustomerScore, "customer"),
    }
    assert named - kept_apart == set(MOVED)


def test_merge_moves_what_hung_on_the_entry_and_hides_it(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime
) -> None:
    kept, gone = pair
    reference = gone.identity.reference
    merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)
    assert kept.incidents.count() == 2
    assert kept.agreements.count() == 1
    assert gone.incidents.count() == 0
    assert list(Customer.objects.visible_to(cast.max)) == [kept]
    assert list(Customer.objects.visible_to(cast.pim)) == [kept]
    assert known_customer(reference) == kept
    assert find_or_make_customer(reference=reference, now=now) == kept
    assert Event.objects.get().kind == Event.Kind.CUSTOMER_MERGED


def test_undo_gives_back_exactly_the_rows_that_were_moved(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime
) -> None:
    kept, gone = pair
    own = gone.incidents.get()
    merge = merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)
    later = IncidentFactory.create(team=cast.north, customer=kept)
    undo_merge(actor=cast.dex, merge=merge, now=now)
    assert list(gone.incidents.all()) == [own]
    assert gone.agreements.count() == 1
    assert later in kept.incidents.all()
    assert kept.incidents.count() == 2
    assert known_customer(gone.identity.reference) == gone
    merge.refresh_from_db()
    assert merge.undone_by == cast.dex
    with pytest.raises(RuleBroken):
        undo_merge(actor=cast.dex, merge=merge, now=now)
    merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)


def test_undo_leaves_a_report_that_went_elsewhere(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime
) -> None:
    kept, gone = pair
    moved = gone.incidents.get()
    merge = merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)
    elsewhere = CustomerFactory.create()
    moved.customer = elsewhere
    moved.save(update_fields=["customer"])
    undo_merge(actor=cast.max, merge=merge, now=now)
    moved.refresh_from_db()
    assert moved.customer == elsewhere


def test_undo_goes_back_in_order(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime
) -> None:
    kept, gone = pair
    third = CustomerFactory.create()
    IncidentFactory.create(team=cast.north, customer=third)
    first = merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)
    second = merge_customers(actor=cast.max, kept=third, gone=kept, now=now)
    assert known_customer(gone.identity.reference) == third
    with pytest.raises(RuleBroken):
        undo_merge(actor=cast.max, merge=first, now=now)
    undo_merge(actor=cast.max, merge=second, now=now)
    undo_merge(actor=cast.max, merge=first, now=now)
    assert [c.incidents.count() for c in (kept, gone, third)] == [1, 1, 1]


@pytest.mark.parametrize("name", ["ana", "otto", "hana", "bo"])
def test_merge_is_for_who_sees_both(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime, name: str
) -> None:
    kept, gone = pair
    with pytest.raises(RuleBroken):
        merge_customers(actor=getattr(cast, name), kept=kept, gone=gone, now=now)
    assert not CustomerMerge.objects.exists()


def test_merge_refuses_itself_and_two_kinds(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime
) -> None:
    kept, gone = pair
    with pytest.raises(RuleBroken):
        merge_customers(actor=cast.max, kept=kept, gone=kept, now=now)
    Customer.objects.filter(pk=gone.pk).update(kind=Customer.Kind.ORGANISATION)
    with pytest.raises(RuleBroken):
        merge_customers(actor=cast.max, kept=kept, gone=gone, now=now)


def test_measure_names_a_person_never_the_account(
    cast: Cast, pair: tuple[Customer, Customer], now: dt.datetime
) -> None:
    kept, gone = pair
    Customer.objects.filter(pk=gone.pk).update(kind=Customer.Kind.ORGANISATION)
    gone.refresh_from_db()
    assert can_carry_measure(kept)
    assert not can_carry_measure(gone)
    row = {"team": cast.north, "kind": Rung.ORDER_TALK, "proposed_by": cast.ana}
    Measure.objects.create(customer=kept, proposed_at=now, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(customer=gone, proposed_at=now, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.update(customer=gone)
