"""The frame every page hangs in, and the pages that only say something."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.cast import Cast

SAID = ["breathe", "help", "policy"]


@pytest.fixture
def ana(cast: Cast, client: Client) -> User:
    client.force_login(cast.ana)
    return cast.ana


@pytest.mark.parametrize("name", SAID)
def test_page_stands_in_the_frame(client: Client, ana: User, name: str) -> None:
    text = client.get(reverse(name)).content.decode()
    assert text.count("<h1") == 1
    assert '<main id="main"' in text
    assert ana.name in text
    assert reverse("help") in text


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_page_keeps_to_the_content_policy(
    client: Client, ana: User, name: str, language: str
) -> None:
    ana.language = language
    ana.save(update_fields=["language"])
    text = client.get(reverse(name)).content.decode()
    assert f'<html lang="{language}"' in text
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son\w+=", text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", SAID)
def test_page_asks_who_is_there(client: Client, name: str) -> None:
    client.logout()
    assert client.get(reverse(name)).status_code == 302


def test_help_offers_the_phones_that_are_known(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    text = client.get(reverse("help")).content.decode()
    assert 'href="tel:0725550100"' in text
    assert 'href="tel:112"' in text
    assert "Call security" not in text


def test_language_is_kept_on_the_account(client: Client, ana: User) -> None:
    answer = client.post("/language/", {"language": "nl", "next": "/breathe/"})
    assert answer["Location"] == "/breathe/"
    assert answer.cookies["luwte_language"].value == "nl"
    ana.refresh_from_db()
    assert ana.language == "nl"


def test_language_that_is_not_spoken_changes_nothing(client: Client, ana: User) -> None:
    answer = client.post("/language/", {"language": "xx"})
    assert "luwte_language" not in answer.cookies
    ana.refresh_from_db()
    assert ana.language == "en"


@pytest.mark.django_db
def test_language_goes_back_to_no_other_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "nl", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_theme_is_kept_and_shown(client: Client, ana: User) -> None:
    client.post("/theme/", {"theme": "dark", "next": "/breathe/"})
    ana.refresh_from_db()
    assert ana.theme == User.Theme.DARK
    assert 'data-bs-theme="dark"' in client.get("/breathe/").content.decode()


def test_theme_that_does_not_exist_changes_nothing(client: Client, ana: User) -> None:
    client.post("/theme/", {"theme": "pink"})
    ana.refresh_from_db()
    assert ana.theme == User.Theme.DEVICE


def test_theme_of_the_device_leaves_the_choice_to_the_sheet(client: Client, ana: User) -> None:
    assert "data-bs-theme" not in client.get("/breathe/").content.decode()
