"""Sign-in names made of people's names, for those without work mail. No Django models here."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 40
_NOT_ALLOWED = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def base_of(name: str) -> str:
    """Return the first and last word of a name as a sign-in name: "Zoë van Dam" → "zoe.dam"."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    words = [word for word in (_NOT_ALLOWED.sub("", part) for part in plain.split()) if word]
    joined = ".".join([words[0], words[-1]] if len(words) > 1 else words)
    return joined[: LONGEST - 4].strip(".") or "colleague"


def candidates(name: str) -> Iterator[str]:
    """Yield the base, then the base with 2, 3, … behind it, without an end."""
    base = base_of(name)
    yield base
    number = 2
    while True:
        yield f"{base}{number}"
        number += 1
