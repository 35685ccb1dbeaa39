"""What a report resembles, for who acts on it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.codes.after import TRIGGER_BY_KEY
from incidents.models import Customer, Incident, Product
from incidents.queries.similar import Similar, similar_to
from people.models import Membership, User
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, MembershipFactory, ProductFactory

WAITING = TRIGGER_BY_KEY["waiting_time"].number


@pytest.fixture
def product() -> Product:
    return ProductFactory.create(name="Heat pump")


@pytest.fixture
def customer() -> Customer:
    return CustomerFactory.create()


@pytest.fixture
def incident(cast: Cast, now: dt.datetime, product: Product, customer: Customer) -> Incident:
    return IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, occurred_at=now,
        product=product, customer=customer, trigger=WAITING,
    )  # fmt: skip


def earlier(cast: Cast, now: dt.datetime, days: int = 30, **changes: Any) -> Incident:
    told = {"reported_by": cast.ana, "team": cast.north, "occurred_at": now - dt.timedelta(days)}
    return IncidentFactory.create(**(told | changes))


def shown(user: User, incident: Incident) -> set[int]:
    return {like.incident.pk for like in similar_to(user, incident).rows}


def test_a22_new_report_shows_similar_ones_of_twelve_months(
    cast: Cast, now: dt.datetime, incident: Incident, product: Product, customer: Customer,
    client: Client,
) -> None:  # fmt: skip
    """Same customer, product or cause within a year; a pair that repeats is pointed out."""
    alike = [
        earlier(cast, now, customer=customer),
        earlier(cast, now, product=product, trigger=WAITING),
        earlier(cast, now, days=364, trigger=WAITING),
        earlier(cast, now, product=product),
    ]
    earlier(cast, now)
    earlier(cast, now, days=366, customer=customer)
    earlier(cast, now, days=-366, customer=customer)
    assert shown(cast.max, incident) == {row.pk for row in alike}
    client.force_login(cast.max)
    html = client.get(f"/report/{incident.public_id}/").content.decode()
    for row in alike:
        assert f'href="/report/{row.public_id}/"' in html
    assert "1 with the same customer." in html
    assert "2 about Heat pump." in html
    assert "came together" not in html
    earlier(cast, now, product=product, trigger=WAITING)
    html = client.get(f"/report/{incident.public_id}/").content.decode()
    assert "Heat pump and “waiting time” came together 3 times." in html


def test_similar_reports_are_for_who_acts_on_it_and_of_what_they_may_see(
    cast: Cast, now: dt.datetime, incident: Incident, product: Product, client: Client
) -> None:
    own = earlier(cast, now, product=product)
    elsewhere = earlier(cast, now, product=product, reported_by=cast.zoe, team=cast.south)
    assert shown(cast.max, incident) == {own.pk}
    assert shown(cast.pim, incident) == {own.pk, elsewhere.pk}
    client.force_login(cast.ana)
    assert "Similar, within" not in client.get(f"/report/{incident.public_id}/").text


def test_similar_report_without_a_name_shows_none(
    cast: Cast, now: dt.datetime, incident: Incident, product: Product, client: Client
) -> None:
    earlier(cast, now, product=product, reported_by=cast.zoe, is_anonymous=True)
    client.force_login(cast.max)
    html = client.get(f"/report/{incident.public_id}/").text
    assert "Similar, within" in html
    assert "Zoe" not in html
    client.force_login(cast.pim)
    assert "Zoe" in client.get(f"/report/{incident.public_id}/").text
    MembershipFactory.create(user=cast.pim, team=cast.north, kind=Membership.Kind.MANAGER)
    assert "Zoe" not in client.get(f"/report/{incident.public_id}/").text, "an adviser who leads"


def test_similar_leaves_out_what_does_not_count(
    cast: Cast, now: dt.datetime, incident: Incident, customer: Customer
) -> None:
    earlier(cast, now, customer=customer, set_aside_at=now)
    earlier(cast, now, customer=customer, written_by=cast.max)
    assert shown(cast.max, incident) == set()


def test_similar_reads_a_fixed_number_of_rows(
    cast: Cast, now: dt.datetime, incident: Incident, product: Product
) -> None:
    def asked() -> tuple[int, Similar]:
        with CaptureQueriesContext(connection) as queries:
            similar = similar_to(cast.max, incident)
        return len(queries), similar

    earlier(cast, now, product=product, trigger=WAITING)
    asked()
    few, _ = asked()
    for _ in range(20):
        earlier(cast, now, product=product, trigger=WAITING)
    many, similar = asked()
    assert few == many
    assert (len(similar.rows), similar.product, similar.pair) == (5, 21, 22)
