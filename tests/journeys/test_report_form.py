"""The report form in a browser: few taps, once is once, and a draft that waits."""

import re

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Draft, Incident
from tests.cast import Cast
from tests.journeys.conftest import SignIn

pytestmark = pytest.mark.journey
THANKS = re.compile(r"/report/[0-9a-f-]{36}/thanks/$")
TAPS_AT_MOST = 8


class Taps:
    """Counts what a thumb does."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        self.page.click(selector)
        self.count += 1


def two_answers(page: Page) -> None:
    page.click("label:has-text('swore')")
    page.click("label:has-text('Unpleasant')")


@pytest.mark.parametrize("script", [True, False])
def test_report_takes_few_taps_from_home(told: Cast, sign_in: SignIn, *, script: bool) -> None:
    page = sign_in(told.ana, script=script)
    page.goto("/home/")
    taps = Taps(page)
    taps.on("main a[href='/report/new/']")
    taps.on("label:has-text('insulted or belittled me')")
    taps.on("label:has-text('Over the line')")
    taps.on("label:has-text('Tomorrow')")
    taps.on("text=Send report")
    expect(page).to_have_url(THANKS)
    with_or_without = "with a script" if script else "without one"
    print(f"taps from home to sent {with_or_without}: {taps.count}")  # noqa: T201 - make taps
    assert taps.count <= TAPS_AT_MOST
    assert Incident.objects.get().wish_when == "tomorrow"


@pytest.mark.parametrize("script", [True, False])
def test_violence_shows_the_alarm_as_soon_as_it_is_chosen(
    told: Cast, sign_in: SignIn, *, script: bool
) -> None:
    page = sign_in(told.ana, script=script)
    page.goto("/report/new/")
    call = page.locator("#report").get_by_role("link", name="Call 112")
    expect(call).to_have_count(0)
    page.click("label:has-text('Physical')")
    expect(call).to_have_count(1)
    page.click("summary:has-text('Something else')")
    page.click("label:has-text('touched or pushed')")
    expect(call).to_have_count(1)
    page.click("label:has-text('Unpleasant')")
    expect(call).to_be_visible()
    page.click("label:has-text('touched or pushed')")
    expect(call).to_have_count(0)


def test_report_page_waits_for_no_font(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana)
    page.route("**/*.woff2", lambda route: None)  # a font that never comes
    page.goto("/report/new/", wait_until="domcontentloaded")
    page.click("label:has-text('swore')")
    painted = "performance.getEntriesByName('first-contentful-paint').length"
    expect(page.locator("[value=swearing]")).to_be_checked()
    assert page.evaluate(painted) == 1
    assert page.evaluate("document.fonts.status") == "loading"


def test_draft_is_kept_while_tapping_and_comes_back(told: Cast, sign_in: SignIn) -> None:
    page = sign_in(told.ana)
    page.goto("/report/new/")
    page.click("label:has-text('threatened')")
    expect(page.locator("#report").get_by_text("Kept as a draft")).to_be_visible()
    assert Draft.objects.get().data["behaviours"] == ["threat_words"]
    page.goto("/home/")
    page.goto("/report/new/")
    expect(page.locator("[value=threat_words]")).to_be_checked()
    page.click("text=Throw it away")
    expect(page.locator("[value=threat_words]")).not_to_be_checked()


def test_phone_brings_its_chips_forward_and_keeps_what_is_chosen(
    told: Cast, sign_in: SignIn
) -> None:
    complaints: list[str] = []
    page = sign_in(told.ana)
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/report/new/")
    page.click("label:has-text('swore')")
    expect(page.locator("label:has-text('would not leave')")).not_to_be_visible()
    page.click("label:has-text('phone')")
    expect(page.locator("label:has-text('would not leave')")).to_be_visible()
    expect(page.locator("[value=swearing]")).to_be_checked()
    assert complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_refused_form_leads_to_the_field(told: Cast, sign_in: SignIn, *, script: bool) -> None:
    page = sign_in(told.ana, script=script)
    page.goto("/report/new/")
    page.click("label:has-text('swore')")
    page.click("text=Add more now")
    page.fill("[name=narrative]", "Every word stays.")
    page.click("text=Send report")
    summary = page.locator(".err-sum[role=alert]")
    expect(summary).to_contain_text("Choose how it was for you")
    if script:
        expect(summary).to_be_focused()
    summary.locator("a").click()
    expect(page.locator("#id_reading_0")).to_be_focused()
    expect(page.locator("[name=narrative]")).to_have_value("Every word stays.")
    expect(page.locator("[value=swearing]")).to_be_checked()
