"""The key pair that keeps unsent reports unreadable on a device; see `AccountKey`."""

import base64
import datetime as dt
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import AccountKey, User

NONCE_BYTES = 12
COORDINATE_BYTES = 32  # of the curve P-256

Jwk = dict[str, str]


class KeyLost(RuleBroken):
    """The private half was sealed with another sealing key than the present one."""


@transaction.atomic
def have_account_key(*, actor: User, now: dt.datetime) -> AccountKey:
    """Return the account's key pair, made at the first demand.

    Checks: none. Writes: the pair, its private half sealed with a key outside the database. Two
    demands at once get the same pair.
    """
    private = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    public = _public_jwk(private.public_numbers)
    key, _made = AccountKey.objects.get_or_create(
        user=actor,
        defaults={
            "public_key": public,
            "sealed_private_key": _seal({**public, "d": _number(private.private_value)}, actor),
            "made_at": now,
        },
    )
    return key


def open_account_key(*, actor: User) -> Jwk | None:
    """Return the private half, for a signed-in session of the account; None when there is none.

    Checks: it can be opened (raises KeyLost). Writes nothing.
    """
    key = AccountKey.objects.filter(user=actor).first()
    if key is None:
        return None
    sealed = bytes(key.sealed_private_key)
    try:
        text = _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _owner(actor))
    except InvalidTag:
        raise KeyLost(_("What was kept on this device can no longer be opened.")) from None
    private: Jwk = json.loads(text)
    return private


def _public_jwk(numbers: ec.EllipticCurvePublicNumbers) -> Jwk:
    return {"kty": "EC", "crv": "P-256", "x": _number(numbers.x), "y": _number(numbers.y)}


def _number(value: int) -> str:
    raw = value.to_bytes(COORDINATE_BYTES, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _seal(private: Jwk, owner: User) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, json.dumps(private).encode(), _owner(owner))


def _owner(user: User) -> bytes:
    """Return what ties a sealed half to its account, so that rows cannot be swapped."""
    return user.public_id.bytes


def _cipher() -> AESGCM:
    derive = HKDF(hashes.SHA256(), length=32, salt=None, info=b"people.AccountKey")
    return AESGCM(derive.derive(settings.SEALING_KEY.encode()))
