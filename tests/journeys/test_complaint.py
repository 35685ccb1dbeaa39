"""A complaint that was right is seen to, apart from the manner, before any letter leaves."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.models import Complaint, FollowUp, Incident
from incidents.operations.judgement import judge_report
from incidents.queries.letters import complaint_in_the_way
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, NarrativeFactory
from tests.factories.measures import GroundFactory, MeasureFactory
from tests.journeys.conftest import SignIn
from tests.journeys.story import chip


@pytest.mark.journey
def test_right_complaint_is_seen_to_before_a_letter(told: Cast, as_user: SignIn) -> None:
    customer = CustomerFactory.create()
    incident: Incident = IncidentFactory.create(
        reported_by=told.ana, team=told.north, customer=customer
    )
    measure = MeasureFactory.create(customer=customer, team=told.north)
    GroundFactory.create(measure=measure, incident=incident)
    NarrativeFactory.create(incident=incident)
    judge_report(
        actor=told.max,
        incident=incident,
        complaint_valid="valid",
        is_manner_right=False,
        behaviours=("personal_insult",),
        now=dt.datetime.now(dt.UTC),
    )
    assert complaint_in_the_way(measure)
    told.max.refresh_from_db()
    told.dex.refresh_from_db()
    page = as_user(told.max)
    page.goto(incident.get_absolute_url())
    page.get_by_role("link", name="Open the complaint").click()
    page.get_by_label("What does the customer still need?").fill("A new date.")
    page.get_by_label("Who sees to it?").select_option(label="Dex Kuiper")
    page.get_by_label("By which day?").fill(f"{timezone.localdate()}")
    chip(page, "Yes").first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("we owe an apology", exact=True)).to_be_visible()
    assert not complaint_in_the_way(measure)

    dex = as_user(told.dex)
    dex.goto(f"/complaint/{Complaint.objects.get().public_id}/")
    dex.get_by_label("How was it settled?").fill("They have a date, and our apology.")
    dex.get_by_role("button", name="It is settled").click()
    expect(dex.get_by_text("They have a date, and our apology.").first).to_be_visible()

    write_to_customer(page, incident)
    assert FollowUp.objects.get().sent_at is not None


def write_to_customer(page: Page, incident: Incident) -> None:
    """Check a fact, write on it, and say that it was sent."""
    page.goto(incident.get_absolute_url())
    page.get_by_role("button", name="Write to the customer").click()
    page.locator("#fact_text").fill("The date was moved twice.")
    page.locator("#fact_source").fill("Planning")
    page.get_by_role("button", name="Add the fact").click()
    page.get_by_role("button", name="I checked it").click()
    page.locator("#id_text").fill("We are sorry.")
    chip(page, "Letter").click()
    chip(page, "No").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="It was sent").click()
    page.wait_for_url(lambda url: "/report/" in url)
