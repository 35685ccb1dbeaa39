"""The library: open to everybody, narrowed by the address, printed on a sheet."""

import datetime as dt

import pytest
from django.urls import reverse

from incidents.codes import CHANNEL_BY_KEY, TOPIC_BY_KEY
from incidents.codes.after import STEP_BY_KEY
from tests.cast import Cast
from tests.factories import ScenarioFactory, ScenarioTextFactory
from tests.wellbeing.pages import BANNED, queries_of, signed_in, text_of
from wellbeing.models import Scenario
from wellbeing.operations.practice import stock_library

pytestmark = pytest.mark.django_db
URL = "/practice/"


@pytest.fixture(autouse=True)
def shelf(db: None, now: dt.datetime) -> None:
    """What the product ships, also after a test that emptied every table."""
    stock_library(now=now)


def titles(cast: Cast, query: str = "", language: str = "en") -> str:
    return text_of(signed_in(cast.ana, language).get(URL + query).content.decode())


def test_library_is_open_to_everybody(cast: Cast) -> None:
    for person in (cast.ana, cast.max, cast.hana, cast.pim, cast.bo, cast.zoe):
        page = signed_in(person).get(URL).content.decode()
        assert "Forty minutes in the queue" in page
        assert "A mistake here is a learning moment" in page
        assert not BANNED.search(text_of(page))


def test_library_speaks_the_language_of_the_reader(cast: Cast) -> None:
    page = titles(cast, language="nl")
    assert "Veertig minuten in de rij" in page
    assert "Forty minutes" not in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?channel=letter", "The eleventh letter", "Forty minutes"),
        ("?step=called_police", "At the kitchen table", "Forty minutes"),
        ("?topic=discrimination", "The remark", "Forty minutes"),
        ("?word=REPAIR", "The third call today", "Forty minutes"),
        ("?channel=phone&step=called_police", "On the way to your bicycle", "The third call"),
    ],
)
def test_library_is_narrowed_by_the_address(
    cast: Cast, query: str, shown: str, hidden: str
) -> None:
    page = titles(cast, query)
    assert shown in page
    assert hidden not in page


def test_library_says_that_nothing_fits(cast: Cast) -> None:
    assert "No scenario fits these choices." in titles(cast, "?word=zebra")
    assert "12 scenarios" in titles(cast, "?channel=nonsense&topic=7x&page=99")


def test_library_has_pages_and_as_many_queries_for_many(cast: Cast) -> None:
    Scenario.objects.all().delete()
    ScenarioFactory.create()
    client = signed_in(cast.ana)
    client.get(URL)
    one = queries_of(client, URL)
    ScenarioFactory.create_batch(30)
    assert queries_of(client, URL) == one
    assert "Page 2 of 3" in titles(cast, "?page=2")


def test_library_shows_another_language_rather_than_nothing(cast: Cast) -> None:
    Scenario.objects.all().delete()
    only = ScenarioFactory.create(words=None)
    ScenarioTextFactory.create(scenario=only, language="nl", title="Het verkeerde pakket")
    page = titles(cast)
    assert "Het verkeerde pakket" in page
    assert "Dutch" in page
    assert "Het verkeerde pakket" not in titles(cast, "?language=en")


def test_scenario_has_roles_tries_and_lessons(cast: Cast) -> None:
    row = Scenario.objects.get(key="the_remark")
    page = signed_in(cast.ana).get(reverse("wellbeing:scenario", args=[row.public_id]))
    text = text_of(page.content.decode())
    for words in ("The colleague beside you", "You heard it.", "Let the joke fall", "15 minutes"):
        assert (words in text) == (words != "15 minutes")
    assert "20 minutes" in text
    assert "A mistake here is a learning moment." in text


def test_library_is_stocked_again_after_it_was_emptied(now: dt.datetime) -> None:
    Scenario.objects.all().delete()
    assert len(stock_library(now=now)) == 12
    assert stock_library(now=now) == []
    row = Scenario.objects.get(key="the_queue")
    assert row.channels == [CHANNEL_BY_KEY["counter"].number]
    assert STEP_BY_KEY["apologised"].number in row.steps
    assert row.topics == [TOPIC_BY_KEY["de_escalation"].number]
