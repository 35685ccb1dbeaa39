"""The load of a person is the system's alone: no page and no endpoint tells it, or their counts."""

import datetime as dt
import json
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from incidents.models import Tally
from incidents.operations import Wish, record_tally
from people.ids import hash_of
from people.models import ApiToken, Organisation
from tests.access.table import TABLE
from tests.access.world import World, build
from tests.wellbeing.pages import text_of
from wellbeing.models import CareOffer, CareSeries, CheckIn
from wellbeing.operations import answer_offer, end_care

NOW = dt.datetime.now(dt.UTC)
WEIGHT, TAPS = 97, 1371
LOAD = WEIGHT * TAPS
READERS = ("reporter", "manager", "deputy", "manager_above", "adviser", "hr", "admin", "buddy")
# As it could be written, in English and in Dutch.
NUMBERS = {
    "load": rf"\b{LOAD}\b|{LOAD:,}|{f'{LOAD:,}'.replace(',', '[.]')}",
    "count": rf"\b{TAPS}\b|{TAPS:,}|\b{f'{TAPS:,}'.replace(',', '[.]')}\b",
}


@pytest.fixture
def world(db: None) -> World:
    """Ana counted very much, took the offer, and Max is to ask her."""
    world = build(NOW)
    ana = world.cast.ana
    end_care(actor=ana, series=CareSeries.objects.get(), now=NOW)
    Organisation.objects.update(weight_rude=WEIGHT, load_limit=WEIGHT * 2)
    first = record_tally(actor=ana, key="first", now=NOW - dt.timedelta(days=3))
    fields = {f.name: getattr(first, f.name) for f in Tally._meta.concrete_fields}
    del fields["id"], fields["public_id"], fields["key"]
    Tally.objects.bulk_create(Tally(**fields, key=str(n)) for n in range(TAPS - 2))
    record_tally(actor=ana, key="last", now=NOW)
    offer = CareOffer.objects.get(because="load")
    answer_offer(actor=ana, offer=offer, is_taken=True, wish=Wish(when="tomorrow"), now=NOW)
    return world


def _told(text: str) -> set[str]:
    return {what for what, pattern in NUMBERS.items() if re.search(pattern, text)}


def test_load_is_what_the_walk_looks_for(world: World) -> None:
    assert Tally.objects.standing().filter(person=world.cast.ana).count() == TAPS
    for written in (f"{LOAD}", f"{LOAD:,}", f"{LOAD:,}".replace(",", ".")):
        assert _told(f"The load is {written} now.") == {"load"}
    assert _told("1371") == _told("1,371") == _told("1.371") == {"count"}


def test_checkin_that_load_opened_is_suggested_and_says_no_number(world: World) -> None:
    row = CheckIn.objects.open().get(series__person=world.cast.ana)
    for actor in ("manager", "reporter"):
        for path in ("/today/", "/home/", f"/checkin/{row.public_id}/"):
            assert _told(text_of(world.client(actor).get(path, follow=True).text)) == set()
    assert "Check-in suggested" in world.client("manager").get("/today/").text


@pytest.mark.drill
def test_no_page_tells_the_load_or_the_counts_of_a_person(world: World) -> None:
    wrong, seen = [], 0
    for actor in READERS:
        client = world.client(actor)
        for name, row in TABLE.items():
            if row.get is None or name == "account_logout":
                continue
            with transaction.atomic():
                response = client.get(reverse(name, kwargs=row.at(world)) + row.get.query)
                body = b"".join(response) if response.streaming else response.content
                transaction.set_rollback(True)
            seen += response.status_code == 200
            is_page = "html" in response.headers.get("Content-Type", "")
            text = text_of(body.decode(errors="replace")) if is_page else body.decode("latin-1")
            told = _told(text) - ({"count"} if actor == "reporter" else set())
            wrong += [f"{name} as {actor}: {what}" for what in told]
    assert not wrong, "\n".join(wrong)
    assert seen > 300, "the walk saw pages at all"


def test_no_endpoint_tells_the_load_or_the_counts_of_a_person(world: World) -> None:
    token = ApiToken.objects.create(
        name="Desk", token_hash=hash_of("a-token"), scopes=["incident:create"],
        created_at=NOW, expires_at=NOW + dt.timedelta(days=1),
    )  # fmt: skip
    client = Client(headers={"Authorization": "Token a-token", "Idempotency-Key": token.name})
    sent = {
        "occurred_at": NOW.isoformat(), "team": world.cast.north.name,
        "reported_by": str(world.cast.ana.public_id), "channel": "phone",
        "behaviours": ["shouting"],
    }  # fmt: skip
    made = client.post("/api/v1/incidents/", json.dumps(sent), content_type="application/json")
    assert made.status_code == 201
    for answer in (made, client.get("/api/v1/codes/"), client.get("/api/v1/schema/")):
        assert answer.status_code in {200, 201}
        assert _told(answer.content.decode()) == set()


def test_no_table_keeps_the_load(world: World) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t")  # noqa: S608 - own tables
            for (line,) in cursor.fetchall():
                assert "load" not in _told(line), table
