"""Finding what has to go, and what would stand in its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wellbeing.masking.folding import Folded, fold, folded
from wellbeing.masking.patterns import Span, spans
from wellbeing.masking.words import ALSO_WORDS, NEUTRAL, PARTICLES, Kind

_ORDER = {kind: place for place, kind in enumerate(Kind)}
_LETTER = r"[^\W\d_]"
_JOIN = r"[\s.\-_'’]*"
_NAMED = frozenset({Kind.NAME, Kind.TITLED, Kind.INITIALS, Kind.CUSTOMER, Kind.COLLEAGUE})
_PERSONS = frozenset({Kind.CUSTOMER, Kind.COLLEAGUE})
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Known:
    """Names that must not be read. Each is a full name, a place or a number, as it is kept."""

    customers: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One piece of the text that could give somebody away."""

    start: int
    end: int
    text: str
    kind: Kind

    @property
    def key(self) -> str:
        """The piece as it is compared: a tick for it holds wherever it is written so."""
        return folded(self.text)

    @property
    def is_person(self) -> bool:
        """Whether it is surely a known person's name: no tick makes it something else.

        A name that is a word as well, or stands without a capital, may be that word.
        """
        tokens = _TOKEN.findall(self.key)
        is_word = len(tokens) == 1 and tokens[0] in ALSO_WORDS
        return self.kind in _PERSONS and self.text[:1].isupper() and not is_word


def find(text: str, known: Known) -> list[Hit]:
    """Return what could give somebody away, in the order of the text, without overlaps."""
    shape = fold(text)
    found = [*_known_spans(shape, known), *spans(shape.plain)]
    hits = []
    for start, end, kind in _one_name(shape, _merged(found)):
        begin, stop = shape.place(start, end)
        hits.append(Hit(begin, stop, text[begin:stop], kind))
    return hits


def remaining(text: str, known: Known, cleared: Iterable[str]) -> list[Hit]:
    """Return what is found and was not said to be no name; that cannot be said of people known."""
    allowed = set(cleared)
    return [hit for hit in find(text, known) if hit.is_person or hit.key not in allowed]


def mask(text: str, known: Known, language: str) -> str:
    """Return the text with neutral words in place of what was found."""
    return "".join(new for _old, new in segments(text, find(text, known), language))


def segments(text: str, hits: Iterable[Hit], language: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text: what stood there, and what is proposed in its place."""
    neutral = NEUTRAL.get(language, NEUTRAL["en"])
    at = 0
    for hit in hits:
        if hit.start > at:
            yield text[at : hit.start], text[at : hit.start]
        yield hit.text, neutral[hit.kind]
        at = hit.end
    if at < len(text):
        yield text[at:], text[at:]


def _known_spans(shape: Folded, known: Known) -> Iterator[Span]:
    for names, kind in (
        (known.customers, Kind.CUSTOMER),
        (known.colleagues, Kind.COLLEAGUE),
        (known.places, Kind.PLACE),
    ):
        for name in names:
            yield from _name_spans(shape, name, kind)
    for number in known.numbers:
        yield from _number_spans(shape, number)


def _name_spans(shape: Folded, name: str, kind: Kind) -> Iterator[Span]:
    """Yield where a name stands: whole, in parts, joined, or with initials."""
    tokens = _TOKEN.findall(folded(name))
    telling = [token for token in tokens if token not in PARTICLES and len(token) > 1]
    if not telling:
        return
    if len(tokens) > 1:
        yield from _spans_of(shape, _JOIN.join(map(re.escape, tokens)), kind)
        yield from _spans_of(shape, _initials(tokens), kind)
    for token in telling:
        is_word = token in ALSO_WORDS
        for start, end, _kind in _spans_of(shape, re.escape(token), kind):
            if not is_word or shape.plain[start].isupper():
                yield start, end, kind


def _initials(tokens: list[str]) -> str:
    """The first letter with the rest of the name: "A. Bakker", "a bakker"."""
    return rf"{re.escape(tokens[0][0])}\.?\s*" + _JOIN.join(map(re.escape, tokens[1:]))


def _spans_of(shape: Folded, pattern: str, kind: Kind) -> Iterator[Span]:
    """Yield a word where it stands alone; a genitive s without an apostrophe belongs to it."""
    whole = re.compile(rf"(?<!{_LETTER})(?:{pattern})s?(?!{_LETTER})")
    for found in whole.finditer(shape.low):
        yield (*found.span(), kind)


def _number_spans(shape: Folded, number: str) -> Iterator[Span]:
    signs = _TOKEN.findall(folded(number))
    if sum(map(len, signs)) < 3:
        return
    loose = r"[\s.\-_/()]*".join(map(re.escape, "".join(signs)))
    for found in re.finditer(rf"(?<![^\W_])(?:{loose})(?![^\W_])", shape.low):
        yield (*found.span(), Kind.NUMBER)


def _merged(found: Iterable[Span]) -> list[Span]:
    """Join overlapping pieces; the kind that says most is kept."""
    merged: list[Span] = []
    for start, end, kind in sorted(found):
        if merged and start < merged[-1][1]:
            before = merged.pop()
            strongest = min(before[2], kind, key=_ORDER.__getitem__)
            merged.append((before[0], max(before[1], end), strongest))
        else:
            merged.append((start, end, kind))
    return merged


_BETWEEN = re.compile(rf"[\s-]+(?:(?:{'|'.join(map(re.escape, sorted(PARTICLES)))})\s+){{0,3}}")


def _one_name(shape: Folded, found: list[Span]) -> list[Span]:
    """Join first name, small words and surname into one piece."""
    joined: list[Span] = []
    for start, end, kind in found:
        before = joined[-1] if joined else None
        if before and kind in _NAMED and before[2] in _NAMED and _is_gap(shape, before[1], start):
            strongest = min(before[2], kind, key=_ORDER.__getitem__)
            joined[-1] = (before[0], end, strongest)
        else:
            joined.append((start, end, kind))
    return joined


def _is_gap(shape: Folded, start: int, end: int) -> bool:
    return _BETWEEN.fullmatch(shape.low, start, end) is not None
