"""Time-ordered public ids (UUID version 7, RFC 9562: PostgreSQL 15 has none), hashed secrets."""

import hashlib
import secrets
import time
import uuid

_RANDOM_BITS = 74
_LOW_BITS = 62


def uuid7() -> uuid.UUID:
    """Return a UUIDv7: 48 bits of Unix milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(_RANDOM_BITS)
    high = random >> _LOW_BITS
    low = random & ((1 << _LOW_BITS) - 1)
    value = (milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low
    return uuid.UUID(int=value)


def hash_of(token: str) -> str:
    """Return how a token is stored. Tokens are long random texts, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def uuid_of(text: str) -> uuid.UUID | None:
    """Return the id a text stands for, None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
