import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from incidents.codes import CHANNEL_BY_KEY
from incidents.models import Incident, Tally
from incidents.operations import name_product, record_tally, undo_tally
from incidents.operations.tally import TooLate
from people.errors import RuleBroken
from people.queries import database_now
from tests.cast import Cast
from tests.factories import IncidentFactory, MembershipFactory, ProductFactory

MINUTE = dt.timedelta(minutes=1)
HIDDEN = re.compile(r'name="key" value="([\w-]+)"')


def test_tally_keeps_time_person_team_and_channel(cast: Cast, now: dt.datetime) -> None:
    IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, channel=CHANNEL_BY_KEY["phone"].number
    )
    tally = record_tally(actor=cast.ana, key="k", now=now)
    assert (tally.person, tally.team, tally.at) == (cast.ana, cast.north, now)
    assert tally.channel == CHANNEL_BY_KEY["phone"].number, "the channel used last"
    assert (tally.occurred_on, tally.local_hour) == (dt.date(2026, 11, 18), 14), "local clock"


def test_tally_takes_the_usual_channel_of_the_team(cast: Cast, now: dt.datetime) -> None:
    colleague = MembershipFactory.create(team=cast.north).user
    for channel in ("chat", "chat", "phone"):
        IncidentFactory.create(
            reported_by=colleague, team=cast.north, channel=CHANNEL_BY_KEY[channel].number
        )
    assert record_tally(actor=cast.ana, key="k", now=now).channel == CHANNEL_BY_KEY["chat"].number


def test_tally_counts_where_the_person_counted_last(cast: Cast, now: dt.datetime) -> None:
    MembershipFactory.create(user=cast.ana, team=cast.south)
    first = record_tally(actor=cast.ana, key="1", now=now)
    Tally.objects.filter(pk=first.pk).update(team=cast.south)
    assert record_tally(actor=cast.ana, key="2", now=now + MINUTE).team == cast.south


def test_tally_under_the_same_key_counts_once(cast: Cast, now: dt.datetime) -> None:
    first = record_tally(actor=cast.ana, key="k", now=now)
    assert record_tally(actor=cast.ana, key="k", now=now + MINUTE) == first
    assert Tally.objects.count() == 1


def test_tally_needs_a_team(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="no team"):
        record_tally(actor=cast.hana, key="k", now=now)
    assert not Tally.objects.exists()


def test_tally_is_never_an_incident(cast: Cast, now: dt.datetime) -> None:
    record_tally(actor=cast.ana, key="k", now=now)
    assert not Incident.objects.exists()


def test_tally_is_taken_back_within_a_minute(cast: Cast, now: dt.datetime) -> None:
    tally = record_tally(actor=cast.ana, key="k", now=now)
    for _ in range(2):
        undo_tally(actor=cast.ana, tally=tally, now=now + dt.timedelta(seconds=8))
    assert not Tally.objects.standing().exists()
    other = record_tally(actor=cast.ana, key="l", now=now)
    with pytest.raises(TooLate):
        undo_tally(actor=cast.ana, tally=other, now=now + dt.timedelta(seconds=61))
    assert Tally.objects.standing().get() == other


def test_tally_that_was_taken_back_can_be_counted_from_the_same_page(
    cast: Cast, now: dt.datetime
) -> None:
    first = record_tally(actor=cast.ana, key="k", now=now)
    undo_tally(actor=cast.ana, tally=first, now=now)
    again = record_tally(actor=cast.ana, key="k", now=now + MINUTE)
    assert again != first
    assert Tally.objects.standing().get() == again


def test_tally_gets_a_product_afterwards(cast: Cast, now: dt.datetime) -> None:
    product, old = ProductFactory.create(), ProductFactory.create(is_active=False)
    tally = record_tally(actor=cast.ana, key="k", now=now)
    assert name_product(actor=cast.ana, tally=tally, product=product, now=now).product == product
    with pytest.raises(RuleBroken, match="not in use"):
        name_product(actor=cast.ana, tally=tally, product=old, now=now)
    with pytest.raises(TooLate):
        name_product(actor=cast.ana, tally=tally, product=product, now=now + dt.timedelta(days=2))


@pytest.mark.parametrize("path", ["/home/", "/help/"])
def test_again_is_one_tap_from_home_and_help(client: Client, cast: Cast, path: str) -> None:
    product = ProductFactory.create()
    client.force_login(cast.ana)
    html = client.get(path).text
    assert "Again" in html
    assert "I need a break" in html
    found = HIDDEN.search(html)
    assert found
    sent = {"key": found[1], "next": path}
    for _ in range(2):
        response = client.post(reverse("incidents:tally_new"), sent)
        assert response["Location"] == path
    tally = Tally.objects.get()
    page = client.get(path).text
    undo = reverse("incidents:tally_undo", args=[tally.public_id])
    assert f'action="{undo}"' in page, "the toast offers to take it back"
    named = client.post(
        reverse("incidents:tally_product", args=[tally.public_id]), {"product": product.public_id}
    )
    assert named["Location"] == "/home/"
    tally.refresh_from_db()
    assert tally.product == product
    assert client.post(undo)["Location"] == "/home/"
    assert not Tally.objects.standing().exists()


def test_again_returns_to_no_other_site(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    sent = {"key": "k", "next": "https://elsewhere.example/"}
    assert client.post(reverse("incidents:tally_new"), sent)["Location"] == "/home/"


def test_unknown_product_of_a_tally_is_refused(client: Client, cast: Cast) -> None:
    tally = record_tally(actor=cast.ana, key="k", now=database_now())
    client.force_login(cast.ana)
    url = reverse("incidents:tally_product", args=[tally.public_id])
    page = client.post(url, {"product": "nonsense"}, follow=True)
    assert "Choose a product from the list." in page.text


def test_who_works_nowhere_sees_no_buttons(client: Client, cast: Cast) -> None:
    client.force_login(cast.hana)
    assert "I need a break" not in client.get("/help/").text
