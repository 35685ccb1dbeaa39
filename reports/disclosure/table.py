"""A table of one row whose total is published.

Zeros are shown. The withheld cells together must stand for a group that could itself be shown, and
none of them may be narrowed to fewer than three possible counts by subtracting; more cells are
withheld until that holds, the one with the fewest reporters first, and the whole table when nothing
else helps.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from reports.disclosure.cells import SMALLEST_GROUP, Cell, is_risky, merged

Key = TypeVar("Key", bound=Hashable)


def withheld(cells: Mapping[Key, Cell], smallest: int = SMALLEST_GROUP) -> frozenset[Key]:
    """Choose the cells to withhold from a one-way table whose total is published."""
    hidden = {key for key, cell in cells.items() if is_risky(cell, smallest)}
    spare = [key for key, cell in cells.items() if cell and key not in hidden]
    spare.sort(key=lambda key: (len(cells[key]), sum(cells[key].values()), str(key)), reverse=True)
    while hidden and not _is_safe([cells[key] for key in hidden], smallest):
        if not spare:
            return frozenset(cells)
        hidden.add(spare.pop())
    return frozenset(hidden)


def published(cells: Mapping[Key, Cell], smallest: int = SMALLEST_GROUP) -> dict[Key, int | None]:
    """Give each cell's count, None where it is withheld."""
    hidden = withheld(cells, smallest)
    return {key: None if key in hidden else sum(cell.values()) for key, cell in cells.items()}


def _is_safe(hidden: list[Cell], smallest: int) -> bool:
    together = merged(hidden)
    # Zeros are shown, so each withheld cell is known to be at least one.
    room = sum(together.values()) - len(hidden)
    return len(hidden) > 1 and not is_risky(together, smallest) and room >= 2
