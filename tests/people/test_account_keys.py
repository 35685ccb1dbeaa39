"""The key pair of an account: made once, opened by its account alone, sealed in the database."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from people.models import AccountKey
from people.operations import KeyLost, have_account_key, open_account_key
from people.operations.account_keys import Jwk
from people.queries import database_now
from tests.cast import Cast

KEY, PRIVATE = "/account/key/", "/account/key/private/"


def _number(jwk: Jwk, name: str) -> int:
    padded = jwk[name] + "=" * (-len(jwk[name]) % 4)
    return int.from_bytes(base64.urlsafe_b64decode(padded), "big")


def test_key_is_made_once_and_its_halves_belong_together(cast: Cast) -> None:
    now = database_now()
    first = have_account_key(actor=cast.ana, now=now)
    again = have_account_key(actor=cast.ana, now=now)
    private = open_account_key(actor=cast.ana)
    assert first.pk == again.pk
    assert private is not None
    assert {name: private[name] for name in ("kty", "crv", "x", "y")} == again.public_key
    pair = ec.derive_private_key(_number(private, "d"), ec.SECP256R1())
    assert pair.public_key().public_numbers().x == _number(again.public_key, "x")


def test_database_holds_the_private_half_sealed_to_its_account(cast: Cast) -> None:
    now = database_now()
    ana = have_account_key(actor=cast.ana, now=now)
    max_key = have_account_key(actor=cast.max, now=now)
    private = open_account_key(actor=cast.ana)
    assert private is not None
    assert private["d"].encode() not in bytes(ana.sealed_private_key)
    AccountKey.objects.filter(pk=max_key.pk).update(sealed_private_key=ana.sealed_private_key)
    with pytest.raises(KeyLost):
        open_account_key(actor=cast.max)


def test_another_sealing_key_opens_nothing(cast: Cast, settings: Any) -> None:
    have_account_key(actor=cast.ana, now=database_now())
    settings.SEALING_KEY = "another key, in another environment"
    with pytest.raises(KeyLost):
        open_account_key(actor=cast.ana)


def test_private_half_is_given_to_a_session_of_the_account_alone(
    client: Client, cast: Cast
) -> None:
    assert client.post(PRIVATE).status_code == 302
    client.force_login(cast.ana)
    assert client.post(PRIVATE).status_code == 404
    public = client.post(KEY).json()
    answer = client.post(PRIVATE)
    assert public["account"] == answer.json()["account"] == str(cast.ana.public_id)
    assert public["key"]["x"] == answer.json()["key"]["x"]
    assert "d" not in public["key"]
    assert "no-store" in answer["Cache-Control"]
    client.force_login(cast.max)
    assert client.post(PRIVATE).status_code == 404


def test_private_half_needs_a_token_and_a_post(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana)
    assert client.get(PRIVATE).status_code == 405
    assert client.post(PRIVATE).status_code == 403
    assert client.post(KEY).status_code == 403


def test_lost_key_is_said(client: Client, cast: Cast, settings: Any) -> None:
    client.force_login(cast.ana)
    client.post(KEY)
    settings.SEALING_KEY = "another key, in another environment"
    answer = client.post(PRIVATE)
    assert answer.status_code == 410
    assert "can no longer be opened" in answer.json()["message"]
