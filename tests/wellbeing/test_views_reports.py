import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from incidents.models import Incident
from incidents.operations import add_narrative, give_answer, reply_to_answer
from tests.cast import Cast
from tests.factories import AnswerFactory, CustomerFactory, IncidentFactory, NarrativeFactory
from tests.wellbeing.pages import just_now, queries_of, reported, signed_in, text_of


def url_of(incident: Incident) -> str:
    return reverse("wellbeing:report", args=[incident.public_id])


@pytest.mark.parametrize("who", ["max", "dex", "pim"])
def test_report_shows_the_story_to_who_leads_or_advises(cast: Cast, who: str) -> None:
    incident = reported(cast.ana, cast.north)
    add_narrative(actor=cast.ana, incident=incident, body="He leaned over.", now=just_now())
    text = text_of(signed_in(getattr(cast, who)).get(url_of(incident)).text)
    assert "Insulted or belittled me · counter, Alkmaar" in text
    assert "He leaned over." in text
    assert "Ana Bakker reported it" in text
    assert "Answer owed" in text


def test_report_never_names_the_customer(cast: Cast) -> None:
    customer = CustomerFactory.create(identity__name="K. Postma", identity__reference="K77")
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north, customer=customer)
    html = signed_in(cast.max).get(url_of(incident)).text
    assert "Postma" not in html
    assert "K77" not in html
    assert reverse("incidents:customer", args=[customer.public_id]) in html


def test_report_shows_the_reporter_their_own_page(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    answer = give_answer(
        actor=cast.max, incident=incident, sentence="We rang him together.", now=just_now()
    )
    html = signed_in(cast.ana).get(url_of(incident)).text
    assert "We rang him together." in html
    assert reverse("incidents:reply", args=[answer.public_id]) in html
    assert "Add details or a correction" in html
    assert "Next step" not in html


def test_report_says_closed_after_heard(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    answer = give_answer(actor=cast.max, incident=incident, sentence="Done.", now=just_now())
    reply_to_answer(actor=cast.ana, answer=answer, reply="heard", now=just_now())
    text = text_of(signed_in(cast.max).get(url_of(incident)).text)
    assert "Ana Bakker said: heard" in text
    assert "Nothing is left to do here." in text


@pytest.mark.parametrize("who", ["zoe", "otto", "nora", "hana", "bo"])
def test_report_does_not_exist_for_anybody_else(cast: Cast, who: str) -> None:
    incident = NarrativeFactory.create(incident__reported_by=cast.ana, incident__team=cast.north)
    assert signed_in(getattr(cast, who)).get(url_of(incident.incident)).status_code == 404


def test_report_tells_that_somebody_needs_help_until_it_is_claimed(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north, "threat_words")
    text = text_of(signed_in(cast.max).get(url_of(incident)).text)
    assert "Ana needs somebody now" in text


def test_report_refuses_other_methods(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    client = signed_in(cast.max)
    for url in (url_of(incident), reverse("wellbeing:reports"), "/mine/", "/home/", "/today/"):
        assert client.post(url).status_code == 405


def test_reports_list_what_the_reader_leads(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    reported(cast.zoe, cast.south, "threat_words")
    text = text_of(signed_in(cast.max).get("/reports/").text)
    assert "Ana Bakker" in text
    assert "Zoe Amrani" not in text
    everything = text_of(signed_in(cast.pim).get("/reports/").text)
    assert "Zoe Amrani" in everything


@pytest.mark.parametrize("who", ["ana", "hana", "bo"])
def test_reports_and_today_are_not_for_everybody(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get("/reports/").status_code == 403
    assert client.get("/today/").status_code == 403


def test_reports_are_empty_without_reports(cast: Cast) -> None:
    assert "No reports yet." in signed_in(cast.max).get("/reports/").text


def test_reports_are_narrowed_by_the_address(cast: Cast) -> None:
    waiting = reported(cast.ana, cast.north, "swearing")
    answered = reported(cast.ana, cast.north)
    give_answer(actor=cast.max, incident=answered, sentence="Done.", now=just_now())
    client = signed_in(cast.max)
    assert shown(client, "?state=open") == {str(waiting.public_id)}
    assert shown(client, "?state=answered") == {str(answered.public_id)}
    assert shown(client, "?state=closed") == set()
    assert shown(client, "?severity=2") == {str(answered.public_id)}
    assert len(shown(client, f"?team={cast.north.public_id}")) == 2
    assert len(shown(client, "?team=nonsense&severity=99&page=zz")) == 2
    today = waiting.occurred_on
    assert len(shown(client, f"?month={today:%Y-%m}&channel=counter&product=no&site=no")) == 2
    assert shown(client, "?channel=letter") == set()
    assert shown(client, "?month=2020-01") == set()


def shown(client: Client, query: str) -> set[str]:
    response = client.get(f"/reports/{query}")
    return {str(row.incident.public_id) for row in response.context["rows"]}


def test_reports_read_a_fixed_number_of_rows(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    client = signed_in(cast.max)
    client.get("/reports/")
    with django_assert_num_queries(15):
        client.get("/reports/")
    for incident in IncidentFactory.create_batch(300, reported_by=cast.ana, team=cast.north)[:5]:
        AnswerFactory.create(incident=incident, written_by=cast.max)
    with django_assert_num_queries(15):
        assert "Page 1 of 13" in text_of(client.get("/reports/").text)


def test_report_reads_a_fixed_number_of_rows(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north, "threat_words")
    client = signed_in(cast.max)
    client.get(url_of(incident))
    before = queries_of(client, url_of(incident))
    for _ in range(3):
        NarrativeFactory.create(incident=incident, written_at=just_now())
        AnswerFactory.create(
            incident=incident,
            written_by=cast.max,
            reply="not_yet",
            not_yet_reason="When?",
            replied_at=just_now(),
        )
    assert queries_of(client, url_of(incident)) == before
