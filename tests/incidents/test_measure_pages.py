"""The pages of measures: bad input stays, lists ask the same, the panel and the desk."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.models import Letter, Measure
from incidents.operations.measures import decide_objection, receive_objection
from tests.cast import Cast
from tests.factories import GroundFactory, MeasureFactory, MembershipFactory, UserFactory
from tests.incidents.steps import Story, proposed, taken, tell


@pytest.fixture
def story(cast: Cast) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, dt.datetime.now(dt.UTC))


def answers(story: Story, **changes: str) -> dict[str, str]:
    end = story.today + dt.timedelta(days=60)
    return {
        "step": "check",
        "why": "Colleagues must be able to work in peace.",
        "tried": "Two talks.",
        "rule": "2",
        "no_warning_reason": "Too far to wait.",
        "customer_view": "I had waited.",
        "starts_on": story.today.isoformat(),
        "ends_on": end.isoformat(),
        "stays_open": "Letters are answered.",
        "objection_address": "Postbus 1",
        "desk_note": "Two at the desk.",
        **{f"fact_{g.pk}": g.fact for g in Measure.objects.get().grounds.all()},
        **changes,
    }


def test_proposal_keeps_what_was_typed(client: Client, story: Story) -> None:
    client.force_login(story.cast.ana)
    url = f"/report/{story.of_ana.public_id}/measure/new/"
    fact = f"fact_{story.of_ana.public_id}"
    html = client.post(url, {"kind": "", fact: "Typed before.", "why": "Peace."}).content.decode()
    for words in ("Choose a measure.", "Typed before.", "Peace.", 'role="alert"'):
        assert words in html
    response = client.post(url, {"kind": "4", fact: "Ana was shouted at."})
    assert response.status_code == 422
    assert "Leave out names" in response.content.decode()
    assert client.post(url, {"kind": "4", fact: "Shouted at us."}).status_code == 302
    page = client.get(Measure.objects.get().get_absolute_url()).content.decode()
    assert "waits for a decision" in page
    assert story.customer.identity.reference not in page


def test_decision_asks_before_it_takes(client: Client, story: Story) -> None:
    measure = proposed(story)
    client.force_login(story.cast.pim)
    url = f"{measure.get_absolute_url()}decision/"
    html = client.get(url).content.decode()
    assert "Letters and e-mail are always answered." in html
    response = client.post(url, answers(story, rule="", why="Typed before."))
    assert response.status_code == 422
    for words in ("Choose the house rule", "Typed before."):
        assert words in response.content.decode()
    html = client.post(url, answers(story)).content.decode()
    assert "Check before you decide" in html
    assert "With this letter we warn you." in html
    measure.refresh_from_db()
    assert measure.is_taken is None
    assert not Letter.objects.exists()
    assert 'name="why"' in client.post(url, answers(story, step="change")).content.decode()
    assert client.post(url, answers(story, step="take")).status_code == 302
    measure.refresh_from_db()
    assert measure.is_taken
    assert client.get(url).status_code == 302


def test_measures_ask_the_database_the_same_at_one_and_many_rows(
    client: Client, story: Story
) -> None:
    client.force_login(story.cast.max)
    row = {"customer": story.customer, "team": story.cast.north}
    counts = []
    for number in (1, 30):
        made = MeasureFactory.create_batch(number, **row)
        GroundFactory.create(measure=made[0], incident=story.of_ana)
        for path in ("/measures/", "/measures/?state=undecided&kind=8", "/today/"):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path).status_code == 200
            counts.append(len(caught))
    assert counts[:3] == counts[3:]
    html = client.get("/measures/?state=refused").content.decode()
    assert "No measure fits these choices." in html
    assert "Page 1 of 2" in client.get("/measures/?state=undecided").content.decode()
    assert client.get("/measures/?team=nonsense&kind=x&page=99").status_code == 200


def test_withdrawal_is_told_to_the_reporter_without_blame(client: Client, story: Story) -> None:
    measure = taken(story)
    objection = receive_objection(
        actor=story.cast.max, measure=measure, received_on=story.today, text="", now=story.now
    )
    decide_objection(
        actor=story.cast.pim, objection=objection, outcome="withdraw",
        reason="We mixed up two people.", now=story.now,
    )  # fmt: skip
    client.force_login(story.cast.ana)
    html = client.get(story.of_ana.get_absolute_url()).content.decode()
    for words in ("No longer counts about the customer", "We mixed up two people.", "was right to"):
        assert words in html
    assert "Propose a step" not in html
    client.force_login(story.cast.max)
    page = client.get(f"/customer/{story.customer.public_id}/").content.decode()
    assert "Where we stand" in page
    assert "2 reports" not in page


def test_letter_opens_as_pdf_without_a_name_in_its_file(client: Client, story: Story) -> None:
    story.customer.identity.name = "D. van Rijn"
    story.customer.identity.save(update_fields=["name"])
    letter = taken(story).letters.get()
    client.force_login(story.cast.max)
    response = client.get(f"{letter.get_absolute_url()}pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert "Rijn" not in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_page_of_a_measure_leads_to_what_somebody_may_do(client: Client, story: Story) -> None:
    url = proposed(story).get_absolute_url()
    for user, words, missing in (
        (story.cast.max, "Fill in and decide", "reported none of it"),
        (story.cast.pim, "Do not take it", "reported none of it"),
    ):
        client.force_login(user)
        html = client.get(url).content.decode()
        assert words in html
        assert missing not in html
    client.force_login(story.cast.ana)
    assert client.get(url).status_code == 404
