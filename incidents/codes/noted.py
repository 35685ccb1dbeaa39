"""How the log of settings names what is set of words and products.

The operations on words write these names, the page of changes reads them back.
"""

from enum import StrEnum
from typing import NamedTuple

PRODUCT = "product"


class Part(StrEnum):
    """What of an entry is set; without a part it is whether it is hidden, or a product in use."""

    SHOWN = ""
    ENGLISH = "en"
    DUTCH = "nl"
    NAME = "name"


class Noted(NamedTuple):
    """A setting of a list of words, or of products; without a key the order of the whole list.

    The key of a product is its public id, which stays when it is renamed. The first lines of the
    log have its name there.
    """

    of: str
    key: str = ""
    part: Part = Part.SHOWN

    def __str__(self) -> str:
        return ".".join(piece for piece in self if piece)


def noted(name: str) -> Noted:
    """Read the name of a setting back."""
    of, _dot, rest = name.partition(".")
    key, _dot, last = rest.rpartition(".")
    if key and last and last in {*Part}:
        return Noted(of, key, Part(last))
    return Noted(of, rest)
