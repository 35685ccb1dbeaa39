"""Making good: staff give within their limit, ask above it; the manager answers on the phone."""

import datetime as dt
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from incidents.codes.customer import REMEDY_BY_KEY
from incidents.models import Incident, Remedy
from incidents.operations.remedies import set_remedy_rules
from people.queries import database_now
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, ProductFactory
from tests.journeys.conftest import DESKTOP, SignIn
from tests.journeys.story import chip

pytestmark = pytest.mark.journey


def give(page: Page, what: str, value: str, exactly: str) -> None:
    page.get_by_role("link", name="Give something").click()
    chip(page, what).click()
    page.get_by_label("What is it worth, in euros?").fill(value)
    chip(page, "ours").click()
    page.get_by_label("What exactly?").fill(exactly)
    page.get_by_role("button", name="Give it, or ask").click()


def report_with_limits(told: Cast, refund: int, now: dt.datetime) -> Incident:
    """Return a report of Ana where staff may refund 50 and managers 200."""
    limits = {(refund, "staff"): Decimal(50), (refund, "manager"): Decimal(200)}
    set_remedy_rules(actor=told.hana, limits=limits, now=now)
    return IncidentFactory.create(
        reported_by=told.ana,
        team=told.north,
        product=ProductFactory.create(name="Energy bill"),
        customer=CustomerFactory.create(),
        occurred_at=now - dt.timedelta(hours=1),
    )


def test_remedy_is_given_within_the_limit_and_asked_above_it(told: Cast, sign_in: SignIn) -> None:
    refund = REMEDY_BY_KEY["refund"].number
    report = report_with_limits(told, refund, database_now())

    ana = sign_in(told.ana)
    ana.goto(report.get_absolute_url())
    expect(ana.get_by_text("Refund up to €50")).to_be_visible()
    give(ana, "refund", "35.50", "The bill was sent twice")
    expect(ana.get_by_text("Refund, €35.50")).to_be_visible()
    expect(ana.locator(".tag.ok", has_text="given")).to_be_visible()

    give(ana, "refund", "much", "The wrong advance")
    expect(ana.get_by_role("alert")).to_contain_text("Write an amount, such as 12.50.")
    expect(ana.get_by_label("What exactly?")).to_have_value("The wrong advance")
    ana.get_by_label("What is it worth, in euros?").fill("120")
    ana.get_by_role("button", name="Give it, or ask").click()
    expect(ana.get_by_text("Refund, €120")).to_be_visible()
    expect(ana.locator(".tag.due", has_text="asked")).to_be_visible()

    boss = sign_in(told.max)
    boss.goto("/today/")
    boss.get_by_role("link", name="May this be given to the customer?").click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("Refund, €120")
    boss.get_by_role("button", name="Send the answer").click()
    expect(boss.get_by_role("alert")).to_contain_text("Choose yes or no.")
    boss.get_by_label("Yes, give it").press("Space")
    boss.get_by_role("button", name="Send the answer").click()
    expect(boss.locator(".tag.ok", has_text="given")).to_be_visible()

    ana.goto("/home/")
    ana.get_by_role("button", name="What you asked for was decided").click()
    expect(ana.get_by_text("Max Visser")).to_be_visible()
    expect(ana.locator(".tag.ok", has_text="given")).to_be_visible()
    assert Remedy.objects.given().count() == 2

    hana = sign_in(told.hana, size=DESKTOP)
    hana.goto("/remedies/")
    expect(hana.locator(f"[name=staff_{refund}]")).to_have_value("50.00")
