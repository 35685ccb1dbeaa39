"""Disclosure control: what may be published without pointing at someone.

Pure, no Django. A *cell* maps each reporter (any number) to how many reports that person made in
it, so distinct people are counted exactly. Everything published of one month passes here once; the
result is frozen, and page, print and table all read that one result.

The rules: a cell with one to four distinct reporters is withheld, as is one where a single person
made more than half of fewer than ten reports. Zeros are shown. In a table whose total is published
the withheld cells together must stand for a group that could itself be shown, and none of them may
be narrowed to fewer than three possible counts by subtracting; more cells are withheld until that
holds, the one with the fewest reporters first, and the whole table when nothing else helps.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Cell = Mapping[int, int]
Key = TypeVar("Key", bound=Hashable)

SMALLEST_GROUP = 5
DOMINATED_BELOW = 10
SMALLEST_UNIT = 10
ROUND_TO = 5
WEEKDAYS = 7
BAND_WIDTHS = (1, 2, 3, 4, 6, 8, 12, 24)
SHOWN_SHARE = 0.8


def is_risky(cell: Cell, smallest: int = SMALLEST_GROUP) -> bool:
    """Say whether publishing this cell's count would point at a few people or at one."""
    reports, most = sum(cell.values()), max(cell.values(), default=0)
    return 0 < len(cell) < smallest or (reports < DOMINATED_BELOW and 2 * most > reports)


def in_fives(count: int, people: int, smallest: int = SMALLEST_GROUP) -> int | None:
    """Give a running count in steps of five; None under the fewest people, and none is told."""
    if count == 0:
        return 0
    return None if people < smallest else ROUND_TO * round(count / ROUND_TO)


def merged(cells: Iterable[Cell]) -> Cell:
    """Add cells up, a person in two of them still being one person."""
    total: Counter[int] = Counter()
    for cell in cells:
        total.update(cell)
    return total


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


@dataclass(frozen=True)
class Unit:
    """A team: who is above it and how many people work in it."""

    key: int
    parent: int | None
    staff: int


@dataclass(frozen=True)
class Group:
    """Teams that are shown as one; `parent` is the team they share, None the organisation."""

    members: tuple[int, ...]
    parent: int | None
    staff: int


def rolled_up(units: Iterable[Unit], parents: Mapping[int, int | None]) -> list[Group]:
    """Join teams of fewer than ten people with the next smallest team beside them.

    `parents` names the team above each team. What stays too small under one parent moves up to the
    next; what is too small in the whole organisation leaves one group of everybody.
    """
    waiting: dict[int | None, list[Group]] = {}
    for unit in sorted(units, key=lambda unit: unit.key):
        waiting.setdefault(unit.parent, []).append(Group((unit.key,), unit.parent, unit.staff))
    done: list[Group] = []
    for parent in sorted(waiting, key=lambda key: (-_depth(key, parents), key or 0)):
        if parent is not None:
            kept, left = _joined(waiting.pop(parent), parent)
            done += kept
            waiting.setdefault(_nearest(parent, waiting, parents), []).extend(left)
    kept, left = _joined(waiting.get(None, []), None)
    return _absorbed([*done, *kept], left)


def _depth(team: int | None, parents: Mapping[int, int | None]) -> int:
    return 0 if team is None else 1 + _depth(parents.get(team), parents)


def _nearest(
    team: int, waiting: Mapping[int | None, list[Group]], parents: Mapping[int, int | None]
) -> int | None:
    above = parents.get(team)
    while above is not None and above not in waiting:
        above = parents.get(above)
    return above


def _joined(groups: list[Group], parent: int | None) -> tuple[list[Group], list[Group]]:
    """Join the smallest with the next smallest until all are large enough or one is left."""
    queue = sorted(groups, key=lambda group: (group.staff, group.members))
    while len(queue) > 1 and queue[0].staff < SMALLEST_UNIT:
        queue = sorted(
            [_union(queue[0], queue[1], parent), *queue[2:]],
            key=lambda group: (group.staff, group.members),
        )
    if queue and queue[0].staff < SMALLEST_UNIT:
        return [], queue
    return queue, []


def _absorbed(done: list[Group], left: list[Group]) -> list[Group]:
    if not left or not done:
        return done or left
    done = sorted(done, key=lambda group: (group.staff, group.members))
    return [_union(done[0], left[0], None), *done[1:]]


def _union(one: Group, other: Group, parent: int | None) -> Group:
    return Group(tuple(sorted(one.members + other.members)), parent, one.staff + other.staff)


@dataclass(frozen=True)
class HeatMap:
    """Reports per weekday (0 is Monday) and band of `width` hours; None is withheld.

    Counts are rounded to five: twelve months move on by one each time a report is published, and
    the difference between two exact ones would give a single month's few reports away. No margins
    are published.
    """

    width: int
    starts: tuple[int, ...]
    rows: tuple[tuple[int | None, ...], ...]


def heat_map(cells: Mapping[tuple[int, int], Cell], smallest: int = SMALLEST_GROUP) -> HeatMap:
    """Choose the narrowest bands of hours of which most can be shown, and withhold the rest."""
    for width in BAND_WIDTHS:
        banded = _banded(cells, width)
        hidden = withheld(banded, smallest)
        filled = sum(1 for cell in banded.values() if cell)
        if len([key for key in hidden if banded[key]]) <= (1 - SHOWN_SHARE) * filled:
            break
    bands = sorted({start for (_, start), cell in banded.items() if cell})
    starts = tuple(range(bands[0], bands[-1] + 1, width)) if bands else ()
    rows = tuple(
        tuple(None if (day, start) in hidden else _rounded(banded[day, start]) for start in starts)
        for day in range(WEEKDAYS)
    )
    return HeatMap(width, starts, rows)


def _banded(cells: Mapping[tuple[int, int], Cell], width: int) -> dict[tuple[int, int], Cell]:
    parts: dict[tuple[int, int], list[Cell]] = {
        (day, start): [] for day in range(WEEKDAYS) for start in range(0, 24, width)
    }
    for (day, hour), cell in cells.items():
        parts[day, hour - hour % width].append(cell)
    return {key: merged(found) for key, found in parts.items()}


def _rounded(cell: Cell) -> int:
    return ROUND_TO * ((2 * sum(cell.values()) + ROUND_TO) // (2 * ROUND_TO))
