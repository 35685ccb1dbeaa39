"""The page of contact numbers, and the same words for what is wrong on every way in."""

import datetime as dt
import json
import os
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.ids import hash_of
from people.models import ApiToken
from people.queries import database_now
from reports import queries
from reports.exposure.gaps import WEEK, monday
from reports.models import ContactFile, ContactIntake, ContactVolume, CustomerContacts
from reports.operations.intake import forget_files, read_feed
from reports.queries.exposure import week_cells
from tests.cast import Cast
from tests.factories import CustomerFactory, ProductFactory
from tests.reports.books import workbook

HEAD = "day,team,product,channel,contacts\n"
BAD = HEAD + (
    "2025-11-17,Desk North,,phone,40\n"
    "2025-11-17,Desk Moon,,phone,40\n"
    "2025-11-17,Desk North,Moon,phone,40\n"
    "2025-11-17,Desk North,,telepathy,40\n"
    "2025-11-17,Desk North,,email,-4\n"
    "2199-01-01,Desk North,,email,4\n"
    "2025-11-17,Desk North,,phone,41\n"
)
SENTENCES = [
    "There is no team with this name: Desk Moon.",
    "There is no product with this name: Moon.",
    "There is no channel with this name: telepathy.",
    "A number of contacts is never below 0: -4.",
    "This day is still to come: 2199-01-01.",
]
TOKEN = "contacts-token"


@pytest.fixture
def bo(cast: Cast, client: Client) -> Client:
    client.force_login(cast.bo)
    return client


@pytest.fixture
def token(cast: Cast) -> ApiToken:
    caches["local"].clear()
    now = dt.datetime.now(dt.UTC)
    return ApiToken.objects.create(
        name="Phone system",
        token_hash=hash_of(TOKEN),
        scopes=["contacts:write"],
        created_at=now,
        expires_at=now + dt.timedelta(days=30),
    )


def upload(client: Client, content: bytes, name: str = "contacts.csv") -> Any:
    return client.post("/contacts/import/", {"file": SimpleUploadedFile(name, content)})


def put(client: Client, body: object, path: str = "contacts", **headers: str) -> Any:
    return client.put(
        f"/api/v1/{path}/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Token {TOKEN}", **headers},
    )


def as_rows(text: str) -> list[dict[str, str]]:
    head, *lines = [line.split(",") for line in text.splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_every_way_in_says_the_same_about_bad_lines(
    bo: Client, token: ApiToken, tmp_path: Path
) -> None:
    page = unescape(upload(bo, BAD.encode()).content.decode())
    answer = put(bo, {"rows": as_rows(BAD)})
    assert answer.status_code == 400
    errors = {error["field"]: error["message"] for error in answer.json()["errors"]}
    (tmp_path / "contacts.csv").write_text(BAD)
    os.utime(tmp_path / "contacts.csv", (0, 0))
    (intake,) = read_feed(folder=tmp_path, now=database_now())
    feed = unescape(bo.get(intake.path).content.decode())
    for row, sentence in enumerate(SENTENCES, start=2):
        assert sentence in page
        assert sentence in feed
        assert errors[f"rows.{row}"] == sentence
    assert "Line 2 says this already." in page
    assert "Line 2 says this already." in feed
    assert errors["rows.7"] == "Line 1 says this already."
    assert not ContactVolume.objects.exists()
    assert "could not be used" in bo.get("/contacts/").content.decode()


def test_api_keeps_rows_once_and_may_leave_bad_ones_out(bo: Client, token: ApiToken) -> None:
    good = {"day": "2025-11-17", "team": "Desk North", "channel": "phone", "contacts": 40}
    first = put(bo, {"rows": [good]})
    assert first.json() == {"rows": 1, "new": 1, "changed": 0, "same": 0, "left_out": []}
    assert put(bo, {"rows": [good]}).json()["same"] == 1
    mixed = {"rows": [good | {"contacts": 41}, good | {"team": "Desk Moon"}], "skip_bad": True}
    answer = put(Client(), mixed, **{"Accept-Language": "nl"}).json()
    assert (answer["changed"], [left["row"] for left in answer["left_out"]]) == (1, [2])
    assert answer["left_out"][0]["message"] == "Er is geen team met deze naam: Desk Moon."
    assert ContactVolume.objects.get().contacts == 41


def test_api_takes_contacts_of_customers(bo: Client, token: ApiToken) -> None:
    customer = CustomerFactory.create()
    row = {"month": "2025-10", "customer": customer.identity.reference, "contacts": 3}
    assert put(bo, {"rows": [row]}, "customer-contacts").json()["new"] == 1
    assert CustomerContacts.objects.get().customer == customer
    bad = put(bo, {"rows": [row | {"customer": "C-NONE"}]}, "customer-contacts")
    (error,) = bad.json()["errors"]
    assert error == {"field": "rows.1", "message": "There is no customer with this number."}


@pytest.mark.parametrize("body", [[], {}, {"rows": []}, {"rows": "all"}, {"rows": [1]}])
def test_api_refuses_what_is_no_list_of_rows(bo: Client, token: ApiToken, body: object) -> None:
    assert put(bo, body).status_code == 400


def test_api_needs_the_scope_of_contacts(bo: Client, token: ApiToken) -> None:
    ApiToken.objects.update(scopes=["incident:create"])
    assert put(bo, {"rows": [{}]}).status_code == 403
    assert bo.put("/api/v1/contacts/", "{}", content_type="application/json").status_code == 401


def test_file_is_looked_at_and_then_kept(bo: Client, cast: Cast) -> None:
    rows: list[list[object]] = [
        ["day", "team", "channel", "contacts"],
        ["2025-11-17", "Desk North", "phone", 40],
    ]
    page = upload(bo, workbook(rows), "contacts.xlsx").content.decode()
    assert "1 line is new." in page
    assert not ContactVolume.objects.exists()
    held = ContactFile.objects.get()
    answer = bo.post(f"/contacts/import/{held.public_id}/", follow=True)
    assert "1 line was kept." in answer.content.decode()
    assert ContactVolume.objects.get().contacts == 40
    assert not ContactFile.objects.exists()
    intake = ContactIntake.objects.get()
    assert (intake.by, intake.name, intake.new) == (cast.bo, "contacts.xlsx", 1)


def test_bad_lines_of_a_file_are_left_out_only_when_chosen(bo: Client) -> None:
    upload(bo, BAD.encode())
    path = f"/contacts/import/{ContactFile.objects.get().public_id}/"
    bo.post(path)
    assert not ContactVolume.objects.exists()
    bo.post(path, {"may_skip_bad": "on"})
    assert ContactVolume.objects.get().contacts == 40


def test_file_nobody_decides_about_is_forgotten(bo: Client) -> None:
    upload(bo, BAD.encode())
    forget_files(now=database_now() + dt.timedelta(hours=23))
    assert ContactFile.objects.exists()
    forget_files(now=database_now() + dt.timedelta(hours=25))
    assert not ContactFile.objects.exists()


def test_page_shows_missing_weeks_as_missing_and_never_as_zero(bo: Client, cast: Cast) -> None:
    last = monday(queries.today(database_now())) - WEEK
    pump, boiler = ProductFactory.create(name="Pump"), ProductFactory.create(name="Boiler")
    ContactVolume.objects.bulk_create(
        ContactVolume(
            day=last - n * WEEK, team=team, product=product, channel=1, contacts=100 * (n != 4)
        )
        for n in (0, 1, 3, 4)
        for team in (cast.north, cast.south)
        for product in (pump, boiler)
        if not (n == 1 and product == pump) and not (n == 0 and team == cast.south)
    )
    text = bo.get("/contacts/").content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.S)[1:]
    told = [re.sub(r"<[^>]+>|\s+", " ", row).split()[3:] for row in rows]
    assert told == [
        ["200", "100", "in", "part", "100", "in", "part"],
        ["200", "200", "missing"],
        ["missing", "missing", "missing"],
        ["400", "200", "200"],
        ["0", "0", "0"],
    ]


def test_weeks_begin_on_mondays_in_the_database_too(cast: Cast) -> None:
    first = dt.date(2024, 12, 27)
    ContactVolume.objects.bulk_create(
        ContactVolume(day=first + dt.timedelta(n), team=cast.north, channel=1, contacts=2**n)
        for n in range(11)
    )
    cells = week_cells(first, first)
    assert {week: n for (week, _team, _product), n in cells.items()} == {
        dt.date(2024, 12, 23): 0b111,
        dt.date(2024, 12, 30): 0b1111111000,
        dt.date(2025, 1, 6): 1 << 10,
    }


@pytest.mark.parametrize("path", ["/contacts/", "/contacts/table/"])
def test_page_and_file_ask_as_much_for_many_weeks_as_for_one(
    bo: Client, cast: Cast, path: str
) -> None:
    last = monday(queries.today(database_now())) - WEEK
    ContactVolume.objects.create(day=last, team=cast.north, channel=1, contacts=5)
    bo.get(path)
    with CaptureQueriesContext(connection) as few:
        bo.get(path)
    ContactVolume.objects.bulk_create(
        ContactVolume(day=last - n * WEEK, team=cast.north, channel=1, contacts=5)
        for n in range(1, 40)
    )
    with CaptureQueriesContext(connection) as many:
        bo.get(path)
    assert len(many) == len(few)
    of_contacts = [row["sql"] for row in many if "reports_contactvolume" in row["sql"]]
    assert not [sql for sql in of_contacts if "DATE_TRUNC" in sql], "three times as slow"
