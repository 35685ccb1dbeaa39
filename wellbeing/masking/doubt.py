"""Words that may be names and may be ordinary: shown to a person, never changed by the tool.

A word that opens a sentence has its capital from there, and one in capitals from shouting. What is
an ordinary word, or stands in small letters elsewhere in the text, is left alone.
"""

import re

from wellbeing.masking.finding import Known, find
from wellbeing.masking.folding import fold, folded
from wellbeing.masking.openers import ENDINGS, ORDINARY
from wellbeing.masking.words import ALSO_WORDS, NO_NAMES, PARTICLES, TITLES

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OWN = re.compile(r"['’]s?\Z", re.I)
_GENITIVE = re.compile(r"(?:['’]s?|(?<=[^s])s)\Z", re.I)
_PLAIN = ORDINARY | NO_NAMES | PARTICLES | frozenset(TITLES.split("|"))


def doubtful(text: str, known: Known) -> list[str]:
    """Return the words that a second pair of eyes should weigh, each once, as first written.

    Also words that are somebody's known name and stand without a capital; who may not know those
    names is asked with none.
    """
    shape = fold(text)
    hidden = [(hit.start, hit.end) for hit in find(text, known)]
    words = list(_WORD.finditer(shape.plain))
    ordinary = _PLAIN | {found[0] for found in words if found[0].islower()}
    named = _small_names(known)
    doubts: dict[str, str] = {}
    for found in words:
        start, end = shape.place(*found.span())
        if any(begin < end and start < stop for begin, stop in hidden):
            continue
        word = found[0]
        is_doubt = word.lower() in named if word.islower() else _is_strange(word, ordinary)
        if is_doubt:
            shown = _OWN.sub("", text[start:end])
            doubts.setdefault(folded(shown), shown)
    return list(doubts.values())


def _is_strange(word: str, ordinary: frozenset[str]) -> bool:
    """Whether a word with a capital is not known as a word, in one of its forms."""
    if not word[0].isupper() or len(word) < 2:
        return False
    low = word.lower().replace("'", "’")
    forms = {low, _GENITIVE.sub("", low)}
    forms |= {form.removesuffix(end) for form in forms for end in ("s", "e", "n", "en", "ed", "es")}
    return not (forms & ordinary or low.endswith(ENDINGS))


def _small_names(known: Known) -> set[str]:
    """Names that are words too, written small: the tool takes them for the word."""
    names = (*known.customers, *known.colleagues, *known.places)
    tokens = {token for name in names for token in _WORD.findall(folded(name))}
    return (tokens & ALSO_WORDS) - PARTICLES
