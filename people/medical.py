"""Obvious medical words in a text: what somebody's health is like has no place here.

The lists lie beside this module, one for each language; every list is looked through, because
people write in more than one.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("medical_words")
# The code of what a form asks once more about them: no fault, and answered by a tick.
ASKED = "medical"
# How an entry begins that says what a word of the list does not mean: "sick of" is no illness.
HARMLESS = "!"


def languages() -> list[str]:
    """Return the languages that have a list."""
    return sorted(path.stem for path in LISTS.glob("*.txt"))


def words_of(language: str) -> list[str]:
    """Return the entries of one list."""
    return [line for line in _lines(language) if not line.startswith(HARMLESS)]


def _lines(language: str) -> list[str]:
    lines = (LISTS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def medical_words(text: str) -> list[str]:
    """Return the medical words of a text as they were written, each once, in their order."""
    matches = (match for match in _pattern().finditer(text) if match["harmless"] is None)
    return list({match.group().lower(): match.group() for match in matches}.values())


@cache
def _pattern() -> re.Pattern[str]:
    lines = {line for language in languages() for line in _lines(language)}
    harmless = {line for line in lines if line.startswith(HARMLESS)}
    told = _any_of(line.removeprefix(HARMLESS) for line in harmless)
    found = _any_of(lines - harmless)
    return re.compile(rf"(?<!\w)(?:(?P<harmless>{told})|{found})(?!\w)", re.IGNORECASE)


def _any_of(entries: Iterable[str]) -> str:
    return "|".join(sorted(map(_as_pattern, entries), key=len, reverse=True))


def _as_pattern(entry: str) -> str:
    """Return one entry as a pattern; a space stands for any white space."""
    stem = re.escape(entry.removesuffix("*")).replace(r"\ ", r"\s+")
    return rf"{stem}\w*" if entry.endswith("*") else stem
