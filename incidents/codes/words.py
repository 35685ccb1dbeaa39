"""What one entry of a code list is."""

from typing import NamedTuple

from django.utils.functional import Promise


class Word(NamedTuple):
    """One entry of a code list: its number in the database, its key and its words."""

    number: int
    key: str
    label: "str | Promise"
