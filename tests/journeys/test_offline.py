"""Reports without a network: sealed on the device, sent once, read by nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from incidents.models import Draft, Incident, Narrative
from people.models import AccountKey
from people.operations import open_account_key
from tests.browser import FLAGS, find_chromium
from tests.cast import Cast
from tests.factories import MembershipFactory
from tests.journeys.conftest import TIMEOUT_MS, SignIn, enter
from tests.journeys.device import (
    DUMP,
    OPEN_WITH_MY_KEY,
    WORDS,
    connect,
    later,
    no_longer_signed_in,
    ready,
    wait_for,
    write,
)
from tests.journeys.watching import Watch

pytestmark = pytest.mark.journey
THANKS = re.compile(r"/report/[0-9a-f-]{36}/thanks/$")


@pytest.fixture
def ana(told: Cast, sign_in: SignIn) -> Iterator[Page]:
    """Ana's phone, ready for a time without a network."""
    page = sign_in(told.ana)
    ready(page)
    yield page
    page.context.set_offline(False)


def test_report_without_a_network_is_kept_and_sent_once(ana: Page) -> None:
    context = ana.context
    context.set_offline(True)
    write(ana)
    ana.close()
    page = context.new_page()
    page.goto("/home/")
    expect(page.locator("h1")).to_have_text("No connection")
    expect(page.locator(".offline")).to_contain_text("One report is not sent yet")
    context.set_offline(False)
    expect(page).to_have_url(THANKS)
    page.goto("/home/")
    expect(page.locator(".offline")).to_have_count(0)
    assert Incident.objects.count() == 1
    assert Narrative.objects.get().body == WORDS
    assert Draft.objects.count() == 0


def test_report_is_sent_from_any_page_with_the_time_it_was_written(ana: Page) -> None:
    ana.context.set_offline(True)
    write(ana)
    page = later(ana, "/mine/")
    toast = page.locator(".toast-x")
    expect(toast).to_contain_text(re.compile(r"Sent just now\. You wrote it at \d\d:\d\d"))
    toast.get_by_role("link").click()
    expect(page).to_have_url(THANKS)
    assert Incident.objects.count() == 1


def test_report_counts_from_when_it_was_begun(ana: Page) -> None:
    ana.context.set_offline(True)
    ana.goto("/report/new/")
    ana.click("text=Just now")
    ana.fill("[name=occurred_on]", "2026-11-01")
    ana.fill("[name=occurred_time]", "09:10")
    ana.click("label:has-text('swore')")
    ana.click("label:has-text('Unpleasant')")
    ana.click("text=Report once connected")
    connect(ana)
    expect(ana).to_have_url(THANKS)
    moment = timezone.localtime(Incident.objects.get().occurred_at)
    assert moment.strftime("%Y-%m-%d %H:%M") == "2026-11-01 09:10"


def test_open_form_that_loses_its_network_is_kept_too(ana: Page) -> None:
    ana.goto("/report/new/")
    ana.click("label:has-text('swore')")
    ana.click("label:has-text('Unpleasant')")
    ana.context.set_offline(True)
    expect(ana.locator(".offline")).to_contain_text("Your report stays on this device")
    ana.click("text=Report once connected")
    expect(ana.locator("h1:visible")).to_have_text("Your report is kept on this device")
    connect(ana)
    expect(ana).to_have_url(THANKS)
    assert Incident.objects.count() == 1


def test_answer_lost_after_the_report_was_taken_makes_no_second_one(ana: Page) -> None:
    ana.context.set_offline(True)
    write(ana)

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.fulfill(status=502)

    ana.context.route("**/report/new/*", lose_the_answer)
    ana.context.route("**/report/new/", lose_the_answer)
    page = later(ana)
    wait_for(page, lambda: Incident.objects.count() == 1)
    expect(page.locator(".offline")).to_contain_text("One report is not sent yet")
    page.context.unroute_all()
    page.reload()
    expect(page.locator(".toast-x")).to_contain_text("It had been sent already")
    expect(page.locator(".offline")).to_have_count(0)
    assert Incident.objects.count() == 1


def test_ended_session_loses_nothing(told: Cast, ana: Page) -> None:
    ana.context.set_offline(True)
    write(ana)
    no_longer_signed_in()
    connect(ana)
    expect(ana).to_have_url(re.compile("/sign-in/"))
    expect(ana.locator(".offline")).to_contain_text("One report is not sent yet. Sign in to send")
    assert not Incident.objects.exists()
    enter(ana, told.ana)
    wait_for(ana, Incident.objects.exists)
    expect(ana.locator(".offline")).to_have_count(0)
    assert Incident.objects.get().reported_by == told.ana


def test_restart_of_the_browser_loses_nothing(
    told: Cast, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    def started() -> Page:
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_chromium(), args=FLAGS, base_url=live_server.url
        )
        context.set_default_timeout(TIMEOUT_MS)
        return context.pages[0]

    page = started()
    page.goto("/sign-in/")
    enter(page, told.ana)
    ready(page)
    page.context.set_offline(True)
    write(page)
    page.context.close()
    page = started()
    page.goto("/sign-in/")
    expect(page.locator(".offline")).to_contain_text("One report is not sent yet. Sign in to send")
    assert not Incident.objects.exists()
    enter(page, told.ana)
    wait_for(page, Incident.objects.exists)
    expect(page.locator(".offline")).to_have_count(0)
    page.context.close()
    assert Narrative.objects.get().body == WORDS


def test_another_account_on_the_device_reads_nothing(told: Cast, ana: Page) -> None:
    ana.context.set_offline(True)
    write(ana)
    no_longer_signed_in()
    zoe = later(ana, "/sign-in/")
    enter(zoe, told.zoe)
    bar = zoe.locator(".offline")
    expect(bar).to_contain_text("A report of another account waits on this device")
    wait_for(zoe, AccountKey.objects.filter(user=told.zoe).exists)
    assert zoe.evaluate(OPEN_WITH_MY_KEY) == ["OperationError"]
    assert WORDS not in zoe.evaluate(DUMP)
    assert not Incident.objects.exists()
    no_longer_signed_in()
    zoe.goto("/sign-in/")
    enter(zoe, told.ana)
    wait_for(zoe, Incident.objects.exists)
    assert Incident.objects.get().reported_by == told.ana


def test_device_holds_nothing_readable(told: Cast, ana: Page) -> None:
    ana.goto("/report/new/")
    ana.goto("/mine/")
    ana.context.set_offline(True)
    write(ana)
    kept = ana.evaluate(DUMP)
    assert "sealed" in kept, "the report is there"
    people = [told.ana.name, told.max.name, told.north.name, told.ana.email or ""]
    assert [word for word in [WORDS, "QXOFFLINE", "insulted\\u", *people] if word in kept] == []
    private = open_account_key(actor=told.ana)
    assert private is not None
    assert private["d"] not in kept


def test_what_the_form_refuses_waits_as_a_draft(ana: Page, watch: Watch) -> None:
    ana.goto("/report/new/")
    ana.click("label:has-text('swore')")
    ana.click("text=Add more now")
    ana.fill("[name=narrative]", WORDS)
    ana.context.set_offline(True)
    ana.click("text=Report once connected")
    expect(ana.locator("h1:visible")).to_have_text("Your report is kept on this device")
    connect(ana)
    expect(ana).to_have_url(re.compile("/report/new/"))
    expect(ana.locator("[name=narrative]")).to_have_value(WORDS)
    assert [line for line in watch.complaints if "status of 422" not in line] == []
    watch.complaints.clear()
    ana.click("label:has-text('Unpleasant')")
    ana.click("text=Send report")
    expect(ana).to_have_url(THANKS)
    assert Incident.objects.count() == 1


def test_person_of_two_teams_chooses_before_it_is_sent(told: Cast, ana: Page) -> None:
    MembershipFactory.create(user=told.ana, team=told.south)
    ana.context.set_offline(True)
    write(ana)
    connect(ana)
    expect(ana).to_have_url(re.compile("/report/new/"))
    ana.click("text=Send report")
    expect(ana.locator("#report")).to_contain_text("Choose a team.")
    ana.select_option("[name=team]", label="Desk South")
    ana.click("text=Send report")
    expect(ana).to_have_url(THANKS)
    assert Incident.objects.get().team == told.south
    assert Narrative.objects.get().body == WORDS


def test_person_of_two_teams_names_theirs_without_a_network(told: Cast, ana: Page) -> None:
    MembershipFactory.create(user=told.ana, team=told.south)
    ana.evaluate("async () => (await navigator.serviceWorker.ready).active.postMessage('refresh')")
    text = "(await (await caches.match('/report/offline/')).text())"
    asks = f"async () => {text}.includes('team_name')"
    wait_for(ana, lambda: ana.evaluate(asks))
    ana.context.set_offline(True)
    ana.goto("/report/new/")
    ana.fill("[name=team_name]", " desk south")
    write(ana, is_open=True)
    kept = ana.evaluate(DUMP)
    assert [name for name in (told.north.name, told.south.name, "desk south") if name in kept] == []
    connect(ana)
    expect(ana).to_have_url(THANKS)
    assert Incident.objects.get().team == told.south


def test_signing_out_asks_and_wipes_on_request(told: Cast, ana: Page) -> None:
    ana.context.set_offline(True)
    write(ana)
    page = later(ana, "/sign-out/")
    expect(page.locator("[data-warning]")).to_contain_text("is not sent yet")
    page.click("label:has-text('Wipe it from this device')")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    enter(page, told.ana)
    ready(page)
    assert page.evaluate("async () => (await vault.all()).length") == 0
    assert not Incident.objects.exists()


def test_signing_out_keeps_it_sealed_otherwise(told: Cast, ana: Page) -> None:
    ana.context.set_offline(True)
    write(ana)
    page = later(ana, "/sign-out/")
    expect(page.locator("[data-warning]")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".offline")).to_contain_text("Sign in to send it")
    page.context.set_offline(True)
    page.goto("/report/new/")
    expect(page.locator("h1")).to_have_text("No connection")
    page.context.set_offline(False)
    page.goto("/sign-in/")
    enter(page, told.ana)
    wait_for(page, Incident.objects.exists)


def test_browser_offers_to_install_it(ana: Page) -> None:
    session = ana.context.new_cdp_session(ana)
    assert session.send("Page.getAppManifest")["errors"] == []
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A context of a test is a private window, where nothing is installed.
    assert {error["errorId"] for error in errors} <= {"in-incognito"}
