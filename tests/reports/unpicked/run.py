"""Publish many random organisations, and try to work out what was withheld."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.reports.unpicked.company import Company
from tests.reports.unpicked.solve import found
from tests.reports.unpicked.stack import LONG, SHORT, YEARS, Figures, Stack, published, shares

Extra = Callable[[Stack, dt.date, Figures], None]


@dataclass
class Caught:
    """What was tried, and the cells that could be worked out."""

    organisations: int = 0
    statements: int = 0
    atoms: int = 0
    withheld: int = 0
    cells: list[str] = field(default_factory=list)

    def add(self, other: "Caught") -> None:
        """Count another attack too."""
        self.organisations += other.organisations
        self.statements += other.statements
        self.atoms += other.atoms
        self.withheld += other.withheld
        self.cells += other.cells


def attack(seeds: Iterable[int], *, extra: Extra | None = None, stop: bool = False) -> Caught:
    """Attack one organisation per seed; `extra` tells more of each month, as a fault would."""
    caught = Caught()
    for seed in seeds:
        company = Company(seed, SHORT if seed % YEARS else LONG)
        stack = Stack(company)
        for month, figures in published(company):
            stack.month(month, figures)
            caught.cells += [f"{seed}: late talks {late}" for late in shares(stack, month, figures)]
            caught.withheld += str(figures).count("'reports': None")
            if extra:
                extra(stack, month, figures)
        caught.organisations += 1
        caught.statements += len(stack.statements)
        caught.atoms += len(stack.atoms)
        for cell in found(stack.statements, stack.atoms):
            caught.cells.append(f"{seed}: {sorted(map(str, cell))}")
        if stop and caught.cells:
            break
    return caught
