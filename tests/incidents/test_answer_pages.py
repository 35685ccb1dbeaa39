from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import Answer, Incident, Narrative
from incidents.operations import give_answer
from people.models import User
from tests.cast import Cast
from tests.factories import IncidentFactory, NarrativeFactory, ProductFactory


@pytest.fixture
def incident(cast: Cast) -> Incident:
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    NarrativeFactory.create(incident=incident, body="He leaned in.")
    return incident


def test_manager_answers_and_ana_says_heard(client: Client, cast: Cast, incident: Incident) -> None:
    client.force_login(cast.max)
    url = f"/report/{incident.public_id}/answer/"
    assert "one sentence" in client.get(url).content.decode()
    response = client.post(url, {"sentence": "We called the customer together."})
    assert response["Location"] == f"/report/{incident.public_id}/"
    answer = Answer.objects.get()
    client.force_login(cast.ana)
    response = client.post(f"/answer/{answer.public_id}/reply/", {"reply": "heard"})
    assert response["Location"] == f"/report/{incident.public_id}/"
    incident.refresh_from_db()
    assert incident.closed_by == cast.ana


def test_refused_answer_keeps_the_sentence(client: Client, cast: Cast, incident: Incident) -> None:
    client.force_login(cast.max)
    url = f"/report/{incident.public_id}/answer/"
    empty = client.post(url, {"sentence": " "})
    assert empty.status_code == 422
    assert "Write one sentence" in empty.content.decode()
    assert 'href="#id_sentence"' in empty.content.decode()
    client.post(url, {"sentence": "First."})
    second = client.post(url, {"sentence": "Second <b>."})
    assert second.status_code == 422
    assert "there already" in second.content.decode()
    assert "Second &lt;b&gt;." in second.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [("ana", 403), ("zoe", 404), ("otto", 404), ("nora", 404), ("hana", 404), ("bo", 404)],
)
def test_others_do_not_answer(
    client: Client, cast: Cast, incident: Incident, name: str, status: int
) -> None:
    client.force_login(getattr(cast, name))
    url = f"/report/{incident.public_id}/answer/"
    for response in (client.get(url), client.post(url, {"sentence": "Hm."})):
        assert response.status_code == status
        assert "leaned" not in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("max", 403), ("pim", 403), ("zoe", 404)])
def test_others_do_not_reply(
    client: Client, cast: Cast, incident: Incident, name: str, status: int
) -> None:
    answer = give_answer(actor=cast.max, incident=incident, sentence="Done.", now=timezone.now())
    client.force_login(getattr(cast, name))
    url = f"/answer/{answer.public_id}/reply/"
    assert client.post(url, {"reply": "heard"}).status_code == status
    assert client.get(url).status_code == status
    answer.refresh_from_db()
    assert answer.reply == ""


def test_unknown_reply_changes_nothing(client: Client, cast: Cast, incident: Incident) -> None:
    answer = give_answer(actor=cast.max, incident=incident, sentence="Done.", now=timezone.now())
    client.force_login(cast.ana)
    for reply in ("", "maybe"):
        client.post(f"/answer/{answer.public_id}/reply/", {"reply": reply})
    answer.refresh_from_db()
    assert answer.reply == ""


def details(incident: Incident) -> str:
    return f"/report/{incident.public_id}/details/"


def test_details_add_words_and_fill_what_is_open(
    client: Client, cast: Cast, incident: Incident
) -> None:
    client.force_login(cast.ana)
    product = ProductFactory.create()
    html = client.get(details(incident)).content.decode()
    assert "He leaned in." in html
    response = client.post(details(incident), {
        "narrative": "He came back later.", "customer_ref": "k-4",
        "product": str(product.public_id), "complaint_valid": "partly",
    })  # fmt: skip
    assert response["Location"] == f"/report/{incident.public_id}/"
    incident.refresh_from_db()
    assert (incident.product, incident.complaint_valid) == (product, 2)
    assert [n.body for n in incident.narratives.all()] == ["He leaned in.", "He came back later."]
    html = client.get(details(incident)).content.decode()
    for name in ("customer_ref", "product", "complaint_valid"):
        assert f'name="{name}"' not in html
    client.post(details(incident), {"customer_ref": "k-5"})
    incident.refresh_from_db()
    assert incident.customer is not None
    assert incident.customer.identity.reference == "K-4"


def test_details_may_all_be_skipped(client: Client, cast: Cast, incident: Incident) -> None:
    client.force_login(cast.ana)
    assert client.post(details(incident), {}).status_code == 302
    assert Narrative.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"narrative": "x" * 10_001}, "narrative"),
        ({"customer_ref": "x" * 61}, "customer_ref"),
        ({"product": "00000000-0000-7000-8000-000000000000"}, "product"),
        ({"product": "no uuid"}, "product"),
        ({"complaint_valid": "maybe"}, "complaint_valid"),
    ],
)
def test_refused_details_keep_what_was_typed(
    client: Client, cast: Cast, incident: Incident, changes: dict[str, Any], field: str
) -> None:
    client.force_login(cast.ana)
    response = client.post(details(incident), {"narrative": "Keep me."} | changes)
    html = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'role="alert"' in html
    if field != "narrative":
        assert "Keep me." in html
    assert Narrative.objects.count() == 1


@pytest.mark.parametrize(("name", "status"), [("max", 403), ("pim", 403), ("zoe", 404)])
def test_details_are_for_the_reporter(
    client: Client, cast: Cast, incident: Incident, name: str, status: int
) -> None:
    client.force_login(getattr(cast, name))
    assert client.get(details(incident)).status_code == status
    assert client.post(details(incident), {"narrative": "Not mine."}).status_code == status
    assert Narrative.objects.count() == 1


def test_answer_and_details_speak_dutch(client: Client, cast: Cast, incident: Incident) -> None:
    User.objects.update(language="nl")
    client.force_login(cast.ana)
    assert '<html lang="nl"' in client.get(details(incident)).content.decode()
    client.force_login(cast.max)
    url = f"/report/{incident.public_id}/answer/"
    assert '<html lang="nl"' in client.get(url).content.decode()
