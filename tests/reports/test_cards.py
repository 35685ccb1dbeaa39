"""Pattern cards: opened by a finding, decided about by HR, and what came of them is kept."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.codes.after import TRIGGERS
from incidents.models import Incident, Product
from people.errors import RuleBroken
from people.models import RoleGrant, User
from reports.card_life import CardState, state_of
from reports.models import CardStep, MonthlyReport, PatternCard
from reports.operations import (
    StepInput,
    add_step,
    close_card,
    dismiss_card,
    look_again,
    remove_step,
    reopen_card,
    take_card,
)
from reports.operations.cards import renew_cards
from reports.operations.evidence import renew_evidence
from reports.operations.publish import publish_due_months
from reports.periods import shifted
from reports.queries.cards import cards_named_in
from tests.factories import ProductFactory, UserFactory
from tests.reports.company import OCTOBER, after_close, busy_months, contacts, founded

NOW = after_close(OCTOBER)
TODAY = NOW.date()
WEEK = dt.timedelta(days=7)
WAITING = next(word.number for word in TRIGGERS if word.key == "waiting_time")


@pytest.fixture
def hana(db: None, client: Client) -> User:
    user: User = UserFactory.create(name="Hana Mol")
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    client.force_login(user)
    return user


def named(month: dt.date, *products: Product | None) -> MonthlyReport:
    """Write the frozen report of a month that names these products, as publishing writes it."""
    findings = [
        {
            "id": product.pk,
            "name": product.name,
            "is_shown": True,
            "reports": 31,
            "expected": 17,
            "times": 1.8,
            "low": 1.2,
            "high": 2.5,
            "words": "nearly_twice",
        }
        for product in products
        if product is not None
    ]
    counts = [{"id": product.pk, "reports": 8} for product in products if product]
    figures = {
        "findings": findings,
        "basis": "contacts",
        "smallest": 5,
        "month": {"is_shown": True, "products": counts},
    }
    return MonthlyReport.objects.create(month=month, made_at=NOW, figures=figures)


@pytest.fixture
def card(db: None) -> PatternCard:
    return renew_cards(report=named(OCTOBER, ProductFactory.create(name="Heat pump")), now=NOW)[0]


def step(**changed: object) -> StepInput:
    given = {"kind": "quick", "what": "Call first", "who": "Planning", "starts_on": TODAY}
    return StepInput(**{**given, **changed})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a22_pair_that_repeats_raises_one_card_that_names_the_cause() -> None:
    """Product 1 and waiting come together again and again; one card, whatever the months."""
    company = founded()
    busy_months(company)
    contacts(company)
    Incident.objects.filter(product=company.products[0]).update(trigger=WAITING)
    publish_due_months(now=NOW)
    names = [
        (report.month, found["id"])
        for report in MonthlyReport.objects.order_by("month")
        for found in report.figures.get("findings", [])
    ]
    first = company.products[0].pk
    months = [month for month, product in names if product == first]
    assert len(months) > 1
    card = PatternCard.objects.get(product=first)
    assert (card.opened_in, card.seen_in) == (months[0], months[-1])
    assert {product for _month, product in names} == set(
        PatternCard.objects.values_list("product", flat=True)
    )
    renew_evidence()
    card.refresh_from_db()
    (cause,) = card.causes["named"]
    assert cause == {"trigger": "waiting_time", "reports": None}, "all of them name it"


@pytest.mark.django_db
def test_database_keeps_one_open_card_per_product(card: PatternCard) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PatternCard.objects.create(
            product=card.product, opened_in=OCTOBER, seen_in=OCTOBER, opened_at=NOW
        )


def test_pattern_that_returns_refers_to_the_card_before(hana: User, card: PatternCard) -> None:
    close_card(actor=hana, card=card, result="A second planner helped.", now=NOW)
    named(shifted(OCTOBER, 1))
    (again,) = renew_cards(report=named(shifted(OCTOBER, 2), card.product), now=NOW)
    assert again.pk != card.pk
    assert again.previous == card


def test_closed_pattern_rests_while_the_reports_look_at_the_same_months(
    hana: User, client: Client, card: PatternCard
) -> None:
    """Closed in November: the first report that looks at none of its months is that of May."""
    close_card(actor=hana, card=card, result="A second planner helped.", now=NOW)
    later = [named(shifted(OCTOBER, n), card.product) for n in range(1, 8)]
    for report in later[:-1]:
        assert renew_cards(report=report, now=NOW) == []
    assert cards_named_in(later[0].month, [card.product_id or 0]) == {card.product_id: card}
    (again,) = renew_cards(report=later[-1], now=NOW)
    assert (again.opened_in, again.previous) == (dt.date(2027, 5, 1), card)


def test_card_that_is_left_alone_does_not_open_twice(hana: User, card: PatternCard) -> None:
    dismiss_card(actor=hana, card=card, until=TODAY + WEEK, why="A known storm.", now=NOW)
    (same,) = renew_cards(report=named(shifted(OCTOBER, 1), card.product), now=NOW)
    assert same == card
    assert same.seen_in == shifted(OCTOBER, 1)
    assert same.state(TODAY) == CardState.DISMISSED
    assert same.state(TODAY + WEEK) == CardState.NEW
    assert reopen_card(card=same).state(TODAY) == CardState.NEW


@pytest.mark.parametrize(
    ("known", "state"),
    [
        ({}, "new"),
        ({"is_taken": True}, "looked_at"),
        ({"is_taken": True, "steps": [TODAY]}, "running"),
        ({"is_taken": True, "steps": [TODAY], "look_again_on": TODAY + WEEK}, "running"),
        ({"is_taken": True, "steps": [TODAY - WEEK], "look_again_on": TODAY}, "checking"),
        ({"is_taken": True, "steps": [TODAY + WEEK], "look_again_on": TODAY}, "running"),
        ({"is_taken": True, "look_again_on": TODAY}, "looked_at"),
        ({"dismissed_until": TODAY + WEEK}, "dismissed"),
        ({"is_taken": True, "dismissed_until": TODAY}, "looked_at"),
        ({"is_closed": True, "dismissed_until": TODAY + WEEK}, "closed"),
    ],
)
def test_state_is_told_from_what_was_decided(known: dict[str, object], state: str) -> None:
    nothing = {
        "is_taken": False,
        "steps": [],
        "look_again_on": None,
        "dismissed_until": None,
        "is_closed": False,
    }
    assert state_of(**{**nothing, **known}, today=TODAY) == state  # type: ignore[arg-type]


def test_step_needs_who_follows_it_and_plans_the_second_look(hana: User, card: PatternCard) -> None:
    with pytest.raises(RuleBroken, match="Take the card first"):
        add_step(actor=hana, card=card, step=step(), now=NOW)
    take_card(actor=hana, card=card, now=NOW)
    made = add_step(actor=hana, card=card, step=step(expected_drop=30), now=NOW)
    card.refresh_from_db()
    assert card.look_again_on == TODAY + 12 * WEEK
    look_again(card=card, on=TODAY + WEEK, now=NOW)
    add_step(actor=hana, card=card, step=step(what="Letter"), now=NOW)
    card.refresh_from_db()
    assert card.look_again_on == TODAY + WEEK
    remove_step(step=made)
    assert [row.what for row in card.steps.all()] == ["Letter"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": TODAY + dt.timedelta(days=900)}, "starts_on"),
        ({"expected_drop": 0}, "expected_drop"),
        ({"expected_drop": 101}, "expected_drop"),
    ],
)
def test_step_that_cannot_be_is_refused(
    hana: User, card: PatternCard, changed: dict[str, object], field: str
) -> None:
    take_card(actor=hana, card=card, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        add_step(actor=hana, card=card, step=step(**changed), now=NOW)
    assert refused.value.field == field


def test_day_of_the_second_look_asks_for_a_decision_until_the_card_is_closed(
    hana: User, client: Client, card: PatternCard
) -> None:
    take_card(actor=hana, card=card, now=NOW)
    add_step(actor=hana, card=card, step=step(), now=NOW)
    client.force_login(hana)
    path, asked = card.get_absolute_url(), "The day is there."
    PatternCard.objects.update(look_again_on=dt.date(9999, 1, 1))
    assert asked not in client.get(path).content.decode()
    long_ago = dt.date(2020, 1, 1)
    PatternCard.objects.update(look_again_on=long_ago)
    CardStep.objects.update(starts_on=long_ago)
    page = client.get(path).content.decode()
    assert "Checking the effect" in page
    assert asked in page
    close_card(actor=hana, card=card, result="It went down.", now=NOW)
    assert asked not in client.get(path).content.decode()
    listed = client.get("/patterns/").content.decode()
    assert "No card is open." in listed
    assert "Nothing stands out" not in listed


def test_closed_card_changes_no_more(hana: User, card: PatternCard) -> None:
    close_card(actor=hana, card=card, result="Solved.", now=NOW)
    for change in (
        lambda: take_card(actor=hana, card=card, now=NOW),
        lambda: add_step(actor=hana, card=card, step=step(), now=NOW),
        lambda: look_again(card=card, on=TODAY + WEEK, now=NOW),
        lambda: dismiss_card(actor=hana, card=card, until=TODAY + WEEK, why="x", now=NOW),
        lambda: close_card(actor=hana, card=card, result="Twice.", now=NOW),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            change()


def test_dismissal_needs_a_day_to_come_and_a_reason(hana: User, card: PatternCard) -> None:
    for until, why, field in (
        (TODAY, "x", "until"),
        (TODAY + dt.timedelta(days=400), "x", "until"),
        (TODAY + WEEK, "  ", "why"),
    ):
        with pytest.raises(RuleBroken) as refused:
            dismiss_card(actor=hana, card=card, until=until, why=why, now=NOW)
        assert refused.value.field == field


def test_card_is_lived_through_on_its_page(hana: User, client: Client, card: PatternCard) -> None:
    path = f"/pattern/{card.public_id}/"
    assert "Heat pump" in client.get("/patterns/").content.decode()
    first = client.get(path).content.decode()
    assert "31 reports came in, where about 17 were expected" in first
    assert "Add a step" not in first
    assert client.post(path + "owner/", follow=True).status_code == 200
    bad = client.post(path + "step/", {"kind": "quick", "what": "Call first"})
    assert bad.status_code == 422
    assert "Call first" in bad.content.decode()
    given = {"kind": "quick", "what": "Call first", "who": "Planning", "starts_on": "2026-11-23"}
    assert "Call first" in client.post(path + "step/", given, follow=True).content.decode()
    late = client.post(path + "second-look/", {"on": "2020-01-01"})
    assert late.status_code == 422
    assert "still to come" in late.content.decode()
    assert client.post(path + "closure/", {"result": " "}).status_code == 422
    closed = client.post(path + "closure/", {"result": "Planner hired."}, follow=True)
    assert "Planner hired." in closed.content.decode()
    assert "Heat pump" not in client.get("/patterns/").content.decode()
    assert "Heat pump" in client.get("/patterns/?show=closed").content.decode()


def test_without_contacts_a_card_says_that_it_changed_and_compares_with_nobody(
    hana: User, client: Client, card: PatternCard
) -> None:
    path = card.get_absolute_url()
    assert "nearly twice as many reports as its contacts suggest" in client.get(path).text
    MonthlyReport.objects.update(figures=MonthlyReport.objects.get().figures | {"basis": "changes"})
    page = client.get(path).text
    assert "nearly twice the share of all reports that it had in the half year before" in page
    assert "only that it changed, not that it is worse than others" in page
    assert "contacts suggest" not in page
    assert "number of customer contacts explains" not in page


def test_month_not_shown_is_no_zero(hana: User, client: Client, card: PatternCard) -> None:
    report = MonthlyReport.objects.get()
    report.figures["month"]["products"][0]["reports"] = None
    report.save()
    words = client.get(f"/pattern/{card.public_id}/").content.decode()
    assert "not shown" in words


def test_list_asks_as_much_for_three_cards_as_for_one(
    hana: User, client: Client, card: PatternCard
) -> None:
    with CaptureQueriesContext(connection) as one:
        client.get("/patterns/")
    for _ in range(2):
        PatternCard.objects.create(
            product=ProductFactory.create(), opened_in=OCTOBER, seen_in=OCTOBER, opened_at=NOW
        )
    with CaptureQueriesContext(connection) as three:
        client.get("/patterns/")
    assert len(three) == len(one)
