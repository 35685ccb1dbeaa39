"""Cards follow when two entries of one customer are joined, and go back when they are parted."""

import datetime as dt

import pytest
from django.test import Client

from incidents.models import Customer, CustomerMerge, Incident
from incidents.operations.merge import merge_customers, undo_merge
from people.models import Membership, User
from reports.models import CustomerContacts, PatternCard
from reports.operations import close_card
from reports.operations.nightly import look_for_patterns
from reports.queries.company import Known
from tests.factories import MembershipFactory, UserFactory
from tests.reports.company import OCTOBER, Company, after_close, founded, report

NOW = after_close(OCTOBER)
DAY = dt.date(2026, 10, 20)


@pytest.fixture
def company(db: None) -> Company:
    return founded(teams=1, staff=4, products=1, customers=40)


@pytest.fixture
def max_(company: Company, client: Client) -> User:
    user: User = UserFactory.create(name="Max")
    MembershipFactory.create(user=user, team=company.teams[0], kind=Membership.Kind.MANAGER)
    client.force_login(user)
    return user


def met(company: Company, customer: Customer, *reporters: int) -> None:
    (team,) = company.teams
    people = company.staff[team.pk]
    rows = [report(people[n], team, DAY, customer=customer) for n in reporters]
    Incident.objects.bulk_create(rows)


def opened(company: Company, customer: Customer) -> PatternCard:
    """Open a card as the night does, with the numbers of the day it was opened on."""
    return PatternCard.objects.create(
        customer=customer, team=company.teams[0], reports=3, reporters=2,
        opened_in=OCTOBER, seen_in=OCTOBER, opened_at=NOW,
    )  # fmt: skip


def joined(company: Company, actor: User) -> CustomerMerge:
    kept, gone = company.customers[:2]
    return merge_customers(actor=actor, kept=kept, gone=gone, now=NOW)


def test_card_follows_the_customer_and_goes_back(company: Company, max_: User) -> None:
    kept, gone = company.customers[:2]
    met(company, kept, 3, 3)
    met(company, gone, 0, 1, 1)
    card = opened(company, gone)
    merge = joined(company, max_)
    card.refresh_from_db()
    assert (card.customer, card.reports, card.reporters) == (kept, 5, 3)
    undo_merge(actor=max_, merge=merge, now=NOW)
    card.refresh_from_db()
    assert (card.customer, card.reports, card.reporters) == (gone, 3, 2)
    assert card.closed_at is None


def test_of_two_open_cards_one_closes_and_refers_to_the_other(
    company: Company, max_: User, client: Client
) -> None:
    kept, gone = company.customers[:2]
    for customer in (kept, gone):
        met(company, customer, 0, 1, 1)
    going_on, other = opened(company, kept), opened(company, gone)
    merge = joined(company, max_)
    for card in (going_on, other):
        card.refresh_from_db()
    assert (going_on.reports, going_on.closed_at, other.closed_at) == (6, None, NOW)
    page = client.get(other.get_absolute_url()).content.decode()
    assert f'<a href="{going_on.get_absolute_url()}">The card there</a> goes on.' in page
    undo_merge(actor=max_, merge=merge, now=NOW)
    other.refresh_from_db()
    going_on.refresh_from_db()
    assert (other.customer, other.closed_at, going_on.reports) == (gone, None, 3)


def test_card_that_only_the_two_together_carried_closes_when_they_part(
    company: Company, max_: User, client: Client
) -> None:
    """Two reports by one person are left: one reporter alone never names a customer."""
    kept, gone = company.customers[:2]
    met(company, kept, 3, 3)
    met(company, gone, 0)
    merge = joined(company, max_)
    card = opened(company, kept)
    undo_merge(actor=max_, merge=merge, now=NOW)
    card.refresh_from_db()
    assert (card.closed_at, card.closed_by) == (NOW, max_)
    assert "were parted again" in client.get(card.get_absolute_url()).content.decode()
    met(company, kept, *[0, 1, 2] * 5)
    look_for_patterns(now=NOW)
    again = PatternCard.objects.get(closed_at=None)
    assert again.previous == card, "what nobody closed does not rest for half a year"


def test_decided_card_keeps_its_result_on_both_ways(company: Company, max_: User) -> None:
    kept, gone = company.customers[:2]
    met(company, kept, 3)
    met(company, gone, 0, 1, 1)
    card = close_card(actor=max_, card=opened(company, gone), result="One contact.", now=NOW)
    merge = joined(company, max_)
    card.refresh_from_db()
    assert (card.customer, card.result) == (kept, "One contact.")
    undo_merge(actor=max_, merge=merge, now=NOW)
    card.refresh_from_db()
    assert (card.customer, card.result, card.closed_at) == (gone, "One contact.", NOW)


def test_contacts_of_joined_entries_are_added_up(company: Company, max_: User) -> None:
    kept, gone = company.customers[:2]
    met(company, kept, 3)
    met(company, gone, 0, 1)
    for customer, n in ((kept, 5), (gone, 7)):
        CustomerContacts.objects.create(customer=customer, month=OCTOBER, contacts=n)
    merge = joined(company, max_)
    known = Known(NOW.date())
    assert known.customers == [kept.pk]
    assert known.company().customer_contacts.n.tolist() == [12]  # type: ignore[union-attr]
    undo_merge(actor=max_, merge=merge, now=NOW)
    assert Known(NOW.date()).company().customer_contacts.n.tolist() == [5, 7]  # type: ignore[union-attr]
