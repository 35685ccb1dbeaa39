"""Causes by product as reports told them: in a table, as pairs, and added up over a year.

Nothing is counted here; what a quarter did not tell stays untold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from incidents.codes import WordList
from incidents.queries import words

Figures = dict[str, Any]
MOST, COLUMNS = 5, 6


@dataclass(frozen=True)
class Crossed:
    """Products down, the causes named most across.

    Each row has its `product`, `cells` (None where nothing is told, else with `reports`, None for
    nearly all) and `others`; `more` are the pairs of rarer causes, `most` those told most often.
    """

    causes: list[str]
    rows: list[Figures]
    more: list[Figures]
    most: list[Figures]

    @property
    def has_others(self) -> bool:
        return any(row["others"] for row in self.rows)


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


def causes_told(figures: Figures) -> list[Figures]:
    """Give the causes by product of a frozen period; the first reports told pairs alone."""
    if "causes" in figures:
        causes: list[Figures] = figures["causes"]
        return causes
    return [
        {"name": pair["product"], "named": [pair], "others": None}
        for pair in figures.get("triggers") or figures.get("promises", {}).get("triggers", [])
    ]


def added_up(quarters: Iterable[list[Figures]]) -> list[Figures]:
    """Add the causes of quarters up; a pair that one quarter did not tell counts nothing there.

    What was nearly all of a product once has no number in the year either. The others of quarters
    are not the same causes, and are not added.
    """
    found: dict[int, Figures] = {}
    for row in (row for causes in quarters for row in causes):
        kept = found.setdefault(row["id"], {"name": row["name"], "of": 0, "sums": {}})
        kept["of"] += row["of"]
        for named in row["named"]:
            before, now = kept["sums"].get(named["trigger"], 0), named["reports"]
            is_number = before is not None and now is not None
            kept["sums"][named["trigger"]] = before + now if is_number else None
    return [
        {
            "id": key,
            "name": kept["name"],
            "of": kept["of"],
            "named": [{"trigger": name, "reports": n} for name, n in kept["sums"].items()],
            "others": None,
        }
        for key, kept in sorted(found.items())
    ]


def crossed(causes: list[Figures]) -> Crossed:
    """Put causes in a table: products by name, causes by how often they were told."""
    pairs = trigger_words(pairs_of(causes))
    labels = dict.fromkeys(pair["trigger"] for pair in pairs)
    columns = list(labels)[:COLUMNS]
    cells: dict[str, Figures] = {row["name"]: {} for row in causes}
    for pair in pairs:
        cells[pair["product"]][pair["trigger"]] = pair
    others = {row["name"]: row["others"] for row in causes}
    rows = [
        {"product": name, "cells": [kept.get(key) for key in columns], "others": others[name]}
        for name, kept in sorted(cells.items())
    ]
    return Crossed(
        causes=columns,
        rows=[row for row in rows if any(row["cells"]) or row["others"]],
        more=[pair for pair in pairs if pair["trigger"] not in columns],
        most=pairs[:MOST],
    )


def trigger_words(pairs: Iterable[Figures]) -> list[Figures]:
    """Name what set it off; the product stands beside it."""
    pairs = list(pairs)
    if not pairs:
        return []
    labels = {word.key: str(word.label) for word in words(WordList.TRIGGER, with_hidden=True)}
    return [{**pair, "trigger": labels.get(pair["trigger"], pair["trigger"])} for pair in pairs]
