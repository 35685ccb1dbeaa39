"""What HR reads about remedies and promises: by product and team, never about a few people."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from incidents.codes.customer import REMEDY_BY_KEY
from incidents.models import RemedyRule, Settlement
from people.models import Membership, Team, User
from reports.operations.made_good import made_good_figures
from reports.operations.publish import publish_month
from reports.periods import quarter_months
from tests.cast import Cast
from tests.factories import (
    IncidentFactory,
    MembershipFactory,
    ProductFactory,
    PromiseFactory,
    RemedyFactory,
    UserFactory,
)

MONTH = dt.date(2026, 9, 1)
AT = dt.datetime(2026, 9, 10, 9, 0, tzinfo=dt.UTC)


def team_of(cast: Cast, size: int) -> tuple[Team, list[User]]:
    people = UserFactory.create_batch(size)
    for person in people:
        MembershipFactory.create(user=person, team=cast.north)
    return cast.north, people


@pytest.fixture
def given(cast: Cast) -> None:
    """Six colleagues gave 4 × €26 about bills; two gave about pumps; five about nothing."""
    team, people = team_of(cast, 12)
    bill, pump = ProductFactory.create(name="Bill"), ProductFactory.create(name="Pump")
    RemedyRule.objects.create(
        kind=REMEDY_BY_KEY["refund"].number, role="staff", limit=Decimal(200), set_at=AT
    )
    for product, givers in ((bill, people[:6]), (pump, people[:2]), (None, people[:6])):
        for person in givers:
            report = IncidentFactory.create(
                team=team, reported_by=person, product=product, occurred_at=AT
            )
            for _ in range(4):
                RemedyFactory.create(
                    incident=report,
                    product=product,
                    asked_by=person,
                    asked_at=AT,
                    value=Decimal(26),
                    is_granted=True,
                    decided_by=person,
                    decided_at=AT,
                )


def test_a16_cost_per_product_is_rounded_and_hides_what_few_gave(given: None) -> None:
    figures = made_good_figures(quarter_months(MONTH), 5)
    shown = {row["name"]: row["cost"] for row in figures["products"]}
    assert shown["Pump"] is None, "two colleagues"
    assert [cost for cost in shown.values() if cost is not None] == [600]
    assert list(shown.values()).count(None) == 2, "one alone could be worked out"


def test_a13_kept_rate_per_team_hides_small_groups(cast: Cast) -> None:
    team, people = team_of(cast, 12)
    for place, person in enumerate(people[:6] * 4):
        PromiseFactory.create(
            team=team,
            owner=person,
            due_at=AT,
            made_at=AT - dt.timedelta(days=1),
            outcome="kept" if place % 4 else "not_kept",
            closed_at=AT - dt.timedelta(hours=1),
            closed_by=person,
        )
    PromiseFactory.create_batch(6, team=cast.south, owner=cast.zoe, due_at=AT)
    shown = made_good_figures(quarter_months(MONTH), 5)["teams"]
    assert [row["tenths"] for row in shown] == [6], "18 of 30 by the teams together"
    assert made_good_figures(quarter_months(MONTH), 8)["teams"][0]["tenths"] is None


def test_promises_kept_of_one_manager_go_to_nobody_above(cast: Cast) -> None:
    """Teams large enough to stand alone, both led by Max: no line of one manager is left."""
    for team in (cast.north, cast.south):
        for person in UserFactory.create_batch(12):
            MembershipFactory.create(user=person, team=team)
            PromiseFactory.create_batch(3, team=team, owner=person, due_at=AT)
    months = quarter_months(MONTH)
    Membership.objects.filter(kind=Membership.Kind.MANAGER).exclude(user=cast.max).delete()
    assert made_good_figures(months, 5)["teams"] == []
    MembershipFactory.create(user=cast.dex, team=cast.south, kind=Membership.Kind.MANAGER)
    assert [row["joined"] for row in made_good_figures(months, 5)["teams"]] == [2]


def test_a17_share_solved_by_the_customers_own_proposal(cast: Cast) -> None:
    _team, people = team_of(cast, 6)
    for place, person in enumerate(people * 5):
        report = IncidentFactory.create(team=cast.north, reported_by=person, occurred_at=AT)
        Settlement.objects.create(
            incident=report, is_agreed=True, is_customers_idea=place % 2 == 0, fix="A call"
        )
    assert made_good_figures(quarter_months(MONTH), 5)["own_idea"] == 5
    assert made_good_figures(quarter_months(MONTH), 7)["own_idea"] is None


def test_made_good_is_read_by_hr_alone(client: Client, cast: Cast, given: None) -> None:
    publish_month(month=MONTH, now=dt.datetime(2026, 11, 18, tzinfo=dt.UTC))
    client.force_login(cast.hana)
    html = client.get("/trends/2026-09/made-good/").content.decode()
    assert "What was given, by product" in html
    client.force_login(cast.max)
    assert client.get("/trends/2026-09/made-good/").status_code == 404
