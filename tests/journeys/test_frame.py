"""What the frame around every page does beyond HTML, and that it does without a script too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import User
from tests.cast import Cast
from tests.journeys.conftest import DESKTOP, SignIn

pytestmark = pytest.mark.journey


def test_theme_switches_at_once_and_is_remembered(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana, size=DESKTOP)
    page.goto("/breathe/")
    with page.expect_response("**/theme/"):
        page.click(".side [data-theme-toggle]")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert User.objects.get(pk=told.ana.pk).theme == "dark"


def test_theme_and_language_switch_without_a_script(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana, size=DESKTOP, script=False)
    page.goto("/breathe/")
    page.click(".side [data-theme-toggle]")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.click(".lang [value=nl]")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert page.url.endswith("/breathe/")


def test_device_in_the_dark_gets_dark_without_a_script(open_page: Callable[..., Page]) -> None:
    page = open_page(script=False)
    grounds = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto("/sign-in/")
        grounds.append(page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor"))
    assert grounds == ["rgb(241, 245, 243)", "rgb(14, 24, 25)"]


def test_menu_of_the_phone_closes_on_escape_and_gives_the_focus_back(
    told: Cast, sign_in: SignIn
) -> None:
    page = sign_in(told.max)
    page.goto("/breathe/")
    page.click(".more summary")
    expect(page.locator(".more-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".more-panel")).to_be_hidden()
    expect(page.locator(".more summary")).to_be_focused()


def test_help_is_one_tap_away_and_last_in_the_bar(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana)
    for address in ("/breathe/", "/report/new/"):
        page.goto(address)
        last = page.locator(".tabbar").locator("a, button").last
        expect(last).to_have_text("Help now")
    last.click()
    expect(page.locator("a[href='tel:112']:visible").first).to_be_attached()


def test_help_is_one_shortcut_away_unless_switched_off(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana, size=DESKTOP)
    page.goto("/breathe/")
    page.keyboard.press("Alt+Shift+KeyH")
    page.wait_for_url("**/help/")
    User.objects.update(has_shortcuts=False)
    page.goto("/breathe/")
    page.keyboard.press("Alt+Shift+KeyH")
    page.wait_for_timeout(500)
    assert page.url.endswith("/breathe/")


def test_failed_form_moves_the_focus_to_what_is_missing(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana)
    page.goto("/report/new/")
    page.click(".tabbar button")
    summary = page.locator(".err-sum")
    expect(summary).to_be_focused()
    summary.locator("a").first.click()
    assert page.evaluate("document.activeElement.name") == "behaviours"


# Stops the form from leaving, after the frame's own listener, and notes whether that let it go.
STAY = """() => { window.held = []; addEventListener("submit", (event) => {
    window.held.push(event.defaultPrevented); event.preventDefault(); }) }"""


def test_pressed_button_says_so_and_sends_once(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana)
    page.goto("/report/new/")
    page.evaluate(STAY)
    button = page.locator(".tabbar button[form=report]")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_contain_text("Sending")
    button.dispatch_event("click")
    assert page.evaluate("window.held") == [False, True]
