"""Cards of customers follow when two entries of one customer are joined, and when they part."""

import datetime as dt

from django.db import transaction

from incidents.models import Customer, CustomerMerge
from people.models import User
from people.operations import settle_notices
from reports import queries
from reports.card_life import HALF_YEAR, comes_back
from reports.exposure.gaps import monday
from reports.models import JoinedCard, PatternCard
from reports.models.cards import PatternCardQuerySet
from reports.operations.cards import second_look_key
from reports.queries.cards import reporters_of


@transaction.atomic
def join_cards(*, merge: CustomerMerge, now: dt.datetime) -> None:
    """Hang the cards of the entry that is gone on the one that was kept.

    Checks: nothing. Writes: the cards; where both had an open one of the same team, the one of the
    gone entry is closed and refers to the other; the numbers of those that go on. Signals: none.
    Sends: nothing.
    """
    going_on = {card.team_id: card for card in _cards_of(merge.kept).open()}
    for card in _cards_of(merge.gone):
        other = going_on.get(card.team_id) if card.closed_at is None else None
        JoinedCard.objects.create(merge=merge, card=card, continued_in=other)
        if other is not None:
            _close(card, merge.merged_by, now)
        card.customer = merge.kept
        card.save(update_fields=["customer"])
    for card in _cards_of(merge.kept).open():
        _count(card, now)


@transaction.atomic
def part_cards(*, merge: CustomerMerge, now: dt.datetime) -> None:
    """Give the cards back that went along when two entries were joined.

    Checks: nothing. Writes: the cards; what was closed because the other went on is open again;
    the numbers of open ones, and one that its own reports do not carry any more is closed without
    a result. Signals: none. Sends: nothing.
    """
    for joined in JoinedCard.objects.filter(merge=merge).select_related("card").order_by("pk"):
        card = joined.card
        if card.customer_id == merge.kept_id:
            card.customer = merge.gone
            if joined.continued_in_id is not None:
                card.closed_at, card.closed_by = None, None
            card.save(update_fields=["customer", "closed_at", "closed_by"])
        joined.delete()
    for customer in (merge.kept, merge.gone):
        for card in _cards_of(customer).open():
            if not _count(card, now) and merge.undone_by is not None:
                _close(card, merge.undone_by, now)


def _cards_of(customer: Customer) -> PatternCardQuerySet:
    rows = PatternCard.objects.filter(customer=customer).order_by("pk")
    return rows.select_for_update(no_key=True)


def _count(card: PatternCard, now: dt.datetime) -> bool:
    """Count the half year anew; False, and nothing written, when it names nobody any more."""
    end = monday(queries.today(now))
    cell = reporters_of(card, end - HALF_YEAR, end)
    if not comes_back(cell):
        return False
    card.reports, card.reporters = sum(cell.values()), len(cell)
    card.save(update_fields=["reports", "reporters"])
    return True


def _close(card: PatternCard, actor: User, now: dt.datetime) -> None:
    settle_notices(keys=[second_look_key(card)], now=now)
    card.closed_at, card.closed_by = now, actor
    card.save(update_fields=["closed_at", "closed_by"])
