"""A table over a longer period, beside the tables of its months, which are frozen already.

Whoever has both subtracts, so months, quarters and the year are one system. A figure of the longer
period is shown where the months showed every part of it: that tells nothing new. Where they did
not, it is shown if nothing that was withheld follows from it, and nothing nearly does.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from reports.disclosure.cells import SMALLEST_GROUP, Cell, merged
from reports.disclosure.linked import GivenAway, Sum, withheld_together

Key = TypeVar("Key", bound=Hashable)
Count = int | None


@dataclass(frozen=True)
class Told(Generic[Key]):
    """What was published of one period: its total, and its table; None is withheld.

    A key that is not in the table was withheld too, unless nothing was reported at all.
    """

    parts: tuple[Hashable, ...]
    total: Count
    table: Mapping[Key, Count] = field(default_factory=dict)

    def showed(self, key: Key) -> bool:
        """Say whether the count of a key could be read."""
        return self.total == 0 or self.table.get(key) is not None


def joined_total(
    cells: Mapping[Hashable, Cell], told: Sequence[Told[Key]], smallest: int = SMALLEST_GROUP
) -> Count:
    """Give the reports of all parts, `cells`; None where a withheld part would follow."""
    found = joined_table({part: {"": cell} for part, cell in cells.items()}, _alone(told), smallest)
    return found[""]


def _alone(told: Sequence[Told[Key]]) -> list[Told[str]]:
    return [Told(each.parts, None, {"": each.total}) for each in told]


def joined_table(
    cells: Mapping[Hashable, Mapping[Key, Cell]],
    told: Sequence[Told[Key]],
    smallest: int = SMALLEST_GROUP,
    total: Count = None,
) -> dict[Key, Count]:
    """Give the count per key over all parts; None where it is withheld.

    `cells` is what was reported per part and key, `told` what was published of the parts and of
    what lies between (the quarters of a year), `total` what is published of the whole.
    """
    keys = sorted({key for part in cells.values() for key in part}, key=str)
    months = [each for each in told if len(each.parts) == 1]
    shown: dict[Key, Count] = {key: _added(key, months) for key in keys}
    is_same = all(
        month.table.get(key) in (None, sum(cells[month.parts[0]].get(key, {}).values()))
        for month in months
        for key in keys
    )
    if None in shown.values() and is_same:
        for key in _more(cells, told, keys, smallest, total):
            shown[key] = sum(sum(part.get(key, {}).values()) for part in cells.values())
    return shown


def _added(key: Key, months: Sequence[Told[Key]]) -> Count:
    """Add up what the months showed, which may differ from what is there now."""
    counts = [0 if month.total == 0 else month.table.get(key) for month in months]
    return None if None in counts else sum(count or 0 for count in counts)


def _more(
    cells: Mapping[Hashable, Mapping[Key, Cell]],
    told: Sequence[Told[Key]],
    keys: list[Key],
    smallest: int,
    total: Count,
) -> set[Key]:
    figures: dict[Hashable, Cell] = {}
    sums: list[Sum[Hashable]] = []
    before: dict[Hashable, bool] = {}
    spans: list[tuple[Hashable, tuple[Hashable, ...], Told[Key] | None]] = [
        (each.parts, each.parts, each) for each in told
    ]
    for name, parts, known in [*spans, ("all", tuple(cells), None)]:
        for key in keys:
            figures[name, key] = merged(cells.get(part, {}).get(key, {}) for part in parts)
            if known is not None:
                before[name, key] = known.showed(key)
            if len(parts) > 1:
                sums.append(((name, key), tuple(((part,), key) for part in parts)))
        if len(keys) > 1:
            figures[name, "sum"] = merged(figures[name, key] for key in keys)
            before[name, "sum"] = (known.total if known else total) is not None
            sums.append(((name, "sum"), tuple((name, key) for key in keys)))
    try:
        hidden = withheld_together(figures, sums, smallest, before=before)
    except GivenAway:
        return set()
    return {key for key in keys if ("all", key) not in hidden}
