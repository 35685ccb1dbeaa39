"""Two ways of looking at a text: as people compare it, and as it is kept."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case, no accents, every run of punctuation one space: how headings are compared."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters).strip()


def tidy(text: str) -> str:
    """One line without doubled or outer spaces, composed letters: how names are kept."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def prose(text: str) -> str:
    """A longer text with its own line breaks, which are always kept as a single newline."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip()


def same(text: str) -> str:
    """What makes two names the same name, whatever their capitals."""
    return tidy(text).casefold()
