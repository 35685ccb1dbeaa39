"""Keep words unreadable in the database: AES-256-GCM with keys that are never stored there."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32
ID_BYTES = 8


@dataclass(frozen=True)
class Sealed:
    """Words as they are stored, and which key opens them."""

    key_id: str
    data: bytes


class CannotOpen(Exception):
    """The key these words were sealed with is not here, or they were tampered with."""


class KeyRing:
    """Secrets in order: the first one seals, all of them open.

    A key is known by an id that tells nothing about it. `place` says where the words belong;
    they open nowhere else.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._ciphers = {
            _derive(text, b"id", ID_BYTES).hex(): AESGCM(_derive(text, b"key", KEY_BYTES))
            for text in texts
        }
        self.present = next(iter(self._ciphers))

    def seal(self, words: str, place: bytes) -> Sealed:
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._ciphers[self.present]
        return Sealed(self.present, nonce + cipher.encrypt(nonce, words.encode(), place))

    def open(self, sealed: Sealed, place: bytes) -> str:
        """Return the words; raises CannotOpen."""
        cipher = self._ciphers.get(sealed.key_id)
        if cipher is None:
            raise CannotOpen
        nonce, data = sealed.data[:NONCE_BYTES], sealed.data[NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, data, place).decode()
        except (InvalidTag, ValueError):
            raise CannotOpen from None


def _derive(text: str, purpose: bytes, length: int) -> bytes:
    made = HKDF(hashes.SHA256(), length, None, b"wellbeing.Reflection " + purpose)
    return made.derive(text.encode())
