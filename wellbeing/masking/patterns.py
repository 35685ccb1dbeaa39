"""What gives somebody away without being known: numbers, addresses, words that look like names."""

import re
from collections.abc import Iterator

from wellbeing.masking.openers import ORDINARY
from wellbeing.masking.words import (
    ALSO_WORDS,
    HOURS,
    MONTHS,
    NO_NAMES,
    PARTICLES,
    STREETS_EN,
    STREETS_NL,
    SURE_STREETS,
    TITLES,
    WEEKDAYS,
    Kind,
)

Span = tuple[int, int, Kind]

_UP = "[A-Z]"
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_CAP = r"(?-i:[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*)"
_SMALL = r"(?:van|von|de|den|der|het|['’]t|ter|ten|te|la|le|du|des|di|da|el|al|ben|bin|op|in)"
_NAME = rf"(?:(?:{_SMALL}\s+){{1,3}}{_WORD}|{_CAP}(?:[\s-]+(?:{_SMALL}\s+){{0,3}}{_CAP})*)"

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (Kind.MAIL, r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"),
    (Kind.LINK, r"(?:https?://|www\.)\S+|(?<![\w@])@\w{2,}"),
    (Kind.IBAN, r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b"),
    (
        Kind.ADDRESS,
        rf"\b(?:{_CAP}\s+){{0,2}}[^\W\d_]{{2,}}(?:{STREETS_NL})\s+\d+\s?-?[a-z]?\b"
        rf"|\b(?:{_CAP}\s+){{0,2}}(?-i:[A-Z][^\W\d_]+)(?:{STREETS_NL})\b"
        rf"|\b(?:{_CAP}\s+){{0,2}}[^\W\d_]{{2,}}(?:{SURE_STREETS})\b"
        rf"|\b\d{{1,4}}[a-z]?,?\s+(?:{_CAP}\s+){{1,3}}(?:{STREETS_EN})\b"
        rf"|(?-i:\b(?:{_CAP}\s+){{1,3}}(?:Street|Road|Avenue|Lane|Square|Crescent|Boulevard))\b"
        rf"|\b(?:rue|avenue|chaussee|place)\s+(?:(?:de|du|des|la|le|l['’])\s*)*{_CAP}"
        r"(?:,?\s+\d{1,4})?"
        rf"|(?-i:(?<![.!?]\s)(?<!^)\b(?:{_CAP}\s+){{1,3}}\d{{1,4}}\s?[a-z]?\b)"
        r"|\bp(?:ost)?\.?\s?(?:o\.?\s?)?(?:box|bus)\s*\d+",
    ),
    (
        Kind.POSTCODE,
        r"\b[1-9]\d{3}\s?(?-i:[A-Z]{2}|[a-z]{2}(?=\s+[A-Z]))\b|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
        rf"|\b(?:B-)?[1-9]\d{{3}}\s+{_CAP}|(?-i:\b[A-Z]{{2}}\s\d{{5}})\b",
    ),
    (
        Kind.PLATE,
        r"\b(?=[\dA-Z-]*\d)(?=[\dA-Z-]*[A-Z])(?:\d{1,3}|[A-Z]{1,3})(?:-(?:\d{1,3}|[A-Z]{1,3})){2}\b"
        r"|(?-i:\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b)",
    ),
    (
        Kind.DATE,
        r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\b\d{1,2}[-/]\d{1,2}\b"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|e|ste|de)?\s+(?:of\s+)?(?:{MONTHS})\b\.?(?:,?\s+\d{{4}})?"
        rf"|\b(?:{MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?|\b(?:19|20)\d{{2}}\b"
        rf"|\b(?:{WEEKDAYS})\b",
    ),
    (
        Kind.TIME,
        r"\b\d{1,2}[:.h]\d{2}(?:\s?(?:uur|h|hrs|am|pm))?\b|\b\d{1,2}\s?(?:uur|o['’]clock|am|pm)\b"
        rf"|\b(?:half(?: past)?|quarter (?:past|to)|kwart (?:over|voor))\s+(?:{HOURS})\b",
    ),
    (
        Kind.AMOUNT,
        r"(?:[€$£]|\b(?:eur|usd|gbp)\b)\s?\d(?:[\d.,]|\s(?=\d))*(?:,-)?|\b\d[\d.,]*\s?(?:[€$£]|euros?\b|eur\b|"
        r"dollars?\b|pounds?\b|pond\b)",
    ),
    (Kind.PHONE, r"(?<![\w])\+?\(?\d[\d\s().\-/]{6,}\d(?!\w)"),
    (
        Kind.AGE,
        r"\b\d{1,3}(?:\s|-)?(?:jaar|jarige?|years?[\s-]old|year[\s-]olds?)\b|\baged\s+\d{1,3}\b",
    ),
    (Kind.NUMBER, r"#\s?\w*\d\w*|\b(?=[\w-]*\d[\w-]*\d[\w-]*\d)[\w][\w-]*[\w]\b"),
    (
        Kind.TITLED,
        rf"\b(?:{TITLES})\b\.?\s+(?:{_UP}\.\s?)*{_NAME}|\b(?:{TITLES})\b\.?\s+(?-i:[A-Z]\b\.?)",
    ),
    (
        Kind.INITIALS,
        rf"(?-i:(?<![\w-])(?:(?:[A-Z]\.\s?){{1,4}}(?:{_SMALL}\s+){{0,3}}[A-Z][a-z][\w’'-]*"
        r"|(?:[A-Z]\.){2,}(?:[A-Z]\b)?))",
    ),
    (
        Kind.NAME,
        rf"\b(?:my name is|mijn naam is|(?:ik|hij|zij|ze|die) heet|genaamd)\s+"
        rf"({_WORD}(?:\s+{_CAP})*)"
        rf"|\b(?:named|called|ene)\s+({_CAP}(?:\s+{_CAP})*)",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.I | re.M)) for kind, pattern in _PATTERNS)

_LETTERS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITALISED = re.compile(r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:^|[.!?:…]|[\n\r])[\s\"'“”‘’«»()\[\]–—-]*\Z|[“‘«\"(\[]\Z")
_TELLING = frozenset({Kind.TITLED, Kind.INITIALS, Kind.NAME})
_TITLE_WORDS = frozenset(TITLES.split("|"))
_OWN = re.compile(r"['’]s?\Z")


def spans(plain: str) -> Iterator[Span]:
    """Yield every piece that a pattern finds, in the order of the kinds."""
    named: set[str] = set()
    for kind, pattern in _COMPILED:
        for found in pattern.finditer(plain):
            part = found.lastindex or 0  # what is named, without the words that say so
            if kind == Kind.ADDRESS and found[0].lower() in ORDINARY:
                continue
            if kind in _TELLING:
                named |= _name_words(found[part])
            yield (*found.span(part), kind)
    yield from _look_like_names(plain, named)


def _name_words(piece: str) -> set[str]:
    """Return the words of a piece that says who somebody is, which name them elsewhere too."""
    words = {found.lower() for found in _LETTERS.findall(piece) if len(found) > 2}
    return words - ORDINARY - NO_NAMES - PARTICLES - _TITLE_WORDS


def _look_like_names(plain: str, named: set[str]) -> Iterator[Span]:
    """Yield capitalised words inside sentences, and wherever else the same word stands.

    Also where it opens a sentence or is shouted; and a name that was told, in any case.
    """
    words = [found for found in _CAPITALISED.finditer(plain) if _could_name(found[0])]
    inside = {
        _bare(found[0]) for found in words if not _begins_sentence(plain, found.start())
    } | _paired(plain, words)
    for found in _LETTERS.finditer(plain):
        bare = _bare(found[0])
        is_capital = found[0][0].isupper()
        if bare in named - ALSO_WORDS or (is_capital and bare in inside | named):
            yield found.start(), found.end() - len(_owned(found[0])), Kind.NAME


def _bare(word: str) -> str:
    return _OWN.sub("", word).lower()


def _owned(word: str) -> str:
    """Return the genitive at the end of a word: it is no part of the name."""
    found = _OWN.search(word)
    return found[0] if found else ""


def _could_name(word: str) -> bool:
    bare = _OWN.sub("", word)
    is_shout = len(bare) > 1 and bare.isupper()
    return len(bare) > 1 and not is_shout and bare.lower() not in NO_NAMES


def _begins_sentence(plain: str, start: int) -> bool:
    return bool(_BEGINS.search(plain[max(0, start - 12) : start])) or start == 0


_BETWEEN = re.compile(rf"\s+(?:{_SMALL}\s+){{0,3}}", re.I)


def _paired(plain: str, words: list["re.Match[str]"]) -> set[str]:
    """Return the words that open a sentence and are followed by another capital: a full name."""
    follow = {found.start() for found in words}
    return {
        _bare(found[0])
        for found in words
        if (gap := _BETWEEN.match(plain, found.end())) and gap.end() in follow
    }
