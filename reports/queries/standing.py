"""What stands out in a quarter's own tables, in words; worked out when it was frozen."""

from collections.abc import Iterable, Mapping
from typing import Any

from incidents.codes import WordList
from incidents.queries import words
from reports.queries.causes import trigger_words

Figures = dict[str, Any]


def standing_words(rows: Iterable[Figures]) -> list[Figures]:
    """Name the causes and channels in what stands out; the most reports first."""
    rows = sorted(rows, key=lambda row: -row["reports"])
    named = iter(trigger_words(row for row in rows if row["kind"] == "cause"))
    told = [next(named) if row["kind"] == "cause" else row for row in rows]
    if any(row["kind"] == "channel" for row in told):
        labels = {word.number: word.label for word in words(WordList.CHANNEL, with_hidden=True)}
        told = [{**row, "channel": labels.get(row.get("number", 0), "")} for row in told]
    return told


def named_products(own: Figures, months: Iterable[Mapping[str, Any]]) -> list[Figures]:
    """Give the products that reports of the months named, with the months, by name."""
    names = {row["id"]: row["name"] for row in own.get("products", [])}
    found: dict[str, list[str]] = {}
    for month in months:
        for key in month["flagged"]:
            if names.get(key):
                found.setdefault(names[key], []).append(month["month"])
    return [{"name": name, "months": of} for name, of in sorted(found.items())]
