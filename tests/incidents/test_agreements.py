import datetime as dt

import pytest
from django.utils import timezone

from incidents.models import Customer
from incidents.operations import end_agreement, note_agreement
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory


@pytest.fixture
def customer(cast: Cast) -> Customer:
    customer = CustomerFactory.create()
    IncidentFactory.create(reported_by=cast.ana, team=cast.north, customer=customer)
    return customer


def test_agreement_is_kept_in_the_name_of_the_team(
    cast: Cast, customer: Customer, now: dt.datetime
) -> None:
    agreement = note_agreement(
        actor=cast.max,
        customer=customer,
        text=" Two at\nthe desk. ",
        until=timezone.localdate(now),
        now=now,
    )
    assert (agreement.text, agreement.team) == ("Two at the desk.", cast.north)
    assert customer.agreements.in_force(timezone.localdate(now)).get() == agreement
    assert not customer.agreements.in_force(timezone.localdate(now) + dt.timedelta(days=1)).exists()


@pytest.mark.parametrize(
    ("text", "days", "field"),
    [
        ("", 1, "text"),
        ("x" * 201, 1, "text"),
        ("Fine.", None, "until"),
        ("Fine.", -1, "until"),
        ("Fine.", 367, "until"),
    ],
)
def test_agreement_refuses_at_the_field(
    cast: Cast, customer: Customer, now: dt.datetime, text: str, days: int | None, field: str
) -> None:
    until = None if days is None else timezone.localdate(now) + dt.timedelta(days=days)
    with pytest.raises(RuleBroken) as refused:
        note_agreement(actor=cast.max, customer=customer, text=text, until=until, now=now)
    assert refused.value.field == field


def test_at_most_three_agreements_are_in_force(
    cast: Cast, customer: Customer, now: dt.datetime
) -> None:
    until = timezone.localdate(now) + dt.timedelta(days=30)
    made = [
        note_agreement(actor=cast.dex, customer=customer, text=text, until=until, now=now)
        for text in ("One.", "Two.", "Three.")
    ]
    with pytest.raises(RuleBroken, match="Three"):
        note_agreement(actor=cast.max, customer=customer, text="Four.", until=until, now=now)
    ended = end_agreement(actor=cast.max, agreement=made[0], now=now)
    assert (ended.ended_by, ended.ended_at) == (cast.max, now)
    assert end_agreement(actor=cast.dex, agreement=made[0], now=now).ended_by == cast.max
    note_agreement(actor=cast.max, customer=customer, text="Four.", until=until, now=now)


def test_agreement_is_for_teams_that_met_the_customer(
    cast: Cast, customer: Customer, now: dt.datetime
) -> None:
    for actor in (cast.ana, cast.otto, cast.zoe, cast.hana, cast.pim, cast.bo):
        with pytest.raises(RuleBroken):
            note_agreement(
                actor=actor, customer=customer, text="No.", until=timezone.localdate(now), now=now
            )
    agreement = note_agreement(
        actor=cast.max, customer=customer, text="Yes.", until=timezone.localdate(now), now=now
    )
    with pytest.raises(RuleBroken):
        end_agreement(actor=cast.otto, agreement=agreement, now=now)
