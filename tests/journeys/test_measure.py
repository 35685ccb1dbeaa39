"""A step toward a customer: proposed on a phone, decided, written, objected to, withdrawn."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Letter, Measure
from people.models import User
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.incidents.steps import house_rules, report
from tests.journeys.conftest import DESKTOP, SignIn

pytestmark = pytest.mark.journey
NOTE = "Always with two of us."


def fresh(user: User) -> User:
    """Return somebody with the password they have now: a session is tied to it."""
    return User.objects.get(pk=user.pk)


def _propose(page: Page, path: str) -> None:
    page.goto(path)
    page.click("text=Propose a step")
    page.get_by_label("Which step?").select_option(label="Always with two of us")
    page.locator("textarea[name^=fact_]").first.fill("Called a colleague names at the counter.")
    page.locator(".tabbar.action button").first.click()
    expect(page.locator("text=Colleagues see nothing of it until then")).to_be_visible()


def _decide(page: Page, measure: Measure) -> None:
    page.goto("/today/")
    page.goto(measure.get_absolute_url())
    page.click("text=Fill in and decide")
    page.get_by_label("Which house rule was broken?").select_option(index=2)
    page.get_by_label("Why is this needed").fill("Colleagues must be able to work in peace.")
    page.get_by_label("What was tried before?").fill("Two talks at the counter.")
    page.get_by_label("If there was none: why not?").fill("It went too far to wait.")
    page.get_by_label("What does the customer say about it?").fill("I had waited for an hour.")
    page.get_by_label("Where can the customer object?").fill("Postbus 1, 1800 AA Alkmaar")
    page.locator("button[form=terms]:visible").first.click()
    expect(page.locator("h1")).to_have_text("Check before you decide")
    expect(
        page.locator("section[aria-labelledby=letter], section[aria-labelledby=subject]")
    ).to_contain_text("Called a colleague names at the counter.")
    page.click("text=Take this measure")
    expect(page.locator("text=not sent yet")).to_be_visible()


def test_measure_from_proposal_to_withdrawal(told: Cast, sign_in: SignIn, as_user: SignIn) -> None:
    now = dt.datetime.now(dt.UTC)
    house_rules(now)
    customer = CustomerFactory.create()
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=told.north)
    own = report(told, customer, told.ana, now)
    other = report(told, customer, colleague, now)
    _propose(sign_in(told.ana), own.get_absolute_url())
    measure = Measure.objects.get()
    measure.grounds.create(incident=other, fact="Shouted.", happened_on=other.occurred_on)
    page = as_user(fresh(told.max), size=DESKTOP)
    _decide(page, measure)
    drawn = page.request.get(f"{Letter.objects.get().get_absolute_url()}pdf/").body()
    assert drawn.startswith(b"%PDF-")
    seen = as_user(fresh(told.zoe))
    match: dict[str, str | float | bool] = {"customer_ref": customer.identity.reference}
    assert NOTE in _matched(seen, match)
    page.click("text=Note an objection")
    page.click("text=Note it")
    expect(page.locator(".toasts")).to_contain_text("due within 14 days")
    other_leader = as_user(fresh(told.dex), size=DESKTOP)
    other_leader.goto("/today/")
    other_leader.goto(measure.objections.get().get_absolute_url())
    other_leader.click("label:has-text('it is withdrawn')")
    other_leader.get_by_label("Why?").fill("The second report was mistaken.")
    other_leader.get_by_role("button", name="Decide").click()
    expect(other_leader.locator("text=Correction").first).to_be_visible()
    assert NOTE not in _matched(seen, match)
    ana = as_user(fresh(told.ana))
    ana.goto(own.get_absolute_url())
    expect(ana.locator("#set-aside")).to_have_text("No longer counts about the customer")
    expect(ana.locator("text=The second report was mistaken.")).to_be_visible()


def _matched(page: Page, data: dict[str, str | float | bool]) -> str:
    """Return what the desk reads after an exact match."""
    page.goto("/report/new/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    headers = {"X-CSRFToken": token}
    return page.request.post("/customer-match/", form=data, headers=headers).text()
