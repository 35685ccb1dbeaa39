"""What somebody can work out who knows everything published, the rules, and who works where.

Each atom is an unknown whole number of reports with its people behind it. Each statement bounds a
sum of atoms. A target is a sum of atoms that covers one to four people; it is found when whatever
fits all statements leaves it fewer than three values.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Atom = Hashable
People = Mapping[int, int]
FEWEST = 5
RANGE = 2
WHOLE = 1e-6


class Untrue(AssertionError):
    """A statement does not hold of what happened: nothing follows from it."""


@dataclass(frozen=True)
class Statement:
    """What was published: these atoms together count at least `low` and at most `high`."""

    atoms: frozenset[Atom]
    low: int
    high: int


def told(atoms: Iterable[Atom], count: int, slack: int = 0) -> Statement:
    """State a count that may be rounded by `slack` up or down; nought is always exact.

    What is shown in fives stands for as many people as the smallest group, and as many reports.
    """
    if not slack or not count:
        return Statement(frozenset(atoms), count, count)
    return Statement(frozenset(atoms), max(count - slack, FEWEST), count + slack)


def found(statements: Iterable[Statement], atoms: Mapping[Atom, People]) -> list[frozenset[Atom]]:
    """Give the cells of one to four people that can be worked out."""
    caught = []
    for part in _parts(statements):
        caught += _found_in(part, {atom: atoms[atom] for s in part for atom in s.atoms})
    return sorted(caught, key=lambda cell: sorted(map(str, cell)))


def _parts(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Split what was published into parts that share no atom: each is a system of its own."""
    parts: list[tuple[set[Atom], list[Statement]]] = []
    for statement in statements:
        touched = [part for part in parts if not part[0].isdisjoint(statement.atoms)]
        parts = [part for part in parts if part[0].isdisjoint(statement.atoms)]
        joined = set(statement.atoms).union(*(atoms for atoms, _told in touched))
        parts.append((joined, [statement, *(s for _atoms, told in touched for s in told)]))
    return [told for _atoms, told in parts]


def _found_in(statements: list[Statement], atoms: Mapping[Atom, People]) -> list[frozenset[Atom]]:
    system = _System(statements, atoms)
    if system.is_solved_by_one_total(statements):
        return []
    return [cell for cell in _targets(statements, atoms) if system.narrowed(cell)]


def _targets(statements: list[Statement], atoms: Mapping[Atom, People]) -> list[frozenset[Atom]]:
    """Every atom, every sum that is told, what a sum leaves of another, if it covers few."""
    sums = {frozenset([atom]) for atom in atoms} | {s.atoms for s in statements}
    alone = frozenset(a for s in statements if len(s.atoms) == 1 for a in s.atoms)
    sums |= {s.atoms - alone for s in statements}
    sums |= {
        one.atoms - other.atoms
        for one in statements
        for other in statements
        if other.atoms < one.atoms
    }
    return [
        cell for cell in sorted(sums, key=lambda cell: sorted(map(str, cell))) if few(cell, atoms)
    ]


def few(cell: Iterable[Atom], atoms: Mapping[Atom, People]) -> bool:
    """Say whether one to four people stand behind a sum of atoms."""
    people = {who for atom in cell for who in atoms[atom]}
    return 0 < len(people) < FEWEST


class _System:
    """One part: a row for each statement; the truth is the first of the solutions seen."""

    def __init__(self, statements: list[Statement], atoms: Mapping[Atom, People]) -> None:
        self.place = {atom: i for i, atom in enumerate(sorted(atoms, key=str))}
        self.rows = np.array([self._row(s.atoms) for s in statements])
        self.low = np.array([s.low for s in statements], np.float64)
        self.high = np.array([s.high for s in statements], np.float64)
        truth = np.zeros(len(self.place))
        for atom, i in self.place.items():
            truth[i] = sum(atoms[atom].values())
        told = self.rows @ truth
        if (told < self.low).any() or (told > self.high).any():
            raise Untrue
        self.seen = [truth]

    def _row(self, cell: Iterable[Atom]) -> NDArray[np.float64]:
        row = np.zeros(len(self.place))
        row[[self.place[atom] for atom in cell]] = 1
        return row

    def is_solved_by_one_total(self, statements: list[Statement]) -> bool:
        """A lone total of many tells nothing of its parts."""
        return len(statements) == 1 and statements[0].low > len(self.place) > 2

    def narrowed(self, cell: frozenset[Atom]) -> bool:
        """Look for whole numbers that fit and leave the cell three values or more."""
        aim = self._row(cell)
        for sign in (1.0, -1.0):
            values = [float(aim @ solution) for solution in self.seen]
            if max(values) - min(values) >= RANGE:
                return False
            self._solve(-sign * aim)
        values = [float(aim @ solution) for solution in self.seen]
        return max(values) - min(values) < RANGE

    def _solve(self, aim: NDArray[np.float64]) -> None:
        """Go as far as may be; fractions are tried first, they nearly always come out whole."""
        for whole in (0, 1):
            answer = milp(
                aim,
                integrality=np.full(len(aim), whole),
                bounds=Bounds(0, np.maximum(3 * self.seen[0].sum(), 10)),
                constraints=LinearConstraint(self.rows, self.low, self.high),
            )
            if answer.x is None:
                return
            if np.abs(answer.x - np.round(answer.x)).max() < WHOLE:
                self.seen.append(np.round(answer.x))
                return
