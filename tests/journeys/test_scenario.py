"""From a closed report to something a team practises with, on a phone and at a desk."""

import pytest
from playwright.sync_api import Page, expect

from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.models import Incident
from people.models import User
from tests.cast import Cast
from tests.factories import IncidentFactory, NarrativeFactory
from tests.journeys.conftest import DESKTOP, SignIn
from tests.journeys.story import chip
from tests.wellbeing.pages import just_now
from wellbeing.models import PracticeSession, Scenario
from wellbeing.operations.practice import stock_library

pytestmark = pytest.mark.journey


def closed_report(cast: Cast) -> Incident:
    now = just_now()
    incident = IncidentFactory.create(
        reported_by=cast.ana,
        team=cast.north,
        behaviours=[BEHAVIOUR_BY_KEY["personal_insult"].number],
        occurred_at=now,
        closed_at=now,
        closed_by=cast.ana,
    )
    body = "Ana said no at 14:05. Mrs Petersen threw the chair at Dex."
    NarrativeFactory.create(incident=incident, body=body)
    return incident


def now_as(person: User) -> User:
    """Read somebody again: the session hangs on the password of the row."""
    return User.objects.get(pk=person.pk)


def write(page: Page) -> None:
    """Fill in what the masked proposal leaves open."""
    page.get_by_label("Title").fill("The chair")
    page.get_by_label("Roles").fill("The customer: You waited.\nThe colleague: You say no.")
    page.get_by_label("What to try").fill("Name the wait first.")
    page.get_by_label("What to take away").fill("Being heard comes first.")
    for label in ("counter", "listened", "calming a heated contact"):
        chip(page, label).click()


def test_report_becomes_something_to_practise_with(told: Cast, as_user: SignIn) -> None:
    stock_library(now=just_now())
    incident = closed_report(told)
    manager = as_user(now_as(told.max), size=DESKTOP)
    manager.goto(f"/report/{incident.public_id}/")
    manager.get_by_role("button", name="Make a practice scenario").click()
    expect(manager.locator("main")).to_contain_text("The person has not answered yet.")

    ana = as_user(now_as(told.ana))
    ana.goto(f"/report/{incident.public_id}/")
    ana.get_by_role("link", name="See how it stands").tap()
    ana.get_by_role("button", name="Yes, try it").tap()
    expect(ana.locator("main")).to_contain_text("You said yes.")

    manager.reload()
    # What the page hears first moves the rest of it down, away from under a click.
    expect(manager.locator("main")).to_contain_text("Last heard")
    manager.get_by_role("link", name="Write the text").click()
    proposal = manager.get_by_label("The situation")
    expect(proposal).to_have_value(
        "a colleague said no at [time]. [somebody] threw the chair at a colleague."
    )
    proposal.fill("The colleague said no. Dex laughed and the customer threw the chair.")
    write(manager)
    manager.get_by_role("button", name="Save").click()
    expect(manager.locator("#left")).to_contain_text("“Dex” is a customer or colleague")
    manager.get_by_label("Who takes the second look?").select_option(label=told.pim.name)
    manager.get_by_role("button", name="Send for a second look").click()
    expect(manager.get_by_role("alert")).to_contain_text("Something can still be recognised")
    manager.get_by_label("The situation").fill("The colleague said no and a chair flew.")
    manager.get_by_role("button", name="Save").click()
    expect(manager.locator("main")).to_contain_text("The tool finds nothing any more")
    manager.get_by_label("Who takes the second look?").select_option(label=told.pim.name)
    manager.get_by_role("button", name="Send for a second look").click()
    expect(manager.locator("main")).to_contain_text("Pim Jansen takes the second look.")

    scenario = Scenario.objects.get(key=None)
    _looked_at_twice(told, as_user, scenario)
    _agreed_to(ana)
    _found_and_played(told, as_user, scenario)


def _agreed_to(ana: Page) -> None:
    """Ana reads exactly what everybody will read, and says yes."""
    ana.reload()
    expect(ana.locator("main")).to_contain_text("This is exactly what everybody")
    expect(ana.locator("main")).to_contain_text("a chair flew")
    ana.get_by_role("button", name="Yes, publish this text").tap()
    expect(ana.locator("main")).to_contain_text("It is in the library.")


def _looked_at_twice(told: Cast, as_user: SignIn, scenario: Scenario) -> None:
    """Pim, who does not know the report, finds that nobody can be recognised."""
    pim = as_user(now_as(told.pim), size=DESKTOP)
    pim.goto(f"/practice/{scenario.public_id}/second-look/")
    expect(pim.locator("main")).not_to_contain_text("Petersen")
    pim.get_by_role("button", name="Nobody can be recognised").click()
    expect(pim.get_by_role("alert")).to_contain_text("4 things are missing")
    for box in pim.locator("main input[type=checkbox]").all():
        box.check()
    pim.get_by_role("button", name="Nobody can be recognised").click()
    expect(pim.locator(".toasts")).to_contain_text("reads it last")


def _found_and_played(told: Cast, as_user: SignIn, scenario: Scenario) -> None:
    """Dex finds it by a filter, plays it with the team and writes it down; Ana was there."""
    dex = as_user(now_as(told.dex))
    dex.goto("/practice/")
    dex.get_by_text("Choose what it is about").tap()
    dex.get_by_label("Step of the ladder").select_option(label="listened")
    dex.get_by_label("Words").fill("chair")
    dex.get_by_role("button", name="Show", exact=True).tap()
    expect(dex.locator("main")).to_contain_text("1 scenario")
    dex.get_by_role("link", name="The chair").tap()
    expect(dex.locator("main")).to_contain_text("A mistake here is a learning moment.")
    dex.get_by_role("link", name="We played it").tap()
    dex.get_by_label("What did you learn?").fill("Ana was calm.")
    dex.get_by_role("button", name="Write it down").tap()
    expect(dex.get_by_role("alert")).to_contain_text("Write how many took part.")
    dex.get_by_label("How many took part?").fill("4")
    dex.get_by_role("button", name="Write it down").tap()
    expect(dex.get_by_role("alert")).to_contain_text("Leave names out: Ana")
    dex.get_by_label("What did you learn?").fill("Naming the wait first helps.")
    dex.get_by_role("button", name="Write it down").tap()
    expect(dex.locator("main")).to_contain_text("Naming the wait first helps.")
    assert PracticeSession.objects.get().scenario == scenario

    ana = as_user(now_as(told.ana))
    ana.goto("/practice/sessions/")
    ana.get_by_role("button", name="I was there").tap()
    expect(ana.locator("main")).to_contain_text("You were there")
