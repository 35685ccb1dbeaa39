"""Text as names are compared: without accents, invisible signs and hyphens at line ends."""

import re
import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not take apart into a letter and its sign.
_PLAIN = str.maketrans("øØłŁđĐıħĦ", "oOlLdDihH")
# A word that goes on after the end of a line.
_BROKEN = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[^\W\d_])")


@dataclass(frozen=True)
class Folded:
    """`plain` keeps capitals, `low` does not; `at[i]` is where character i stands in the text."""

    plain: str
    low: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the folded text begins and ends in the text."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text, remembering the place of each character."""
    skipped = {i for found in _BROKEN.finditer(text) for i in range(*found.span())}
    plain: list[str] = []
    at: list[int] = []
    for i, character in enumerate(text):
        if i in skipped:
            continue
        for part in unicodedata.normalize("NFKD", character.translate(_PLAIN)):
            if unicodedata.category(part) not in {"Mn", "Cf"}:
                plain.append(part)
                at.append(i)
    made = "".join(plain)
    return Folded(made, "".join(map(_lower, made)), tuple(at))


def folded(word: str) -> str:
    """Return a word as it is compared."""
    return " ".join(fold(word).low.split())


def _lower(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character
