"""What was done comes back: not yet with a reason, a question without a name, heard."""

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from incidents.operations import give_answer, sweep_answers
from people.queries import database_now
from tests.cast import Cast
from tests.journeys.conftest import DESKTOP, SignIn
from tests.journeys.story import answer
from tests.wellbeing.pages import just_now
from tests.wellbeing.stories import report

pytestmark = pytest.mark.journey


def test_answer_goes_back_and_forth_until_it_is_enough(told: Cast, sign_in: SignIn) -> None:
    incident = report(told.ana, told.north, just_now())
    give_answer(actor=told.max, incident=incident, sentence="We called.", now=just_now())
    ana = sign_in(told.ana)
    ana.goto("/home/")
    expect(ana.locator("main")).to_contain_text("We called.")
    expect(ana.get_by_role("button", name="Heard", exact=True)).to_be_visible()
    ana.goto(f"/report/{incident.public_id}/")
    ana.locator("summary", has_text="Not yet").first.tap()
    ana.get_by_role("button", name="Ask for another answer").tap()
    expect(ana.get_by_role("alert")).to_contain_text("Say in a few words what is still missing.")
    ana.get_by_label("What is still missing?").fill("What happens next time?")
    ana.get_by_role("button", name="Ask for another answer").tap()
    expect(ana.locator("main")).to_contain_text("Still missing: What happens next time?")

    manager = sign_in(told.max, size=DESKTOP)
    manager.goto("/reports/")
    manager.locator("input[name=report]").first.check()
    manager.get_by_role("button", name="Answer the ticked ones together").click()
    manager.get_by_label("What did you do?").fill("From Monday two of us are there.")
    manager.get_by_role("button", name="Send the answer").click()
    expect(manager.locator("body")).to_contain_text("Your answer is with each of the reporters.")

    ana.goto("/mine/")
    ana.get_by_role("button", name="Heard", exact=True).tap()
    expect(ana.locator("main")).to_contain_text("You said: heard. The report is closed.")
    incident.refresh_from_db()
    assert incident.closed_by == told.ana
    assert sweep_answers(now=database_now()) == 0


def test_name_stays_with_the_adviser(told: Cast, sign_in: SignIn) -> None:
    ana = sign_in(told.ana)
    ana.goto("/report/new/")
    for label in ("swore", "Over the line"):
        ana.locator("label.chip, label.choice").filter(has_text=label).first.tap()
    ana.get_by_label("Keep my name from my manager").check()
    ana.get_by_role("button", name="Send report").tap()
    ana.wait_for_url("**/thanks/")
    incident = Incident.objects.get()
    assert incident.is_anonymous

    manager = sign_in(told.max, size=DESKTOP)
    manager.goto(f"/report/{incident.public_id}/")
    expect(manager.locator("main")).to_contain_text("Someone in your team")
    expect(manager.locator("main")).not_to_contain_text("Ana")
    manager.get_by_role("link", name="Ask a question").click()
    manager.get_by_label("Your message").fill("Was it the same man?")
    manager.get_by_role("button", name="Send", exact=True).click()
    answer(manager, "We looked into it.")

    ana.goto(f"/report/{incident.public_id}/messages/")
    ana.get_by_label("Your message").fill("Yes, it was.")
    ana.get_by_role("button", name="Send", exact=True).tap()
    expect(ana.locator("main")).to_contain_text("Yes, it was.")
    manager.goto(f"/report/{incident.public_id}/")
    expect(manager.locator("main")).to_contain_text("Yes, it was.")
    expect(manager.locator("main")).not_to_contain_text("Ana")
