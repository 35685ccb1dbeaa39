"""Counted reports: of own teams as they are now, for an adviser all as of a time."""

import csv
import datetime as dt
from io import StringIO

from django.test import Client
from django.utils import timezone

from incidents.codes import BEHAVIOUR_BY_KEY, CHANNEL_BY_KEY
from incidents.models import Incident, Product, ReadingConsent
from people.models import User
from reports.operations.rollups import refresh_dirty_months
from reports.queries.counted import Counted, Line, counted_for
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, ProductFactory

SWEARING, THREAT = (BEHAVIOUR_BY_KEY[key].number for key in ("swearing", "threat_words"))
OCTOBER = dt.date(2026, 10, 1)


def _told(lines: list[Line]) -> dict[str, int]:
    return {line.label: line.reports for line in lines}


def _months(found: Counted) -> dict[dt.date | None, int]:
    return {line.month: line.reports for line in found.months if line.reports}


def _reports(cast: Cast) -> tuple[Product, Incident, Incident]:
    """Two in the north, one of them a year and a half old, and one in the south."""
    gas = ProductFactory.create(name="Gas")
    customer = CustomerFactory.create()
    own = IncidentFactory.create(
        team=cast.north, product=gas, behaviours=[SWEARING, THREAT], customer=customer
    )
    IncidentFactory.create(team=cast.north, occurred_on=dt.date(2025, 5, 4))
    other = IncidentFactory.create(
        team=cast.south,
        behaviours=[SWEARING],
        channel=CHANNEL_BY_KEY["phone"].number,
        occurred_on=dt.date(2026, 10, 3),
        local_hour=None,
    )
    return gas, own, other


def test_a_leader_counts_the_own_team_without_waiting(cast: Cast, now: dt.datetime) -> None:
    _reports(cast)
    refresh_dirty_months(now=now)
    found = counted_for(cast.max, now)
    assert not found.is_everywhere
    assert (found.total, _months(found)) == (1, {dt.date(2026, 11, 1): 1})
    assert _told(found.products) == {"Gas": 1}
    assert found.products[0].beside == "swore 1, threatened 1"
    assert _told(found.behaviours) == {"swore": 1, "threatened": 1}
    assert _told(found.channels) == {"counter": 1}
    assert found.heat.bands == [(13, 14)]
    assert found.heat.rows[2] == [(1, 5)], "a Wednesday"
    assert found.customers == []
    IncidentFactory.create(team=cast.north)
    later = counted_for(cast.max, now)
    assert (later.total, sum(_told(later.products).values())) == (2, 2)


def test_a_leader_counts_before_anything_was_rolled_up(cast: Cast, now: dt.datetime) -> None:
    _reports(cast)
    assert counted_for(cast.max, now).total == 1


def test_an_adviser_counts_everything_as_of_the_last_refresh(cast: Cast, now: dt.datetime) -> None:
    _gas, own, _other = _reports(cast)
    assert counted_for(cast.pim, now).as_of is None
    refresh_dirty_months(now=now)
    found = counted_for(cast.pim, now)
    assert (found.total, found.as_of) == (2, now)
    assert _months(found) == {OCTOBER: 1, dt.date(2026, 11, 1): 1}
    assert _told(found.products) == {"Gas": 1, "Not about a product": 1}
    assert _told(found.channels) == {"counter": 1, "phone": 1}
    assert found.customers == [], "one report names nobody"
    IncidentFactory.create(team=cast.north, customer=own.customer, behaviours=[SWEARING])
    assert counted_for(cast.pim, now).total == 2
    refresh_dirty_months(now=now)
    later = counted_for(cast.pim, now)
    assert later.total == 3
    assert [(row.reports, row.score) for row in later.customers] == [(2, 10)]


def test_many_hours_stand_two_together(cast: Cast, now: dt.datetime) -> None:
    for hour in (7, 20, 21):
        IncidentFactory.create(team=cast.north, local_hour=hour)
    heat = counted_for(cast.max, now).heat
    assert (heat.bands[0], heat.bands[-1]) == ((6, 8), (20, 22))
    assert (heat.rows[2][0], heat.rows[2][-1]) == ((1, 3), (2, 5))


def _withhold(incident: Incident, reader: User, now: dt.datetime) -> None:
    ReadingConsent.objects.create(incident=incident, reader=reader, asked_at=now)


def test_what_may_not_be_read_yet_counts_in_its_month_alone(cast: Cast, now: dt.datetime) -> None:
    _gas, own, other = _reports(cast)
    refresh_dirty_months(now=now)
    _withhold(own, cast.max, now)
    found = counted_for(cast.max, now)
    assert (found.total, found.left_out) == (1, 1)
    assert (found.products, found.behaviours, found.channels, found.heat.rows) == ([], [], [], [])
    _withhold(other, cast.pim, now)
    everywhere = counted_for(cast.pim, now)
    assert (everywhere.total, _told(everywhere.channels)) == (2, {"counter": 1})


def test_the_button_counts_anew(cast: Cast, client: Client) -> None:
    client.force_login(cast.pim)
    IncidentFactory.create(team=cast.north, product=ProductFactory.create(name="Gas"))
    assert "not counted yet" in client.get("/counted/").text
    page = client.post("/counted/refresh/", follow=True)
    assert "as of" in page.text
    assert page.context["counted"].as_of is not None


def _file(client: Client) -> list[list[str]]:
    text = client.get("/counted/table/").content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_file_has_what_the_page_counts(cast: Cast, client: Client, now: dt.datetime) -> None:
    _gas, own, _other = _reports(cast)
    client.force_login(cast.max)
    rows = _file(client)
    assert rows[0] == ["Table", "What", "Figure", "Note"]
    assert [row for row in rows[1:] if row[2] != "0"] == [
        ["Per month", "2026-11", "1", ""],
        ["By product", "Gas", "1", "swore 1, threatened 1"],
        ["What customers did", "swore", "1", ""],
        ["What customers did", "threatened", "1", ""],
        ["By channel", "counter", "1", ""],
        ["Reports by weekday and hour", "Wednesday 13-14", "1", ""],
    ]
    assert len(rows) == 1 + 12 + 1 + 2 + 1 + 7, "no month and no weekday is left out"
    assert "table/?as=xlsx" in client.get("/counted/").text
    assert client.get("/counted/table/?as=xlsx").content[:2] == b"PK"
    _withhold(own, cast.max, now)
    assert _file(client)[1] == ["Not to be read yet, in months alone", "", "1", ""]


def test_the_file_of_all_says_until_when_and_names_no_customer(
    cast: Cast, client: Client, now: dt.datetime
) -> None:
    _gas, own, _other = _reports(cast)
    IncidentFactory.create(team=cast.north, customer=own.customer, behaviours=[SWEARING])
    client.force_login(cast.pim)
    assert _file(client)[1][2] == "not counted yet"
    refresh_dirty_months(now=now)
    assert counted_for(cast.pim, now).customers
    rows = _file(client)
    assert rows[1] == ["Counted until", "", f"{timezone.localtime(now):%Y-%m-%d %H:%M}", ""]
    assert sum(int(row[2]) for row in rows if row[0] == "Per month") == 3
    assert own.customer is not None
    assert own.customer.identity.reference
    assert own.customer.identity.reference not in str(rows)
