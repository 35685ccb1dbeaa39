"""A serious report is picked up and talked about on a phone; the person corrects the agreement."""

import pytest
from playwright.sync_api import expect

from people.models import User
from people.queries import database_now
from tests.cast import Cast
from tests.journeys.conftest import SignIn
from tests.journeys.story import chip
from tests.wellbeing.stories import report
from wellbeing.models import AgreedSupport, CareNote, CheckIn

pytestmark = pytest.mark.journey

NOTE = "Says it stays in the head after work."
DESK = "Another desk on Friday"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_talk_from_the_alert_to_the_correction(
    told: Cast, sign_in: SignIn, as_user: SignIn
) -> None:
    report(told.ana, told.north, database_now(), "threat_words")
    page = sign_in(told.max)
    page.get_by_role("button", name="I’ll take this").first.tap()
    expect(page.locator("h1")).to_have_text("Check-in with Ana")
    expect(page.locator("section[aria-labelledby=before]")).to_contain_text("Alkmaar")
    page.get_by_label("How does Ana say it’s going?").fill(NOTE)
    agreement = page.get_by_role("group", name="Agreement 1")
    agreement.get_by_label("What").fill(DESK)
    page.locator(".tabbar.action button").first.tap()
    expect(page.locator(".err-sum")).to_be_visible()
    expect(page.get_by_label("How does Ana say it’s going?")).to_have_value(NOTE)
    expect(page.get_by_role("group", name="Agreement 1").get_by_label("What")).to_have_value(DESK)
    chip(page, "Yes").first.tap()
    agreement.get_by_label("By whom").select_option(label="Dex Kuiper")
    page.locator(".tabbar.action button").first.tap()
    expect(page.locator(".toasts")).to_contain_text("Saved. Ana can read it now.")
    assert CareNote.objects.get().body == NOTE
    held = CheckIn.objects.get(held_by=told.max)
    ana = as_user(fresh(told.ana))
    ana.goto(f"/checkin/{held.public_id}/")
    expect(ana.get_by_text(NOTE)).to_be_visible()
    ana.get_by_role("link", name="Correct this").tap()
    ana.get_by_label("What was agreed?").fill("Another desk on Thursday")
    ana.locator(".tabbar.action button").first.tap()
    expect(ana.locator("main")).to_contain_text("Another desk on Thursday")
    expect(ana.locator("main")).to_contain_text(f"Before: {DESK}")
    assert AgreedSupport.objects.get().versions.count() == 1
