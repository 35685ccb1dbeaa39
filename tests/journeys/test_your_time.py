"""A person says when and with whom; a named buddy holds it and sees the day without the story."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import RoleGrant, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.journeys.conftest import SignIn
from tests.journeys.story import chip, send, tell_more
from wellbeing.models import CheckIn

pytestmark = pytest.mark.journey

STORY = "He stood at the counter and called me names."


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def trained(told: Cast) -> User:
    bea = UserFactory.create(name="Bea Blom", email="bea@luwte.example")
    MembershipFactory.create(user=bea, team=told.south)
    RoleGrant.objects.create(user=bea, role=RoleGrant.Role.BUDDY)
    return bea


def change(page: Page) -> None:
    """Go from Home to the planned check-in."""
    page.goto("/home/")
    page.get_by_role("link", name="Change this check-in").tap()
    expect(page.locator("h1")).to_have_text("Your check-in with Bea")


def test_wish_for_a_buddy_another_moment_and_a_moment_too_late(
    told: Cast, sign_in: SignIn, as_user: SignIn
) -> None:
    bea = trained(told)
    ana = sign_in(told.ana)
    ana.goto("/report/new/")
    for label in ("insulted or belittled me", "Over the line", "Tomorrow"):
        chip(ana, label).first.tap()
    ana.locator("summary", has_text="Choose someone else").tap()
    chip(ana, "A trained buddy").tap()
    ana.get_by_label("Which buddy?").select_option(label="Bea Blom")
    tell_more(ana, reference="", words=STORY)
    send(ana).tap()
    expect(ana.locator("main")).to_contain_text("Bea asks how you are")
    expect(ana.locator("main")).to_contain_text("Asked for: tomorrow.")

    change(ana)
    time = ana.locator("#time")
    chip(ana, "as soon as possible").tap()
    time.get_by_role("button", name="Move the check-in").tap()
    expect(ana.locator("main")).to_contain_text("Asked for: as soon as possible.")

    change(ana)
    chip(ana, "on a day I choose").tap()
    late = timezone.localdate() + dt.timedelta(days=40)
    time.get_by_role("textbox", name="Day").fill(f"{late:%Y-%m-%d}")
    time.get_by_label("Time").fill("10:00")
    time.get_by_role("button", name="Move the check-in").tap()
    expect(ana.locator(".err-sum")).to_contain_text("a talk should not wait longer")
    expect(time.get_by_label("Time")).to_have_value("10:00")

    held = CheckIn.objects.open().filter(owner=bea).earliest("due_at")
    buddy = as_user(fresh(bea))
    buddy.goto("/home/")
    buddy.get_by_role("link", name="See it on Today").tap()
    expect(buddy.locator("main")).to_contain_text("Ana")
    buddy.goto(f"/checkin/{held.public_id}/")
    expect(buddy.locator("h1")).to_have_text("Check-in with Ana")
    expect(buddy.locator("main")).not_to_contain_text(STORY)
