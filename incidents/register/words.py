"""Words of a register to the keys of the code lists; an unknown word is never guessed."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from incidents.register.text import fold
from incidents.register.vocabulary import (
    CHANNEL_FILLERS,
    CHANNELS,
    COMPLAINTS,
    FILLERS,
    PATTERNS,
    PHRASES,
    STEMS,
)

BEHAVIOUR_KEYS = tuple(PHRASES)
CHANNEL_KEYS = tuple(CHANNELS)
COMPLAINT_KEYS = tuple(COMPLAINTS)
EXPECTED_BEHAVIOUR = (
    "one or more of: shouting, swearing, insult, kept pushing, discrimination, threat, "
    "intimidation, filming, damage, pushed, sexual, violence, weapon, keeps calling, "
    "refuses to leave, rude, other (schreeuwen, schelden, beledigen, blijven drammen, "
    "discriminatie, dreigen, intimidatie, filmen, vernieling, duwen, seksueel, geweld, wapen, "
    "blijven bellen, weigert te vertrekken, onbeleefd, anders)"
)
EXPECTED_CHANNEL = (
    "one of: counter, phone, email, chat, store, home visit, social media, review site, letter, "
    "event, other (balie, telefoon, e-mail, chat, winkel, huisbezoek, sociale media, recensie, "
    "brief, evenement, anders), or an empty cell"
)
EXPECTED_COMPLAINT = (
    "one of: valid, partly, unfounded, unknown, not a complaint "
    "(ja, deels, nee, onbekend, geen klacht), or an empty cell"
)
_LIST_MARKS = re.compile(r"[,;/+|&\n\r•·]+")
_JOINING_WORDS = re.compile(r"(?:^|\s+)(?:en|and|plus|of|or)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def _without(words: Iterable[str], fillers: frozenset[str]) -> str:
    return " ".join(word for word in words if word not in fillers)


def _phrase_table(lists: Mapping[str, str], fillers: frozenset[str]) -> dict[str, str]:
    """Every phrase, and every key itself, to its key."""
    table: dict[str, str] = {}
    for key, phrases in lists.items():
        for phrase in (key, *phrases.split(",")):
            table[fold(phrase)] = key
            table.setdefault(_without(fold(phrase).split(), fillers) or fold(phrase), key)
    return table


_BEHAVIOUR_TABLE = _phrase_table(PHRASES, FILLERS)
_CHANNEL_TABLE = _phrase_table(CHANNELS, CHANNEL_FILLERS)
_COMPLAINT_TABLE = _phrase_table(COMPLAINTS, frozenset())
_STEMS = {key: re.compile(pattern) for key, pattern in STEMS.items()}
_PATTERNS = [(key, re.compile(pattern)) for key, pattern in PATTERNS]


@lru_cache(maxsize=4096)
def read_behaviours(text: str) -> tuple[str, ...]:
    """The keys of all behaviours in a cell, sorted; nothing when a single word is unknown."""
    if whole := _read_known(text):
        return (whole,)
    found: set[str] = set()
    for part in _LIST_MARKS.split(text):
        if fold(part):
            keys = _read_part(part)
            if not keys:
                return ()
            found |= keys
    return tuple(sorted(found))


def _read_part(part: str) -> set[str]:
    """One element of a list: a phrase as it is known, phrases joined by "and", or a variant."""
    plain = _BRACKETS.sub(" ", part)
    if key := _read_known(part) or _read_known(plain):
        return {key}
    pieces = [piece for piece in _JOINING_WORDS.split(plain) if fold(piece)]
    keys = {_read_phrase(piece) for piece in pieces} or {None}
    if None in keys:
        keys = {_read_phrase(plain)}
    return {key for key in keys if key}


def _read_known(text: str) -> str | None:
    """A phrase of the table, with or without its filling words."""
    if text.lstrip().startswith("="):
        return None
    whole = fold(text)
    return _BEHAVIOUR_TABLE.get(whole) or _BEHAVIOUR_TABLE.get(_short(whole))


def _short(folded: str) -> str:
    return _without(folded.split(), FILLERS)


def _read_phrase(text: str) -> str | None:
    """A phrase of the table, of a pattern, or all of whose words are forms of one word."""
    if text.lstrip().startswith("="):
        return None
    if key := _read_known(text):
        return key
    whole = fold(text)
    for key, pattern in _PATTERNS:
        if pattern.fullmatch(whole):
            return key
    keys = {_read_stem(word) for word in _short(whole).split()}
    return keys.pop() if len(keys) == 1 else None


def _read_stem(word: str) -> str | None:
    if word in _BEHAVIOUR_TABLE:
        return _BEHAVIOUR_TABLE[word]
    return next((key for key, pattern in _STEMS.items() if pattern.fullmatch(word)), None)


@lru_cache(maxsize=512)
def read_channel(text: str) -> str | None:
    """The key of a channel; an empty cell is `other`, an unknown word None."""
    folded = fold(text)
    if not folded or folded in {"onbekend", "unknown", "nvt", "n v t", "n a"}:
        return None if text.strip().startswith("=") else "other"
    short = _without(folded.split(), CHANNEL_FILLERS)
    return _CHANNEL_TABLE.get(folded) or _CHANNEL_TABLE.get(short)


@lru_cache(maxsize=512)
def read_complaint(text: str) -> str | None:
    """The key of a judgement on the complaint; an empty cell is "", an unknown word None."""
    if text.strip() in {"", "-", "--", "?", "–", "—"}:
        return ""
    return _COMPLAINT_TABLE.get(fold(text))
