"""One report is carried from the phone to the care talk to the pattern, in the browser."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.models import Draft, Incident
from people.models import User
from people.queries import database_now
from reports.operations.publish import publish_due_months
from reports.periods import last_closed
from tests.cast import Cast
from tests.journeys.conftest import DESKTOP, SignIn, enter
from tests.journeys.story import Thumb, answer, chip, fill_in, hold_talk, send, tell_more
from tests.reports.company import busy_months, contacts, founded
from wellbeing.models import CheckIn, TrainingNeed

pytestmark = pytest.mark.journey

MOST_TAPS = 8
THANKS = re.compile("/report/[^/]+/thanks/")
NOTE = "Slept badly, glad to talk about it."
SUPPORT = "Two of us at the counter"
ANSWER = "We called the customer together and agreed how we talk."


def shown(page: Page) -> str:
    return page.locator("body").inner_text()


def test_report_is_carried_from_the_phone_to_heard(told: Cast, sign_in: SignIn) -> None:
    ana = sign_in(told.ana)
    expect(ana).to_have_url(re.compile("/home/$"))
    thumb = Thumb()
    thumb.tap(ana.get_by_role("link", name="Report what happened"))
    fill_in(ana, "insulted or belittled me", "Over the line", "Tomorrow", thumb)
    thumb.tap(send(ana))
    ana.wait_for_url(THANKS)
    print(f"taps from home to sent: {thumb.taps}")  # noqa: T201 - a figure of the closing note
    assert thumb.taps <= MOST_TAPS
    incident = Incident.objects.get()
    assert (incident.severity, incident.reading) == (2, 2)
    _is_promised(ana)

    manager = sign_in(told.max, size=DESKTOP)
    _holds_the_talk_and_answers(manager)
    assert TrainingNeed.objects.get().person == told.ana

    _reads_the_note(ana)
    ana.goto("/mine/")
    expect(ana.get_by_text(SUPPORT, exact=True)).to_be_visible()
    expect(ana.get_by_text(ANSWER)).to_be_visible()
    ana.get_by_role("button", name="Heard").tap()
    expect(ana.locator("main")).to_contain_text("You said: heard. The report is closed.")
    incident.refresh_from_db()
    assert incident.closed_at is not None
    manager.reload()
    expect(manager.locator("h1 + p")).to_contain_text("Closed")
    manager.goto("/training/")
    expect(manager.get_by_text("Calming a heated contact").first).to_be_visible()


def _is_promised(page: Page) -> None:
    """The page after sending says who does what by when."""
    expect(page.get_by_role("heading", name="Thank you, Ana")).to_be_visible()
    promises = page.locator("ol.steps")
    expect(promises).to_contain_text("Max asks how you are")
    due = CheckIn.objects.open().order_by("due_at").select_related("owner")[0]
    assert due.owner is not None
    assert due.owner.given_name == "Max"
    expect(promises).to_contain_text("Asked for: tomorrow.")
    expect(promises).to_contain_text("You read here what we did with it")
    expect(promises).to_contain_text("at the latest")


def _holds_the_talk_and_answers(manager: Page) -> None:
    expect(manager).to_have_url(re.compile("/today/$"))
    expect(manager.get_by_role("heading", name="New reports 1")).to_be_visible()
    manager.locator("a[href^='/checkin/']", has_text="Ana Bakker").first.click()
    hold_talk(
        manager, note=NOTE, support=SUPPORT, by_whom="Max Visser", topic="calming a heated contact"
    )
    manager.wait_for_url("**/today/")
    expect(manager.locator(".toasts")).to_contain_text("Saved. Ana can read it now.")

    manager.locator("a[href^='/report/']", has_text="Ana Bakker").first.click()
    answer(manager, ANSWER)
    expect(manager.locator(".toasts")).to_contain_text("Your answer is with the reporter.")
    assert NOTE not in shown(manager)


def _reads_the_note(page: Page) -> None:
    """What was written in the talk is one tap from home."""
    page.goto("/home/")
    page.get_by_role("button", name="You can read what was agreed in your check-in").tap()
    page.wait_for_url(re.compile("/checkin/"))
    expect(page.locator("main")).to_contain_text(NOTE)
    expect(page.locator("main")).to_contain_text("Only you and Max can read this.")


def test_serious_report_asks_for_somebody_at_once(told: Cast, sign_in: SignIn) -> None:
    ana = sign_in(told.ana)
    ana.goto("/report/new/")
    fill_in(ana, "threatened", "Threatening", "As soon as possible", Thumb())
    send(ana).tap()
    ana.wait_for_url(THANKS)
    expect(ana.get_by_role("heading", name="Are you safe now?")).to_be_visible()
    expect(ana.locator("ol.steps")).to_contain_text("Max was alerted at once")

    manager = sign_in(told.max, size=DESKTOP)
    expect(manager.get_by_role("heading", name="Ana Bakker needs somebody now")).to_be_visible()
    manager.get_by_role("button", name="I’ll take this").click()
    manager.wait_for_url("**/checkin/**")
    expect(manager.locator(".toasts")).to_contain_text("It is yours.")
    manager.goto("/today/")
    expect(manager.get_by_text("needs somebody now")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_error_loses_nothing_that_was_typed(told: Cast, sign_in: SignIn, script: bool) -> None:  # noqa: FBT001
    ana = sign_in(told.ana, script=script)
    ana.goto("/report/new/")
    chip(ana, "swore").click()
    tell_more(ana, reference="K-1234", words="They would not stop.")
    with ana.expect_response(lambda r: r.request.method == "POST" and r.status == 422):
        send(ana).click()
    summary = ana.get_by_role("alert")
    expect(summary).to_contain_text("One thing is missing or not right")
    expect(ana).to_have_title(re.compile("^Error: "))
    if script:
        expect(summary).to_be_focused()
    expect(ana.get_by_label("swore")).to_be_checked()
    expect(ana.get_by_label("Which customer was it?")).to_have_value("K-1234")
    expect(ana.get_by_label("In your own words")).to_have_value("They would not stop.")
    summary.get_by_role("link").click()
    chip(ana, "Over the line").click()
    send(ana).click()
    ana.wait_for_url(THANKS)
    incident = Incident.objects.get()
    assert [words.body for words in incident.narratives.all()] == ["They would not stop."]


def test_ana_needs_no_script(told: Cast, sign_in: SignIn) -> None:
    ana = sign_in(told.ana, script=False)
    ana.get_by_role("link", name="Report what happened").click()
    chip(ana, "raised their voice").click()
    tell_more(ana, reference="K-77", words="It was about the bill.")
    ana.get_by_role("button", name="Save for later").click()
    ana.wait_for_url("**/home/")
    expect(ana.locator(".toasts")).to_contain_text("Saved.")

    ana.get_by_role("link", name="Unfinished report").click()
    expect(ana.get_by_label("raised their voice")).to_be_checked()
    expect(ana.get_by_label("In your own words")).to_have_value("It was about the bill.")
    chip(ana, "Unpleasant").click()
    chip(ana, "Tomorrow").click()
    send(ana).click()
    ana.wait_for_url(THANKS)
    _is_promised(ana)
    assert not Draft.objects.exists()

    manager = sign_in(told.max, size=DESKTOP, script=False)
    manager.locator("a[href^='/report/']", has_text="Ana Bakker").first.click()
    answer(manager, ANSWER)
    ana.goto("/mine/")
    ana.locator("summary", has_text="Not yet").click()
    ana.get_by_label("What is still missing?").fill("By when?")
    ana.get_by_role("button", name="Ask for another answer").click()
    expect(ana.locator("main")).to_contain_text("You said: not yet. Another answer comes by")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_double_tap_and_back_button_make_one_report(
    told: Cast,
    sign_in: SignIn,
    script: bool,  # noqa: FBT001
) -> None:
    ana = sign_in(told.ana, script=script)
    ana.goto("/report/new/")
    fill_in(ana, "swore", "Unpleasant", "Tomorrow", Thumb())
    send(ana).dblclick()
    # The second tap may end the way of the first one there: what counts is where it leads.
    expect(ana).to_have_url(THANKS)
    ana.wait_for_load_state()
    thanks = ana.url
    ana.go_back()
    expect(ana).to_have_url(thanks)
    assert Incident.objects.count() == 1


def test_draft_survives_an_expired_session(told: Cast, sign_in: SignIn) -> None:
    ana = sign_in(told.ana)
    ana.goto("/report/new/")
    fill_in(ana, "kept pushing", "Unpleasant", "Tomorrow", Thumb())
    ana.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    tell_more(ana, reference="K-9", words="A long story that took a while.")
    send(ana).tap()
    ana.wait_for_url("**/sign-in/**")
    expect(ana.get_by_text("Your draft is safe.")).to_be_visible()
    enter(ana, told.ana)
    ana.wait_for_url("**/report/new/*")
    expect(ana.get_by_label("kept pushing")).to_be_checked()
    expect(ana.get_by_label("In your own words")).to_have_value("A long story that took a while.")
    send(ana).tap()
    ana.wait_for_url(THANKS)
    assert Incident.objects.get().reported_by == told.ana


def test_trends_show_figures_and_no_names(told: Cast, sign_in: SignIn) -> None:
    company, now = founded(), database_now()
    month = last_closed(timezone.localdate(now))
    busy_months(company, until=month)
    contacts(company, until=month)
    publish_due_months(now=now)
    hana = sign_in(told.hana, size=DESKTOP)
    hana.get_by_role("main").get_by_role("link", name="Trends").click()
    expect(hana).to_have_url(re.compile(f"/trends/{month:%Y-%m}/$"))
    expect(hana.get_by_role("heading", level=1)).to_have_text(f"{month:%B %Y}")
    assert hana.locator("svg.chart").count() >= 8
    text = hana.content()
    for person in User.objects.exclude(pk=told.hana.pk):
        assert person.name not in text
    for customer in company.customers:
        assert str(customer.public_id) not in text
