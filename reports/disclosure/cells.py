"""A cell, and when its count would point at someone.

A *cell* maps each reporter (any number) to how many reports that person made in it, so distinct
people are counted exactly. One with one to four distinct reporters is withheld, as is one where a
single person made more than half of fewer than ten reports.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

Cell = Mapping[int, int]

SMALLEST_GROUP = 5
DOMINATED_BELOW = 10
ROUND_TO = 5


def is_risky(cell: Cell, smallest: int = SMALLEST_GROUP) -> bool:
    """Say whether publishing this cell's count would point at a few people or at one."""
    reports, most = sum(cell.values()), max(cell.values(), default=0)
    return 0 < len(cell) < smallest or (reports < DOMINATED_BELOW and 2 * most > reports)


def in_fives(count: int, people: int, smallest: int = SMALLEST_GROUP) -> int | None:
    """Give a running count in steps of five; None under the fewest people, and none is told."""
    if count == 0:
        return 0
    return None if people < smallest else fives(count)


def fives(count: float) -> int:
    """Round to the nearest step of five."""
    return ROUND_TO * round(count / ROUND_TO)


def merged(cells: Iterable[Cell]) -> Cell:
    """Add cells up, a person in two of them still being one person."""
    total: Counter[int] = Counter()
    for cell in cells:
        total.update(cell)
    return total
