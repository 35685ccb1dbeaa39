"""The page on which a person chooses what reaches them."""

import datetime as dt

import pytest
from django.test import Client

from people.codes import ALWAYS, DEFAULTS, KINDS, TOPIC_NAMES, Channel, Topic
from people.models import QuietHours
from people.operations import wishes_of
from tests.cast import Cast


@pytest.fixture
def page(cast: Cast, client: Client) -> Client:
    client.force_login(cast.max)
    return client


def test_page_shows_what_holds_and_keeps_what_is_chosen(page: Client, cast: Cast) -> None:
    text = page.get("/account/notices/").text
    assert text.count('name="ways"') == len(KINDS) * 2, "no phone where waking is off"
    assert text.count('<details class="ways-fold"') == len(TOPIC_NAMES)
    assert text.count(" disabled aria-describedby") == len(ALWAYS), "what nobody switches off"
    assert 'value="20:00"' in text
    given = {
        "ways": ["task:app", "answer:mail"],
        "quiet_from": "22:30",
        "quiet_until": "06:15",
        "has_digest": "on",
        "digest_at": "09:00",
    }
    assert page.post("/account/notices/", given)["Location"] == "/account/notices/"
    wishes = wishes_of(cast.max)
    kept = {way for way in DEFAULTS if way[1] == Channel.PUSH}
    assert wishes.ways == kept | ALWAYS | {("task", Channel.APP), ("answer", Channel.MAIL)}
    assert wishes.quiet == (dt.time(22, 30), dt.time(6, 15))
    assert wishes.digest_at == dt.time(9)
    text = page.get("/account/notices/").text
    assert text.count(" checked") == len(ALWAYS) + 3
    tasks = sum(reach.topic == Topic.TASKS for reach in KINDS.values())
    assert f">1 of {tasks}<" in text.replace("\n", ""), "how many of a class are on, by each way"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"quiet_from": "20:00"}, "Give both times, or none."),
        ({"quiet_from": "20:00", "quiet_until": "20:00"}, "Choose another time"),
        ({"has_digest": "on", "digest_at": ""}, "Choose a time."),
        (
            {
                "quiet_from": "20:00",
                "quiet_until": "07:00",
                "has_digest": "on",
                "digest_at": "06:00",
            },
            "Choose a time outside your quiet hours.",
        ),
    ],
)
def test_page_refuses_what_cannot_be_and_loses_nothing(
    page: Client, given: dict[str, str], says: str
) -> None:
    answer = page.post("/account/notices/", {"ways": ["talk_note:mail"], **given})
    assert answer.status_code == 422
    assert says in answer.text
    assert answer.text.count(" checked") == len(ALWAYS) + 1 + ("has_digest" in given)
    assert not QuietHours.objects.exists()


def test_page_of_who_leads_nobody_offers_no_digest(cast: Cast, client: Client) -> None:
    client.force_login(cast.ana)
    assert "digest_at" not in client.get("/account/notices/").text
    client.post("/account/notices/", {"ways": [], "quiet_from": "", "quiet_until": ""})
    row = QuietHours.objects.get()
    assert (row.span, row.digest_at) == (None, dt.time(8)), "should they lead one day"


def test_pages_of_settings_lead_to_each_other(page: Client) -> None:
    assert 'href="/account/notices/"' in page.get("/account/").text
