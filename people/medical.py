"""Obvious medical words in a text: what somebody's health is like has no place here.

The lists lie beside this module, one for each language; every list is looked through, because
people write in more than one.
"""

import re
from functools import cache
from pathlib import Path

LISTS = Path(__file__).with_name("medical_words")
# The code of what a form asks once more about them: no fault, and answered by a tick.
ASKED = "medical"


def languages() -> list[str]:
    """Return the languages that have a list."""
    return sorted(path.stem for path in LISTS.glob("*.txt"))


def words_of(language: str) -> list[str]:
    """Return the entries of one list."""
    lines = (LISTS / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def medical_words(text: str) -> list[str]:
    """Return the medical words of a text as they were written, each once, in their order."""
    found = {match.group().lower(): match.group() for match in _pattern().finditer(text)}
    return list(found.values())


@cache
def _pattern() -> re.Pattern[str]:
    entries = {entry for language in languages() for entry in words_of(language)}
    parts = sorted((_as_pattern(entry) for entry in entries), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _as_pattern(entry: str) -> str:
    """Return one entry as a pattern; a space stands for any white space."""
    stem = re.escape(entry.removesuffix("*")).replace(r"\ ", r"\s+")
    return rf"{stem}\w*" if entry.endswith("*") else stem
