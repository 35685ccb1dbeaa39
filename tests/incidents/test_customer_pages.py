import datetime as dt
import logging
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Agreement, Complaint, Customer, Incident
from people.models import User
from tests.cast import Cast
from tests.factories import (
    AgreementFactory,
    CustomerFactory,
    IncidentFactory,
    MembershipFactory,
    NarrativeFactory,
)
from tests.incidents.steps import taken, tell

WORDS = "Canary words of the story"


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """Somebody whom Ana and Zoe reported, with an agreement of Ana's team."""
    customer = CustomerFactory.create()
    customer.identity.name, customer.identity.phone = "D. van Rijn", "+31612345678"
    customer.identity.save(update_fields=["name", "phone"])
    for reporter, team in ((cast.ana, cast.north), (cast.zoe, cast.south)):
        incident = IncidentFactory.create(
            reported_by=reporter, team=team, customer=customer, occurred_at=timezone.now(),
            channel=2,
        )  # fmt: skip
        NarrativeFactory.create(incident=incident, body=WORDS)
    AgreementFactory.create(
        customer=customer, team=cast.north, agreed_by=cast.max,
        until=timezone.localdate() + dt.timedelta(days=20),
    )  # fmt: skip
    return customer


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    caches["local"].clear()


def get(client: Client, user: User, path: str) -> Any:
    client.force_login(user)
    return client.get(path)


def page_of(customer: Customer) -> str:
    return f"/customer/{customer.public_id}/"


def test_customer_page_tells_the_team_what_happened(
    client: Client, cast: Cast, customer: Customer
) -> None:
    html = get(client, cast.max, page_of(customer)).content.decode()
    for words in ("D. van Rijn", "One report", "Insulted or belittled me", "Phone", "Desk North"):
        assert words in html
    assert "Two colleagues at the counter." in html
    assert "Desk South" not in html
    assert "Ana" not in html
    assert WORDS not in html


def test_customer_page_shows_advisers_every_team(
    client: Client, cast: Cast, customer: Customer
) -> None:
    html = get(client, cast.pim, page_of(customer)).content.decode()
    assert "2 reports" in html
    assert "Desk South" in html
    assert "Add an agreement" not in html


@pytest.mark.parametrize("name", ["ana", "zoe", "nora", "hana", "bo"])
def test_customer_page_is_not_there_for_others(
    client: Client, cast: Cast, customer: Customer, name: str
) -> None:
    user = getattr(cast, name)
    agreement = Agreement.objects.get()
    assert get(client, user, page_of(customer)).status_code == 404
    data = {"text": "No.", "until": timezone.localdate().isoformat()}
    assert client.post(f"{page_of(customer)}agreements/", data).status_code == 404
    assert client.post(f"/agreement/{agreement.public_id}/end/").status_code == 404
    agreement.refresh_from_db()
    assert agreement.ended_at is None
    assert Agreement.objects.count() == 1


def test_customer_page_refuses_wrong_methods(
    client: Client, cast: Cast, customer: Customer
) -> None:
    client.force_login(cast.max)
    assert client.post(page_of(customer)).status_code == 405
    assert client.get(f"{page_of(customer)}agreements/").status_code == 405
    assert client.get("/customer-match/").status_code == 405


def test_agreement_is_noted_and_ended_with_a_question(
    client: Client, cast: Cast, customer: Customer
) -> None:
    client.force_login(cast.dex)
    until = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    response = client.post(
        f"{page_of(customer)}agreements/", {"text": "Calls go to Dex.", "until": until}
    )
    assert response["Location"] == page_of(customer)
    agreement = Agreement.objects.get(text="Calls go to Dex.")
    url = f"/agreement/{agreement.public_id}/end/"
    assert "End this agreement?" in client.get(url).content.decode()
    agreement.refresh_from_db()
    assert agreement.ended_at is None
    assert client.post(url)["Location"] == page_of(customer)
    agreement.refresh_from_db()
    assert agreement.ended_by == cast.dex


def test_refused_agreement_keeps_what_was_typed(
    client: Client, cast: Cast, customer: Customer
) -> None:
    client.force_login(cast.max)
    response = client.post(f"{page_of(customer)}agreements/", {"text": "Calm.", "until": ""})
    html = response.content.decode()
    assert response.status_code == 422
    assert "until which day" in html
    assert 'value="Calm."' in html
    assert 'role="alert"' in html


def test_agreement_by_an_adviser_is_refused(client: Client, cast: Cast, customer: Customer) -> None:
    client.force_login(cast.pim)
    assert client.post(f"{page_of(customer)}agreements/", {"text": "No."}).status_code == 403
    agreement = Agreement.objects.get()
    assert client.post(f"/agreement/{agreement.public_id}/end/").status_code == 403


def test_customers_lists_those_of_the_own_team(
    client: Client, cast: Cast, customer: Customer
) -> None:
    elsewhere = CustomerFactory.create()
    IncidentFactory.create(team=cast.south, customer=elsewhere, occurred_at=timezone.now())
    old = CustomerFactory.create()
    long_ago = timezone.now() - dt.timedelta(days=400)
    IncidentFactory.create(team=cast.north, customer=old, occurred_at=long_ago)
    html = get(client, cast.max, "/customers/").content.decode()
    assert "D. van Rijn" in html
    assert "One report" in html
    assert "agreement in force" in html
    assert elsewhere.identity.reference not in html
    assert old.identity.reference not in html
    for user in (cast.hana, cast.bo):
        assert get(client, user, "/customers/").status_code == 403


def test_customers_asks_the_database_the_same_at_one_and_many_rows(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.max)
    counts = []
    for size in (1, 6):
        for customer in CustomerFactory.create_batch(size):
            IncidentFactory.create(team=cast.north, customer=customer, occurred_at=timezone.now())
        for path in ("/customers/", page_of(customer)):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(path).status_code == 200
            counts.append(len(caught))
        IncidentFactory.create_batch(3, team=cast.north, customer=customer)
    assert counts[:2] == counts[2:]
    assert max(counts) <= 27


@pytest.mark.parametrize("reference", ["{number}", " {number} ", "06 1234 5678", "van Rijn"])
def test_search_opens_exactly_one_customer(
    client: Client, cast: Cast, customer: Customer, reference: str
) -> None:
    client.force_login(cast.max)
    customer.identity.phone = "0612345678"
    customer.identity.save(update_fields=["phone"])
    typed = reference.format(number=customer.identity.reference.lower())
    response = client.post("/customers/", {"reference": typed})
    if reference == "van Rijn":
        html = response.content.decode()
        assert page_of(customer) in html, "a name is offered, never opened by itself"
    else:
        assert response["Location"] == page_of(customer)


def test_search_of_another_teams_customer_shows_the_agreement_alone(
    client: Client, cast: Cast, customer: Customer
) -> None:
    client.force_login(cast.nora)
    response = client.post("/customers/", {"reference": customer.identity.reference})
    html = response.content.decode()
    assert "Two colleagues at the counter." in html
    assert "van Rijn" not in html
    assert client.post("/customers/", {"reference": ""}).status_code == 422


def test_match_at_the_desk_shows_agreements_and_never_the_story(
    client: Client, cast: Cast, customer: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(cast.zoe)
    caplog.set_level(logging.INFO, logger="incidents")
    reference = customer.identity.reference
    html = client.post("/customer-match/", {"customer_ref": reference}).content.decode()
    assert "known here" in html
    assert "Two colleagues at the counter." in html
    for secret in ("van Rijn", WORDS, "report", reference):
        assert secret not in html
    partly = client.post("/customer-match/", {"customer_ref": reference[:-1]}).content.decode()
    assert "Not known here yet" in partly
    assert str(cast.zoe.public_id) in caplog.text
    assert reference not in caplog.text


def test_match_is_for_people_and_not_for_trying_numbers(
    client: Client, cast: Cast, customer: Customer
) -> None:
    assert client.post("/customer-match/", {"customer_ref": "K1"}).status_code == 204
    client.force_login(cast.ana)
    assert client.post("/customer-match/", {"customer_ref": " "}).content == b""
    data = {"customer_ref": customer.identity.reference}
    answers = [client.post("/customer-match/", data).content.decode() for _ in range(21)]
    assert "known here" in answers[19]
    assert "known here" not in answers[20]
    client.force_login(cast.max)
    for _ in range(20):
        client.post("/customers/", {"reference": "K-none"})
    response = client.post("/customers/", {"reference": customer.identity.reference})
    assert response.status_code == 429


def test_customer_pages_speak_dutch(client: Client, cast: Cast, customer: Customer) -> None:
    User.objects.filter(pk=cast.max.pk).update(language="nl")
    for path in ("/customers/", page_of(customer)):
        assert '<html lang="nl"' in get(client, cast.max, path).content.decode()


def test_customer_page_lists_open_complaints_and_what_is_late(
    client: Client, cast: Cast, customer: Customer
) -> None:
    now = timezone.now()
    ours, theirs = Incident.objects.filter(customer=customer).order_by("team__name")
    values: dict[str, Any] = {"opened_by": cast.max, "opened_at": now}
    late = Complaint.objects.create(
        incident=ours,
        what="The installation was moved three times.",
        owner=cast.dex,
        due_on=timezone.localdate() - dt.timedelta(days=1),
        **values,
    )
    Complaint.objects.create(incident=theirs, what="Another bill.", **values)
    html = get(client, cast.max, page_of(customer)).content.decode()
    needs = html[html.index('id="needs"') : html.index('id="entry"')]
    for words in (late.what, "Dex", "late", late.get_absolute_url()):
        assert words in needs
    assert "Another bill." not in html
    assert "nobody sees to it yet" in get(client, cast.pim, page_of(customer)).content.decode()
    Complaint.objects.filter(pk=late.pk).update(closed_at=now, closed_by=cast.dex, outcome="Done.")
    html = get(client, cast.max, page_of(customer)).content.decode()
    assert late.what not in html
    assert "No complaint and no promise is open." in html


def test_customer_page_draws_twelve_months_with_a_table(client: Client, cast: Cast) -> None:
    now, today = timezone.now(), timezone.localdate()
    story = tell(cast, MembershipFactory.create(team=cast.north).user, now)
    taken(story)
    IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, customer=story.customer,
        occurred_at=now - dt.timedelta(days=370),
    )  # fmt: skip
    html = get(client, cast.max, page_of(story.customer)).content.decode()
    drawn = html[html.index('<figure class="fig">') : html.index("</figure>")]
    assert drawn.count('<svg class="chart"') == 2
    assert drawn.count("<circle") == 2 * 2
    assert 'role="img" aria-label="2 reports in twelve months. Always with two of us' in drawn
    assert drawn.count('<th scope="row">') == 12
    assert f'<th scope="row">{today:%B %Y}</th>' in drawn
    assert "style=" not in drawn


def test_customer_page_offers_to_move_a_report_to_who_acts_on_it(
    client: Client, cast: Cast, customer: Customer
) -> None:
    own = IncidentFactory.create(
        reported_by=cast.max, team=cast.north, customer=customer, occurred_at=timezone.now()
    )
    of_ana = Incident.objects.get(customer=customer, reported_by=cast.ana)
    html = get(client, cast.max, page_of(customer)).content.decode()
    move = f"/report/{of_ana.public_id}/other-customer/"
    assert move in html
    assert f"/report/{own.public_id}/other-customer/" not in html
    assert client.post(move, {"customer_ref": "K-elsewhere"}).status_code == 302
    of_ana.refresh_from_db()
    assert of_ana.customer != customer
