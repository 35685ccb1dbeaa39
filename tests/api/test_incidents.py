import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident
from people.http.api import TokenThrottle
from people.models import ApiToken, Notice, Organisation, User
from tests.api.conftest import TOKEN, Send
from tests.cast import Cast
from tests.factories import CustomerFactory, ProductFactory, TeamFactory, UserFactory
from wellbeing.codes import NeedSource
from wellbeing.models import CheckIn, TrainingNeed

AUTH = {"Authorization": f"Token {TOKEN}"}


def errors_of(response: Any) -> dict[str, str]:
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    return {error["field"]: error["message"] for error in response.json()["errors"]}


def test_report_is_kept_and_answered_with_its_id(send: Send, body: Any, cast: Cast) -> None:
    product = ProductFactory.create(name="Heat pump")
    customer = CustomerFactory.create()
    full = body | {
        "product": "heat pump",
        "customer_ref": customer.identity.reference.lower(),
        "narrative": "Said he would wait outside.",
        "complaint_valid": "partly",
        "checkin_wish": {"when": "tomorrow", "with": "deputy"},
    }
    response = send(full)
    assert response.status_code == 201, response.content
    incident = Incident.objects.get()
    assert list(response.json()) == ["id", "severity", "checkins"]
    assert response.json()["id"] == str(incident.public_id)
    assert response.json()["severity"] == "S3"
    assert (incident.team, incident.reported_by) == (cast.north, cast.ana)
    assert (incident.product, incident.customer) == (product, customer)
    assert (incident.wish_when, incident.wish_with) == ("tomorrow", "deputy")
    assert incident.source == Incident.Source.API
    assert incident.narratives.get().body == "Said he would wait outside."


def test_time_without_an_offset_is_read_where_the_organisation_is(
    send: Send, body: Any, settings: Any
) -> None:
    settings.TIME_ZONE = "UTC"
    Organisation.objects.update_or_create(pk=1, defaults={"time_zone": "America/New_York"})
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    response = send(body | {"occurred_at": f"{yesterday}T08:00:00"})
    assert response.status_code == 201, response.content
    happened = Incident.objects.get().occurred_at
    assert (
        happened.astimezone(ZoneInfo("America/New_York")).isoformat()[:16] == f"{yesterday}T08:00"
    )


def test_report_without_a_name_is_as_one_from_the_form(send: Send, body: Any, cast: Cast) -> None:
    response = send(body | {"is_anonymous": True})
    assert response.status_code == 201, response.content
    incident = Incident.objects.get()
    assert incident.shown_reporter(cast.max) is None
    assert incident.shown_reporter(cast.pim) == cast.ana
    owners = {row.owner for row in CheckIn.objects.all()}
    assert owners == {cast.pim}
    assert not Notice.objects.filter(recipient=cast.max, kind="alert").exists()


def test_report_for_a_colleague_waits_for_them(send: Send, body: Any, cast: Cast) -> None:
    wish = {"when": "tomorrow", "with": "deputy"}
    mild = body | {"behaviours": ["personal_insult"], "written_by": "Dex Kuiper"}
    response = send(mild | {"checkin_wish": wish})
    assert response.status_code == 201, response.content
    assert response.json()["checkins"] == []
    incident = Incident.objects.get()
    assert (incident.written_by, incident.confirmed_at) == (cast.dex, None)
    assert incident.wish_when == "", "nobody wishes for another"
    assert not Incident.objects.counted().exists()
    assert Notice.objects.filter(recipient=cast.ana, kind="confirm").count() == 1
    again = send(mild | {"checkin_wish": wish})
    assert (again.status_code, again.content) == (200, response.content)


def test_grave_report_for_a_colleague_cares_at_once(send: Send, body: Any, cast: Cast) -> None:
    response = send(body | {"written_by": str(cast.dex.public_id)})
    assert response.json()["checkins"] != []
    assert Notice.objects.filter(recipient=cast.max, kind="alert").exists()
    assert not Incident.objects.counted().exists()


def test_report_names_people_and_teams_by_id_too(send: Send, body: Any, cast: Cast) -> None:
    cast.ana.sign_in_name = "ana.b"
    cast.ana.save(update_fields=["sign_in_name"])
    people = (str(cast.ana.public_id), "ANA@luwte.example", "Ana.B", "ana bakker")
    for number, person in enumerate(people):
        named = body | {"reported_by": person, "team": str(cast.north.public_id)}
        assert send(named, key=f"k{number}").status_code == 201
    assert Incident.objects.filter(reported_by=cast.ana).count() == 4


def test_retry_gets_the_same_bytes(send: Send, body: Any) -> None:
    wish = {"when": "at", "at": (timezone.now() + dt.timedelta(hours=3)).isoformat()}
    first = send(body | {"checkin_wish": wish})
    again = send(dict(reversed((body | {"checkin_wish": wish}).items())))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert Incident.objects.count() == 1


def test_retry_is_accepted_after_its_moment_has_passed(send: Send, body: Any) -> None:
    """The team was closed after the first submit: the retry still gets its receipt."""
    first = send(body)
    Incident.objects.get().team.__class__.objects.update(closed_on=dt.date(2020, 1, 1))
    again = send(body)
    assert (again.status_code, again.content) == (200, first.content)


def test_other_body_under_the_same_key_conflicts(send: Send, body: Any) -> None:
    send(body)
    for other in (body | {"reading": 3}, body | {"behaviours": []}):
        response = send(other)
        assert response.status_code == 409
        assert response["Content-Type"] == "application/problem+json"
    assert Incident.objects.count() == 1


def test_keys_of_two_tokens_do_not_meet(send: Send, body: Any, token: ApiToken) -> None:
    send(body)
    token.pk = None
    ApiToken.objects.update(token_hash="x" * 64, name="Old")
    token.save(force_insert=True)
    assert send(body).status_code == 201
    assert Incident.objects.count() == 2


@pytest.mark.parametrize("key", [None, "", "  ", "x" * 201])
def test_key_is_needed(send: Send, body: Any, key: str | None) -> None:
    response = send(body, key=key)
    assert response.status_code == 400
    assert list(errors_of(response)) == ["Idempotency-Key"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"team": "Nowhere"}, "team"),
        ({"written_by": "nobody@luwte.example"}, "written_by"),
        ({"is_anonymous": "perhaps"}, "is_anonymous"),
        ({"is_anonymous": None}, "is_anonymous"),
        ({"team": ""}, "team"),
        ({"team": None}, "team"),
        ({"team": "00000000-0000-7000-8000-000000000000"}, "team"),
        ({"team": ["Desk North"]}, "team"),
        ({"reported_by": "nobody@luwte.example"}, "reported_by"),
        ({"product": "Perpetual motion"}, "product"),
        ({"channel": "pigeon"}, "channel"),
        ({"behaviours": []}, "behaviours"),
        ({"behaviours": ["frowned"]}, "behaviours"),
        ({"behaviours": "shouting"}, "behaviours"),
        ({"behaviours": [["shouting"]]}, "behaviours.0"),
        ({"reading": 0}, "reading"),
        ({"reading": "a lot"}, "reading"),
        ({"reading": True}, "reading"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": "9999-12-31T23:59:59-12:00"}, "occurred_at"),
        ({"occurred_at": "1999-01-01T00:00:00Z"}, "occurred_at"),
        ({"customer_ref": "x" * 61}, "customer_ref"),
        ({"narrative": "x" * 10_001}, "narrative"),
        ({"narrative": "nul \x00"}, "narrative"),
        ({"narrative": "half \ud800"}, "narrative"),
        ({"complaint_valid": "maybe"}, "complaint_valid"),
        ({"checkin_wish": {}}, "checkin_wish.when"),
        ({"checkin_wish": "soon"}, "checkin_wish"),
        ({"checkin_wish": {"when": "later"}}, "checkin_wish.when"),
        ({"checkin_wish": {"when": "at"}}, "checkin_wish.at"),
        ({"checkin_wish": {"when": "at", "at": "2020-01-01T10:00Z"}}, "checkin_wish.at"),
        ({"checkin_wish": {"when": "soon", "with": "ceo"}}, "checkin_wish.with"),
        ({"behaviour": ["shouting"]}, "behaviour"),
        ({"severity": 4}, "severity"),
    ],
)
def test_bad_input_is_told_at_its_field(
    send: Send, body: Any, changes: dict[str, Any], field: str
) -> None:
    response = send(body | changes)
    assert response.status_code == 400
    assert list(errors_of(response)) == [field]
    assert not Incident.objects.exists()


def test_every_problem_is_told_at_once(send: Send) -> None:
    response = send({"reading": 9})
    assert set(errors_of(response)) == {
        "occurred_at", "team", "reported_by", "channel", "behaviours", "reading",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["{", "[]", '"a"', "\xff"])
def test_body_that_is_no_object_is_refused(send: Send, text: str) -> None:
    response = send(text)
    assert response.status_code == 400
    assert list(errors_of(response)) == [""]


def test_messages_speak_the_readers_language(send: Send, body: Any) -> None:
    response = send(body | {"behaviours": []}, **{"Accept-Language": "nl"})
    assert response["Content-Language"] == "nl"


def test_several_of_one_name_ask_for_the_id(send: Send, body: Any, cast: Cast) -> None:
    TeamFactory.create(name="desk north", parent=cast.region)
    UserFactory.create(name="Ana Bakker")
    assert "Several" in errors_of(send(body))["team"]
    named = body | {"team": str(cast.north.public_id), "reported_by": "Ana Bakker"}
    assert "Several" in errors_of(send(named))["reported_by"]


def test_people_who_left_report_nothing(send: Send, body: Any, cast: Cast) -> None:
    User.objects.filter(pk=cast.ana.pk).update(is_active=False, deactivated_at=timezone.now())
    assert list(errors_of(send(body))) == ["reported_by"]


def test_without_token_nothing_opens(client: Client, cast: Cast, token: ApiToken) -> None:
    client.force_login(cast.bo)
    for headers in ({}, {"Authorization": "Token wrong"}, {"Authorization": "Token a b"}):
        for path in ("/api/v1/incidents/", "/api/v1/codes/"):
            response = client.get(path, headers=headers)
            assert response.status_code == 401
            assert response["Content-Type"] == "application/problem+json"
            assert response["WWW-Authenticate"] == "Token"


def test_token_without_scope_is_refused(send: Send, body: Any, token: ApiToken) -> None:
    ApiToken.objects.update(scopes=[])
    response = send(body)
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert not Incident.objects.exists()


def test_token_that_ended_is_refused(send: Send, body: Any, token: ApiToken) -> None:
    ApiToken.objects.update(expires_at=timezone.now())
    assert send(body).status_code == 401
    ApiToken.objects.update(
        expires_at=timezone.now() + dt.timedelta(days=1), revoked_at=timezone.now()
    )
    assert send(body).status_code == 401


def test_other_errors_are_problems_too(client: Client, token: ApiToken) -> None:
    path = "/api/v1/incidents/"
    answers = [
        (405, client.get(path, headers=AUTH)),
        (405, client.delete(path, headers=AUTH)),
        (415, client.post(path, {"a": 1}, headers={**AUTH, "Idempotency-Key": "k"})),
        (406, client.get("/api/v1/codes/", headers={**AUTH, "Accept": "text/html"})),
        (404, client.get("/api/v1/nothing/", headers=AUTH)),
        (404, client.post("/api/v1/incidents", headers=AUTH)),
    ]
    for status, response in answers:
        assert (response.status_code, response["Content-Type"]) == (
            status, "application/problem+json",
        )  # fmt: skip
        assert json.loads(response.content)["status"] == status


def test_too_many_requests_are_put_off(
    send: Send, body: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", {"token": "2/min"})
    answers = [send(body) for _ in range(3)]
    caches["local"].clear()
    assert [response.status_code for response in answers] == [201, 200, 429]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert int(answers[2]["Retry-After"]) <= 60


def test_statements_of_a_report_are_few(send: Send, body: Any) -> None:
    """Token, clock, team, person, key, house, steps, header and words; then care; receipt."""
    with CaptureQueriesContext(connection) as caught:
        assert send(body | {"narrative": "He shouted."}).status_code == 201
    sql = [q["sql"] for q in caught if q["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE"}]
    words = next(n for n, one in enumerate(sql) if "incidents_narrative" in one)
    assert words + 1 == 9, "\n".join(sql[: words + 1])
    assert "wellbeing_checkin" in sql[-2]
    assert sql[-1].startswith('UPDATE "people_idempotencykey"')
    assert len(sql) <= 40


def test_report_carries_the_details_of_the_form(send: Send, body: dict[str, Any]) -> None:
    details = {
        "said": "You are all thieves.",
        "trigger": "price",
        "circumstances": ["alone", "rushed"],
        "ladder": [
            {"step": "warned", "at": body["occurred_at"], "wording": "I will hang up."},
            {"step": "ended_contact", "by": "colleague"},
        ],
        "outcome": "ended_by_us",
        "relation_after": "same",
        "is_manner_right": False,
        "behaved_by": "with_customer",
        "settlement": {"wish": "Money back", "is_agreed": True, "is_customers_idea": True},
    }
    assert send(body | details).status_code == 201
    incident = Incident.objects.get()
    assert (incident.trigger, incident.circumstances, incident.outcome) == (6, [1, 7], 6)
    assert (incident.behaved_by, incident.is_manner_right) == ("with_customer", False)
    assert [(row.step, row.taken_by) for row in incident.ladder.all()] == [
        (4, "me"),
        (8, "colleague"),
    ]
    assert incident.settlement.is_customers_idea
    assert [(row.part, row.body) for row in incident.narratives.all()] == [
        ("said", "You are all thieves.")
    ]


def test_three_times_unprepared_by_another_system_raise_a_need_too(
    send: Send, body: dict[str, Any], cast: Cast
) -> None:
    mild = body | {"behaviours": ["swearing"], "prepared": "no"}
    for number in range(3):
        assert not TrainingNeed.objects.exists()
        assert send(mild, key=f"k{number}").status_code == 201
    need = TrainingNeed.objects.get()
    assert (need.person, need.source) == (cast.ana, NeedSource.RULE)


def test_nobody_says_for_another_whether_they_felt_prepared(
    send: Send, body: dict[str, Any], cast: Cast
) -> None:
    send(body | {"prepared": "no", "written_by": "Dex Kuiper"})
    assert Incident.objects.get().prepared == ""
