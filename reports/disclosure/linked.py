"""Tables that share cells: which withheld figure can be worked out, and what else to withhold.

A *figure* is a count that could be printed: a cell, a row's total, a quarter. A *sum* says that one
figure is the sum of others. Everything published together goes into one list of figures and sums,
so a month's table, its margins and the quarter it is part of are one system.

Who knows everything shown solves for the rest. A withheld figure is safe when its column has an
entry in the null space of what is known, and whole numbers that fit everything shown leave it at
least three values. Zeros are shown, so a withheld figure is known to be one or more. What a sum
leaves when its shown parts are taken away must also be a group that could be shown itself. The same
holds for some withheld parts of a sum together, as two months of a quarter, where only a few people
stand behind them.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from reports.disclosure.cells import SMALLEST_GROUP, Cell, is_risky, merged

Key = TypeVar("Key", bound=Hashable)
Sum = tuple[Key, tuple[Key, ...]]
Numbers = NDArray[np.float64]

Places = frozenset[int]

RANGE = 2
ROUNDING = 1e-6
# Of this many parts, or of all but one, together.
MOST_TOGETHER = 3
# A total is worth more than any of its parts: it is withheld when nothing else helps.
MARGIN_COST = 1_000.0


class GivenAway(ValueError):
    """What was published before already gives a figure away; nothing withheld now would help."""


def withheld_together(
    figures: Mapping[Key, Cell],
    sums: Sequence[Sum[Key]],
    smallest: int = SMALLEST_GROUP,
    *,
    before: Mapping[Key, bool] | None = None,
    never: Iterable[Key] = (),
) -> frozenset[Key]:
    """Choose the figures to withhold from tables that are published together.

    Each figure that is not safe gets the cheapest others it could trade counts with: cells with
    few reports first, totals last. `before` names what was frozen in an earlier report, and whether
    it was shown then: neither changes any more. `never` names figures that nobody prints: they need
    to stay unknown only where they would point at someone. The answer does not depend on the order
    of rows.
    """
    system = _System(figures, sums, before or {})
    hidden = {i for i, cell in enumerate(system.cells) if is_risky(cell, smallest)}
    unprinted = {system.place[key] for key in never} - system.stays
    open_ones = unprinted - hidden
    hidden = (hidden | system.was_hidden | unprinted) - system.stays
    while True:
        rest = _small_rest(system, hidden, open_ones & _following(system, hidden), smallest)
        found = _exposed(system, hidden, open_ones, smallest) if rest is None else None
        if rest is None and found is None:
            return frozenset(system.keys[i] for i in hidden)
        more = {rest} if rest is not None else _partners(system, hidden, found or frozenset())
        if more <= hidden:
            raise GivenAway
        hidden |= more


def exposed(
    figures: Mapping[Key, Cell], sums: Sequence[Sum[Key]], hidden: Iterable[Key]
) -> frozenset[Key]:
    """Give the withheld figures that whoever adds and subtracts can work out, or nearly."""
    system = _System(figures, sums)
    places = sorted({system.place[key] for key in hidden})
    solver = _Solver(system, places)
    return frozenset(system.keys[i] for i in places if solver.is_exposed(frozenset([i])))


def two_way(
    cells: Mapping[tuple[Hashable, Hashable], Cell],
) -> tuple[dict[Hashable, Cell], list[Sum[Hashable]]]:
    """Give the figures and sums of rows by columns: each total stands under ("row", its key)."""
    rows = sorted({row for row, _column in cells}, key=str)
    columns = sorted({column for _row, column in cells}, key=str)
    figures: dict[Hashable, Cell] = {
        (row, column): cells.get((row, column), {}) for row in rows for column in columns
    }
    sums: list[Sum[Hashable]] = [
        (("row", row), tuple((row, column) for column in columns)) for row in rows
    ]
    sums += [(("column", column), tuple((row, column) for row in rows)) for column in columns]
    for key, parts in sums:
        figures[key] = merged(figures[part] for part in parts)
    figures["all"] = merged(cells.values())
    sums.append(("all", tuple(("row", row) for row in rows)))
    sums.append(("all", tuple(("column", column) for column in columns)))
    return figures, sums


class _System(Generic[Key]):
    """Figures in a fixed order, and one row per sum: the total less its parts is nothing."""

    def __init__(
        self,
        figures: Mapping[Key, Cell],
        sums: Sequence[Sum[Key]],
        before: Mapping[Key, bool] | None = None,
    ) -> None:
        self.keys = sorted(figures, key=str)
        self.place = {key: i for i, key in enumerate(self.keys)}
        self.cells = [figures[key] for key in self.keys]
        self.counts = np.array([sum(cell.values()) for cell in self.cells], np.float64)
        self.sums = sorted(
            (self.place[key], sorted(self.place[part] for part in parts)) for key, parts in sums
        )
        self.rows = _rows(self.sums, len(self.keys))
        self.cost = self._costs()
        frozen = before or {}
        self.stays = {self.place[key] for key, is_shown in frozen.items() if is_shown}
        self.was_hidden = {self.place[key] for key, is_shown in frozen.items() if not is_shown}
        # Zeros are shown, always.
        self.stays |= {i for i, count in enumerate(self.counts) if not count}

    def _costs(self) -> Numbers:
        cost = 1 + self.counts / (1 + self.counts.max(initial=0))
        # Equal costs would leave the choice to the solver.
        cost += np.arange(len(self.keys)) / (1e4 * (1 + len(self.keys)))
        for total, _parts in self.sums:
            cost[total] *= MARGIN_COST
        return np.asarray(cost)


def _rows(sums: list[tuple[int, list[int]]], width: int) -> csr_array:
    entries = [(row, total, 1.0) for row, (total, _parts) in enumerate(sums)]
    entries += [(row, part, -1.0) for row, (_total, parts) in enumerate(sums) for part in parts]
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((values, (rows, columns)), shape=(len(sums), width))


def _following(system: _System[Key], hidden: set[int]) -> set[int]:
    """Give what is printed nowhere and yet follows by adding up."""
    places = sorted(hidden)
    if not places:
        return set()
    freedom = (_null_space(system.rows[:, places]) ** 2).sum(axis=0)
    return {place for place, room in zip(places, freedom, strict=True) if room < ROUNDING}


def _small_rest(
    system: _System[Key], hidden: set[int], known: set[int], smallest: int
) -> int | None:
    """Give what to withhold too where a sum less what it shows leaves a group too small.

    What is `known` without being printed is taken away as what is shown.
    """
    for total, parts in system.sums:
        left = [part for part in parts if part in hidden - known]
        if total in hidden or not left:
            continue
        if is_risky(merged(system.cells[part] for part in left), smallest):
            spare = [p for p in (*parts, total) if p not in hidden | system.stays]
            if not spare:
                raise GivenAway
            return min(spare, key=lambda part: (system.cost[part], part))
    return None


def _exposed(
    system: _System[Key], hidden: set[int], open_ones: set[int], smallest: int
) -> Places | None:
    """Give a withheld figure that follows, or some with few people behind them that do."""
    places = sorted(hidden)
    if not places:
        return None
    solver = _Solver(system, places)
    alone = (frozenset([place]) for place in places if place not in open_ones)
    for group in chain(alone, _few_together(system, hidden, smallest)):
        if solver.is_exposed(group):
            return group
    return None


def _few_together(system: _System[Key], hidden: set[int], smallest: int) -> Iterator[Places]:
    """Give withheld parts of a sum that cover a few people together."""
    seen: set[Places] = set()
    for _total, parts in system.sums:
        left = [part for part in parts if part in hidden]
        for size in sorted({*range(2, min(len(left), MOST_TOGETHER + 1)), len(left) - 1}):
            if size < 2:
                continue
            for group in map(frozenset, combinations(left, size)):
                people = {who for part in group for who in system.cells[part]}
                if group not in seen and 0 < len(people) < smallest:
                    seen.add(group)
                    yield group


class _Solver(Generic[Key]):
    """What is known of the withheld figures, and other whole numbers that fit as well."""

    def __init__(self, system: _System[Key], places: list[int]) -> None:
        self.column = {place: column for column, place in enumerate(places)}
        self.known = system.rows[:, places]
        self.free = _null_space(self.known)
        # The truth comes first. Most figures are settled by what was found for another.
        self.seen: list[Numbers] = [system.counts[places]]

    def is_exposed(self, group: Places) -> bool:
        """Say whether these together follow by adding up, or have fewer than three values."""
        aim = np.zeros(len(self.column))
        aim[[self.column[place] for place in group]] = 1
        if ((self.free @ aim) ** 2).sum() < ROUNDING:
            return True
        for sign in (1.0, -1.0):
            if self._width(aim) >= RANGE:
                return False
            self.seen.append(self._furthest(sign * aim))
        return self._width(aim) < RANGE

    def _width(self, aim: Numbers) -> float:
        values = [float(aim @ solution) for solution in self.seen]
        return max(values) - min(values)

    def _furthest(self, aim: Numbers) -> Numbers:
        truth = self.seen[0]
        sums = LinearConstraint(self.known, self.known @ truth, self.known @ truth)
        # The truth fits, and so does thrice the truth where no figure is known.
        bounds = Bounds(np.minimum(1.0, truth), (1 + RANGE) * truth.sum())
        whole = np.ones(len(truth), np.int64)
        answer = milp(-aim, integrality=whole, bounds=bounds, constraints=sums)
        return truth if answer.x is None else np.asarray(np.round(answer.x))


def _null_space(known: csr_array) -> Numbers:
    """Give the directions in which the columns can move; what has no entry follows by adding up."""
    _u, sizes, axes = np.linalg.svd(known.toarray(), full_matrices=True)
    return np.asarray(axes[int((sizes > ROUNDING).sum()) :])


def _partners(system: _System[Key], hidden: set[int], group: Places) -> set[int]:
    """Give the cheapest shown figures that must change when some figures grow by two together.

    Every change is split in up and down, so that the cost of either counts; what stays stays.
    """
    size, places = len(system.keys), sorted(group)
    stays = np.isin(np.arange(size), list(system.stays))
    cost = np.where(np.isin(np.arange(size), list(hidden)), 0.0, system.cost)
    up = np.where(stays, 0.0, np.inf)
    down = np.where(stays, 0.0, system.counts - 1)
    grows = np.zeros((1, 2 * size))
    grows[0, places], grows[0, [size + place for place in places]] = 1, -1
    if len(places) == 1:
        down[places] = 0
    answer = milp(
        np.concatenate([cost, cost]),
        bounds=Bounds(0, np.concatenate([up, down])),
        constraints=[
            LinearConstraint(hstack([system.rows, -system.rows]), 0, 0),
            LinearConstraint(grows, RANGE, np.inf),
        ],
    )
    if answer.x is not None:
        change = answer.x[:size] - answer.x[size:]
        found = {i for i in range(size) if abs(change[i]) > ROUNDING} - hidden
        if found:
            return found
    return set(range(size)) - system.stays
