"""Private notes as their readers see them; only here are they opened."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from people.models import User
from people.queries import advisers
from wellbeing.keeping import Span, span_from
from wellbeing.models import Reflection
from wellbeing.sealing import CannotOpen, KeyRing, Sealed

FIRST_LINE = 80


@dataclass(frozen=True)
class Note:
    """A note with its words; without them when their key is not here."""

    row: Reflection
    words: str | None

    @property
    def first_line(self) -> str:
        line = next(iter((self.words or "").strip().splitlines()), "")
        return line if len(line) <= FIRST_LINE else f"{line[: FIRST_LINE - 1].rstrip()}…"


def key_ring() -> KeyRing:
    """Return the keys of the settings."""
    return _ring_of(tuple(settings.REFLECTION_KEYS))


@lru_cache(maxsize=4)
def _ring_of(texts: tuple[str, ...]) -> KeyRing:
    return KeyRing(texts)


def opened(row: Reflection) -> Note:
    """Open one note."""
    sealed = Sealed(row.key_id, bytes(row.ciphertext))
    try:
        return Note(row, key_ring().open(sealed, row.place))
    except CannotOpen:
        return Note(row, None)


def opened_all(rows: Iterable[Reflection]) -> list[Note]:
    """Open the notes of one page. No queries of its own."""
    return [opened(row) for row in rows]


def days_to_choose(author: User, now: dt.datetime) -> Span:
    """Return which last days an author can choose, by the calendar where they are."""
    return span_from(timezone.localdate(now, author.place_zone))


def advisers_for(author: User) -> list[User]:
    """Return the advisers somebody can share a note with."""
    return advisers(without=author)
