"""Faults to seed in what is published: each must let the attack find somebody."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pytest

from reports.disclosure import Cell, is_risky, table
from reports.operations import month as month_operations
from reports.operations.causes import cause_figures
from reports.operations.shares import FEWEST_ROWS
from tests.reports.unpicked.run import Caught, attack
from tests.reports.unpicked.stack import SMALLEST, Figures, Stack, asked_of
from wellbeing.queries.care import KeptShare

Fault = Callable[[range], Caught]


def no_partners(seeds: range) -> Caught:
    """Withhold what is risky and nothing else."""

    def alone(cells: Mapping[Hashable, Cell], smallest: int = 5) -> frozenset[Hashable]:
        return frozenset(key for key, cell in cells.items() if is_risky(cell, smallest))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "withheld", alone)
        return attack(seeds, stop=True)


def free_dates(seeds: range) -> Caught:
    """Let a reader choose the days: two windows that both pass differ by one day."""

    def windows(stack: Stack, month: dt.date, _figures: Figures) -> None:
        days = sorted(stack.of("day", {month}), key=lambda atom: atom[2])
        for last in (len(days) - 1, len(days)):
            window = days[:last]
            people: dict[int, int] = {}
            for atom in window:
                people |= stack.atoms[atom]
            if not is_risky(people):
                reports = sum(sum(stack.atoms[atom].values()) for atom in window)
                stack.tell(window, reports)

    return attack(seeds, extra=windows, stop=True)


def exact_share(seeds: range) -> Caught:
    """Tell care that was kept as a percentage that is not rounded."""

    def exact(month: dt.date, _smallest: int) -> dict[str, Any] | None:
        share: KeptShare = vars(month_operations)["kept_share"](month)
        if share.due < FEWEST_ROWS:
            return None
        return {"tenths": 10 * share.kept / share.due, "of": 5 * round(share.due / 5)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(month_operations, "care_kept", exact)
        return attack(seeds, stop=True)


def chart_label(seeds: range) -> Caught:
    """Write the count beside a bar although the count itself is withheld."""

    def labels(stack: Stack, month: dt.date, figures: Figures) -> None:
        for row in figures["month"].get("products", []):
            cell = [a for a in stack.of("product", {month}) if a[2] == row["id"]]
            stack.tell(cell, sum(sum(stack.atoms[atom].values()) for atom in cell))

    return attack(seeds, extra=labels, stop=True)


def causes_of_other_months(seeds: range) -> Caught:
    """Count causes again over months that are no whole quarter, as a card could."""

    def windows(stack: Stack, month: dt.date, figures: Figures) -> None:
        if not figures["month"].get("products"):
            return
        months = [m for m in stack.company.months if m <= month]
        exact = Counter(row.product for row in stack.company.reports if row.month in months)
        products = [{"id": key, "reports": n} for key, n in exact.items() if key is not None]
        with asked_of(stack.company):
            stack.causes(set(months), cause_figures(months, products, SMALLEST))

    return attack(seeds, extra=windows, stop=True)


FAULTS: dict[str, Fault] = {
    "the complementary step dropped": no_partners,
    "a free date filter": free_dates,
    "a percentage that is not rounded": exact_share,
    "a chart label of a withheld count": chart_label,
    "causes of other months than a quarter": causes_of_other_months,
}
