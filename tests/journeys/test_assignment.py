"""After "not now" somebody else takes the customer: the planner sees it, the person ends it."""

import pytest
from playwright.sync_api import expect

from incidents.models import AssignmentNote
from people.models import User
from people.queries import database_now
from tests.cast import Cast
from tests.factories import CustomerFactory
from tests.journeys.conftest import SignIn
from tests.journeys.story import chip
from tests.wellbeing.stories import checkins_of, report

pytestmark = pytest.mark.journey


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_somebody_else_takes_the_customer(told: Cast, sign_in: SignIn, as_user: SignIn) -> None:
    incident = report(told.ana, told.north, database_now())
    incident.customer = CustomerFactory.create()
    incident.save(update_fields=["customer"])
    reference = incident.customer.identity.reference
    page = sign_in(told.max)
    page.goto(f"/checkin/{checkins_of(told.ana)[0].public_id}/")
    chip(page, "Yes").first.tap()
    expect(page.get_by_text("Somebody else takes this customer for now")).to_be_hidden()
    page.locator("label[for=id_repeat_ready_2]").tap()
    expect(page.get_by_text("Somebody else takes this customer for now")).to_be_visible()
    page.locator(".tabbar.action button").first.tap()
    expect(page.locator(".toasts")).to_contain_text("Saved. Ana can read it now.")
    planner = as_user(fresh(told.dex))
    planner.goto("/assignments/")
    expect(planner.locator("main")).to_contain_text("Ana Bakker")
    expect(planner.locator("main")).to_contain_text("Another person takes this customer until")
    expect(planner.locator("main")).to_contain_text(reference)
    ana = as_user(fresh(told.ana))
    ana.goto("/assignments/")
    ana.get_by_role("button", name="I take this customer again").tap()
    expect(ana.locator(".toasts")).to_contain_text("It has ended.")
    assert AssignmentNote.objects.get().ended_at is not None
    planner.reload()
    expect(planner.locator("main")).to_contain_text("Everybody takes every customer.")
