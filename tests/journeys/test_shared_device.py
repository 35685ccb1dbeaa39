"""The till of a team in a real browser: locked, called from, signed in by PIN, put away again."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from incidents.models import HelpCall, Tally
from people.models import DutySwitch
from people.operations import set_pin
from tests.cast import Cast
from tests.journeys.axe import load, violations
from tests.journeys.conftest import SignIn
from tests.journeys.device import DUMP, WIPED_UNDER_THE_PAGE

pytestmark = pytest.mark.journey
LOCKED = re.compile(r"/device/$")
WORDS = "QXTILL the whole story"


def test_till_calls_lets_in_by_pin_and_keeps_nothing(sign_in: SignIn, told: Cast) -> None:
    cache.clear()
    set_pin(actor=told.ana, pin="7294", now=timezone.now())
    DutySwitch.objects.create(user=told.max, is_on_duty=True, switched_at=timezone.now())
    page = sign_in(told.max)
    page.goto("/devices/")
    page.evaluate(WIPED_UNDER_THE_PAGE)  # locking wipes while this page may still look
    page.get_by_label("Name of the place").fill("Till 2")
    page.get_by_role("button", name="Register and lock").click()
    expect(page).to_have_url(LOCKED)
    load(page)
    assert violations(page, "light") + violations(page, "dark") == []
    page.get_by_role("button", name="Help now").click()
    expect(page.get_by_text("Colleagues are being asked to come")).to_be_visible()
    call = HelpCall.objects.get()
    assert (call.raised_by, call.team, call.place) == (None, told.north, "Till 2")
    HelpCall.objects.update(accepted_by=told.max, accepted_at=timezone.now())
    expect(page.get_by_role("heading", name="Max is on the way")).to_be_visible()
    page.get_by_role("button", name="It is over").click()
    expect(page.get_by_text("The call is over.")).to_be_visible()
    page.get_by_label("Initials or sign-in name").fill("ab")
    page.locator("#id_pin").fill("7294")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/home/$"))
    page.clock.install()
    page.goto("/report/new/")
    page.get_by_text("Add more now").click()
    page.locator("#id_narrative").fill(WORDS)
    page.clock.fast_forward(181_000)
    expect(page).to_have_url(LOCKED)
    assert WORDS not in page.evaluate(DUMP)
    page.goto("/home/")
    expect(page).to_have_url(LOCKED)


def test_till_without_a_network_shows_the_numbers_and_keeps_trying(
    sign_in: SignIn, told: Cast
) -> None:
    DutySwitch.objects.create(user=told.max, is_on_duty=True, switched_at=timezone.now())
    page = sign_in(told.max)
    page.goto("/devices/")
    page.get_by_label("Name of the place").fill("Till 2")
    page.get_by_role("button", name="Register and lock").click()
    expect(page).to_have_url(LOCKED)
    page.context.set_offline(True)
    page.get_by_role("button", name="Help now").click()
    lost = page.get_by_role("alert").filter(has_text="The message did not get through. Call now.")
    expect(lost.locator("a[href='tel:0725550100']")).to_be_visible()
    expect(lost.locator("a[href='tel:112']")).to_be_visible()
    assert not HelpCall.objects.exists()
    page.context.set_offline(False)
    expect(page.get_by_text("Colleagues are being asked to come")).to_be_visible()
    page.context.set_offline(True)
    cut = page.get_by_role("alert").filter(has_text="No connection. Call now.")
    expect(cut).to_be_visible()
    page.wait_for_timeout(4000)
    expect(page.locator("a[href='tel:0725550100']")).to_be_visible()
    HelpCall.objects.update(accepted_by=told.max, accepted_at=timezone.now())
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Max is on the way")).to_be_visible()
    expect(cut).to_be_hidden()
    page.get_by_role("button", name="It is over").click()
    expect(page.get_by_text("The call is over.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_again_is_counted_with_one_tap_and_taken_back_for_eight_seconds(
    sign_in: SignIn,
    told: Cast,
    script: bool,  # noqa: FBT001
) -> None:
    page = sign_in(told.ana, script=script)
    page.goto("/home/")
    page.get_by_role("button", name="Again").click()
    toast = page.locator(".toast-x")
    expect(toast).to_contain_text("Counted.")
    assert Tally.objects.standing().count() == 1
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast-x")).to_contain_text("Taken back.")
    assert not Tally.objects.standing().exists()
    if script:
        page.clock.install()
        page.get_by_role("button", name="Again").click()
        expect(toast).to_contain_text("Counted.")
        page.mouse.move(1, 1)
        page.clock.fast_forward(7_000)
        expect(toast).to_be_visible()
        page.clock.fast_forward(3_500)
        expect(toast).to_have_count(0)
