"""Form and API refuse the same input with the same sentence at the same question."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import Incident
from people.models import RoleGrant, User
from tests.api.conftest import Send
from tests.cast import Cast
from tests.factories import IncidentFactory

# The name in the API, how the API says it, the name in the form, how the form says it.
CASES: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("behaviours", {"behaviours": []}, "behaviours", {"behaviours": []}),
    ("behaviours", {"behaviours": ["frowned"]}, "behaviours", {"behaviours": ["frowned"]}),
    ("reading", {"reading": 9}, "reading", {"reading": "9"}),
    ("reading", {"reading": "much"}, "reading", {"reading": "much"}),
    ("occurred_at", {"occurred_at": ""}, "occurred_on", {"occurred_on": ""}),
    ("occurred_at", {"occurred_at": "soon"}, "occurred_on", {"occurred_on": "soon"}),
    (
        "occurred_at",
        {"occurred_at": "2999-01-01T10:00:00Z"},
        "occurred_on",
        {"occurred_on": "2999-01-01"},
    ),
    (
        "occurred_at",
        {"occurred_at": "1999-01-01T10:00:00Z"},
        "occurred_on",
        {"occurred_on": "1999-01-01"},
    ),
    ("team", {"team": ""}, "team", {"team": ""}),
    ("team", {"team": "Elsewhere"}, "team", {"team": "Elsewhere"}),
    ("channel", {"channel": ""}, "channel", {"channel": ""}),
    ("channel", {"channel": "pigeon"}, "channel", {"channel": "pigeon"}),
    ("product", {"product": "Perpetuum"}, "product_other", {"product_other": "Perpetuum"}),
    ("customer_ref", {"customer_ref": "x" * 61}, "customer_ref", {"customer_ref": "x" * 61}),
    ("narrative", {"narrative": "x" * 10_001}, "narrative", {"narrative": "x" * 10_001}),
    ("behaved_by", {"behaved_by": "dog"}, "behaved_by", {"behaved_by": "dog"}),
    ("checkin_wish.when", {"checkin_wish": {"when": "x"}}, "wish_when", {"wish_when": "x"}),
    (
        "checkin_wish.with",
        {"checkin_wish": {"when": "soon", "with": "x"}},
        "wish_with",
        {"wish_when": "soon", "wish_with": "x"},
    ),
    ("checkin_wish.at", {"checkin_wish": {"when": "at"}}, "wish_on", {"wish_when": "at"}),
    (
        "checkin_wish.at",
        {"checkin_wish": {"when": "at", "at": "2020-01-01T10:00:00Z"}},
        "wish_on",
        {"wish_when": "at", "wish_on": "2020-01-01", "wish_time": "10:00"},
    ),
    (
        "reported_by",
        {"written_by": "max@luwte.example", "reported_by": "nobody@luwte.example"},
        "colleague_login",
        {"colleague_login": "nobody@luwte.example"},
    ),
    (
        "written_by",
        {"written_by": "ana@luwte.example"},
        "colleague_login",
        {"colleague_login": "ana@luwte.example"},
    ),
    (
        "is_anonymous",
        {"is_anonymous": True, "written_by": "max@luwte.example"},
        "is_anonymous",
        {"is_anonymous": "on", "colleague_login": "dex@luwte.example"},
    ),
]


def filled_in(cast: Cast) -> dict[str, Any]:
    """Return a report form with nothing wrong in it."""
    local = timezone.localtime() - dt.timedelta(minutes=5)
    return {
        "behaviours": ["shouting"],
        "reading": "2",
        "occurred_on": local.strftime("%Y-%m-%d"),
        "occurred_time": local.strftime("%H:%M"),
        "team": str(cast.north.public_id),
        "channel": "counter",
    }


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(("api_field", "api_input", "form_field", "form_input"), CASES)
def test_form_and_api_say_the_same(
    client: Client,
    cast: Cast,
    send: Send,
    body: dict[str, Any],
    api_field: str,
    api_input: dict[str, Any],
    form_field: str,
    form_input: dict[str, Any],
    language: str,
) -> None:
    User.objects.filter(pk=cast.ana.pk).update(language=language)
    by_api = send(body | api_input, **{"Accept-Language": language})
    client.force_login(cast.ana)
    by_form = client.post("/report/new/", filled_in(cast) | form_input)
    assert (by_api.status_code, by_form.status_code) == (400, 422)
    said = {error["field"]: error["message"] for error in by_api.json()["errors"]}
    shown = by_form.context["form"].errors
    assert list(said) == [api_field]
    assert list(shown) == [form_field]
    assert shown[form_field] == [said[api_field]]
    assert not Incident.objects.exists()


@pytest.mark.parametrize("language", ["en", "nl"])
def test_without_an_adviser_neither_takes_a_report_without_a_name(
    client: Client, cast: Cast, send: Send, body: dict[str, Any], language: str
) -> None:
    RoleGrant.objects.filter(user=cast.pim).delete()
    User.objects.filter(pk=cast.ana.pk).update(language=language)
    by_api = send(body | {"is_anonymous": True}, **{"Accept-Language": language})
    client.force_login(cast.ana)
    by_form = client.post("/report/new/", filled_in(cast) | {"is_anonymous": "on"})
    assert (by_api.status_code, by_form.status_code) == (400, 422)
    said = {error["field"]: [error["message"]] for error in by_api.json()["errors"]}
    assert said == dict(by_form.context["form"].errors)
    assert list(said) == ["is_anonymous"]
    assert not Incident.objects.exists()


LONG = "x" * 301
# The name in the API, how the API says it, the name on the details page, how that says it.
DETAILS: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    ("said", {"said": "x" * 10_001}, "said", {"said": "x" * 10_001}),
    ("trigger", {"trigger": "moon"}, "trigger", {"trigger": "moon"}),
    ("circumstances", {"circumstances": ["x"]}, "circumstances", {"circumstances": ["x"]}),
    ("is_manner_right", {"is_manner_right": "x"}, "is_manner_right", {"is_manner_right": "x"}),
    ("settlement.is_agreed", {"settlement": {"is_agreed": "x"}}, "is_agreed", {"is_agreed": "x"}),
    ("outcome", {"outcome": "won"}, "outcome", {"outcome": "won"}),
    ("relation_after", {"relation_after": "x"}, "relation_after", {"relation_after": "x"}),
    ("behaved_by", {"behaved_by": "dog"}, "behaved_by", {"behaved_by": "dog"}),
    ("prepared", {"prepared": "quite"}, "prepared", {"prepared": "quite"}),
    ("complaint_valid", {"complaint_valid": "x"}, "complaint_valid", {"complaint_valid": "x"}),
    ("settlement.wish", {"settlement": {"wish": LONG}}, "wish", {"wish": LONG}),
    ("settlement.fix", {"settlement": {"fix": LONG}}, "fix", {"fix": LONG}),
    ("ladder", {"ladder": [{"step": "shouted"}]}, "ladder", {"ladder": ["shouted"]}),
    (
        "ladder",
        {"ladder": [{"step": "warned", "wording": LONG}]},
        "ladder",
        {"ladder": ["warned"], "warning": LONG},
    ),
    (
        "ended_reason",
        {"behaviours": ["shouting"], "ladder": [{"step": "ended_contact"}]},
        "ended_reason",
        {"ladder": ["ended_contact"]},
    ),
]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(("api_field", "api_input", "form_field", "form_input"), DETAILS)
def test_details_and_api_say_the_same(
    client: Client,
    cast: Cast,
    send: Send,
    body: dict[str, Any],
    api_field: str,
    api_input: dict[str, Any],
    form_field: str,
    form_input: dict[str, Any],
    language: str,
) -> None:
    User.objects.filter(pk=cast.ana.pk).update(language=language)
    incident = IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, occurred_at=timezone.now() - dt.timedelta(hours=1)
    )
    by_api = send(body | api_input, **{"Accept-Language": language})
    client.force_login(cast.ana)
    by_form = client.post(f"/report/{incident.public_id}/details/", form_input)
    assert (by_api.status_code, by_form.status_code) == (400, 422)
    said = {error["field"]: error["message"] for error in by_api.json()["errors"]}
    shown = by_form.context["form"].errors
    assert list(said) == [api_field]
    assert list(shown) == [form_field]
    assert shown[form_field] == [said[api_field]]
    assert Incident.objects.count() == 1
