"""The pages before somebody is known: calm, in two languages, and kind to password managers."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

ENTRANCES = ["account_login", "account_reset_password", "account_reset_password_done"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ENTRANCES)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_entrance_has_language_landmark_and_one_heading(
    client: Client, name: str, language: str
) -> None:
    client.cookies["luwte_language"] = language
    text = client.get(reverse(name)).content.decode()
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert not re.search(r"\sstyle=|<script(?![^>]*\ssrc=)|placeholder=", text)


@pytest.mark.django_db
def test_sign_in_helps_password_managers(client: Client) -> None:
    text = client.get(reverse("account_login")).content.decode()
    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text


def test_sign_in_by_mail_opens_the_first_page(client: Client, cast: Cast) -> None:
    cast.ana.set_password("zee-en-wind-22")
    cast.ana.save(update_fields=["password"])
    answer = client.post(
        reverse("account_login"), {"login": "ana@luwte.example", "password": "zee-en-wind-22"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert not client.get("/breathe/").context["messages"]


def test_wrong_password_keeps_the_address_and_says_so(client: Client, cast: Cast) -> None:
    answer = client.post(
        reverse("account_login"), {"login": "ana@luwte.example", "password": "wrong-wrong"}
    )
    text = answer.content.decode()
    assert 'value="ana@luwte.example"' in text
    assert "wrong-wrong" not in text
    assert 'role="alert"' in text


def test_sign_out_asks_first(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    assert "<form" in client.get(reverse("account_logout")).content.decode()
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get("/breathe/").status_code == 302
