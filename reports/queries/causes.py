"""Causes by product as a report told them; nothing is counted here."""

from collections.abc import Iterable
from typing import Any

Figures = dict[str, Any]
MOST = 5


def most_named(causes: Iterable[Figures]) -> list[Figures]:
    """Give the pairs of cause and product that were told most often."""
    return pairs_of(causes)[:MOST]


def pairs_of(causes: Iterable[Figures]) -> list[Figures]:
    """Give every pair that was told, the most frequent first; without a number: nearly all."""
    found = [
        (
            -(row["of"] if named["reports"] is None else named["reports"]),
            {"trigger": named["trigger"], "product": row["name"], "reports": named["reports"]},
        )
        for row in causes
        for named in row["named"]
    ]
    found.sort(key=lambda each: (each[0], each[1]["trigger"], each[1]["product"]))
    return [pair for _rank, pair in found]
