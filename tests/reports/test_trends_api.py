"""The API of the trends: the frozen object for HR, and nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from people.ids import hash_of
from people.models import ApiToken
from tests.cast import Cast
from tests.reports.test_longer_pages import JULY, freeze, frozen_quarter

pytestmark = pytest.mark.django_db
TOKEN = "trends-token"
TABLES: dict[str, Any] = {
    "channels": [{"number": 1, "reports": 20}, {"number": 2, "reports": None}],
    "sites": [{"id": "", "name": "", "reports": 20}],
    "teams": [],
    "heat": {"bands": [[8, 12]], "rows": [[{"reports": None, "depth": 0}]]},
    "promises": {"triggers": [{"trigger": "wait_time", "product": "Bill", "reports": 15}]},
}


def read(client: Client, period: str, query: str = "") -> Any:
    answer = client.get(f"/api/v1/trends/{period}/{query}")
    return {"status": answer.status_code, **answer.json()}


def test_hr_reads_a_month_as_it_was_frozen(client: Client, cast: Cast) -> None:
    freeze(JULY, **TABLES)
    client.force_login(cast.hana)
    told = read(client, "2024-07")
    assert (told["reports"], told["people"], told["serious"]) == (20, 9, None)
    assert told["channels"] == [
        {"reports": 20, "channel": "counter"},
        {"reports": None, "channel": "phone"},
    ]
    assert told["places"] == [{"reports": 20, "id": None, "place": None}]
    assert told["hours"] == [{"reports": None, "weekday": 1, "from_hour": 8, "to_hour": 12}]
    assert told["triggers"] == [
        {"reports": 15, "trigger": "wait_time", "product": "Bill", "is_nearly_all": False}
    ]


def test_hr_reads_a_quarter_and_what_is_withheld_is_null(client: Client, cast: Cast) -> None:
    frozen_quarter()
    client.force_login(cast.hana)
    told = read(client, "2024-q3")
    assert told["reports"] == 61
    together = {"reports": None, "id": None, "team": None, "above": "North", "teams": 2}
    assert told["teams"] == [together]
    assert read(client, "2024")["status"] == 404, "the year is not closed"


def test_a_period_that_is_not_shown_tells_no_number(client: Client, cast: Cast) -> None:
    frozen_quarter(is_shown=False)
    client.force_login(cast.hana)
    told = read(client, "2024-q3")
    assert told["is_shown"] is False
    assert [told[key] for key in ("reports", "people", "serious", "contacts")] == [None] * 4
    assert [told[key] for key in ("products", "teams", "triggers", "hours")] == [[]] * 4


def test_hr_reads_one_team_as_its_page_shows_it(client: Client, cast: Cast) -> None:
    team = {"ids": [cast.north.pk], "name": cast.north.name, "above": "Region", "joined": 1}
    freeze(JULY, **TABLES | {"teams": [team | {"reports": 24, "usual": [6, 17]}]})
    client.force_login(cast.hana)
    public_id = str(cast.north.public_id)
    assert read(client, "2024-07")["teams"][0]["id"] == public_id
    told = read(client, f"place/{public_id}")
    month = {"reports": 24, "period": "2024-07", "teams": 1, "contacts": None}
    assert told == {
        "status": 200,
        "id": public_id,
        "name": cast.north.name,
        "usual": [6, 17],
        "compared": "more",
        "months": [month | {"per_10000_contacts": None}],
        "quarters": [],
        "years": [],
    }
    assert read(client, f"place/{public_id}", "?from=2024-07-08")["status"] == 400
    assert read(client, f"place/{cast.south.public_id}")["status"] == 404
    for person in (cast.ana, cast.max, cast.zoe, cast.pim, cast.bo):
        client.force_login(person)
        assert read(client, f"place/{public_id}")["status"] == 404


def test_other_windows_and_filters_are_refused_with_the_reason(client: Client, cast: Cast) -> None:
    freeze(JULY, **TABLES)
    client.force_login(cast.hana)
    for period, query in (("2024-w28", ""), ("2024-13", ""), ("2024-07", "?team=3")):
        told = read(client, period, query)
        assert told["status"] == 400
        assert "would tell about a few people" in told["errors"][0]["message"]


def test_trends_are_for_hr_who_is_signed_in_alone(client: Client, cast: Cast) -> None:
    freeze(JULY, **TABLES)
    assert read(client, "2024-07")["status"] == 401
    for person in (cast.ana, cast.max, cast.zoe, cast.pim, cast.bo):
        client.force_login(person)
        assert read(client, "2024-07")["status"] == 404
        assert read(client, "2024-w28")["status"] == 404
    client.logout()
    caches["local"].clear()
    now = dt.datetime.now(dt.UTC)
    ApiToken.objects.create(
        name="Desk", token_hash=hash_of(TOKEN), scopes=["contacts:write"], created_at=now,
        expires_at=now + dt.timedelta(days=9),
    )  # fmt: skip
    headers = {"Authorization": f"Token {TOKEN}"}
    assert client.get("/api/v1/trends/2024-07/", headers=headers).status_code == 404
