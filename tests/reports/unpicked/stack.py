"""Everything published by an organisation in memory, as statements about its atoms."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from reports import queries
from reports.charts.describe import line_chart
from reports.disclosure import Group
from reports.operations import month as month_operations
from reports.operations.breakdown import breakdown_figures
from reports.operations.endings import endings_figures
from reports.operations.month import month_figures, team_words
from reports.periods import months_until, shifted
from tests.reports.unpicked.company import Company, Report
from tests.reports.unpicked.solve import Atom, Statement, told

PUBLISHED, WINDOW = 4, 12
SMALLEST, ROUNDED = 5, 2
Figures = dict[str, Any]


@contextmanager
def asked_of(company: Company) -> Iterator[None]:
    """Let the publishing operations read from a company in memory."""
    with pytest.MonkeyPatch.context() as patch:
        for name, answer in company.answers().items():
            patch.setattr(queries, name, answer, raising=False)
        patch.setattr(month_operations, "kept_share", company.kept)
        yield


def published(company: Company) -> list[tuple[dt.date, Figures]]:
    """Publish the newest months with the operations themselves, and describe their chart."""
    done: list[tuple[dt.date, Figures]] = []
    with asked_of(company):
        for month in company.months[-PUBLISHED:]:
            own, page = month_figures(month, SMALLEST)
            figures = {"month": own, **page}
            if own["is_shown"]:
                figures |= breakdown_figures(month, page["teams"], SMALLEST)
                figures["endings"] = endings_figures(shifted(month, 1 - WINDOW), month, SMALLEST)
            done.append((month, figures))
    counts = [figures["month"].get("reports") for _month, figures in done]
    chart = line_chart([f"{month:%Y-%m}" for month, _figures in done], counts, None, "wide")
    for (_month, figures), row in zip(done, chart["data"]["values"], strict=True):
        figures["label"] = row["y"]
    return done


class Stack:
    """The atoms of a company, and what was told of them."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.atoms: dict[Atom, dict[int, int]] = {}
        self.kinds: dict[str, list[tuple[Any, ...]]] = {}
        self.statements: list[Statement] = []
        for row in company.reports:
            for atom in _atoms(row):
                if atom not in self.atoms:
                    self.kinds.setdefault(atom[0], []).append(atom)
                who = self.atoms.setdefault(atom, {})
                who[row.reporter] = who.get(row.reporter, 0) + 1

    def of(self, kind: str, months: set[dt.date]) -> list[tuple[Any, ...]]:
        """Give the atoms of a kind in some months."""
        return [atom for atom in self.kinds.get(kind, []) if atom[1] in months]

    def tell(self, atoms: Iterable[Atom], count: int | None, slack: int = 0) -> None:
        """Add what a figure says; None says nothing."""
        cell = list(atoms)
        if count is not None and cell:
            self.statements.append(told(cell, count, slack))

    def table(self, cells: Iterable[tuple[list[tuple[Any, ...]], int | None]]) -> None:
        """Add a table with exact counts: zeros are shown in it, so what is withheld is not nought.

        Where the whole table is withheld the zeros are too.
        """
        told_cells = [(cell, count) for cell, count in cells if cell]
        is_open = any(count is not None for _cell, count in told_cells)
        for cell, count in told_cells:
            self.tell(cell, count)
            if count is None and is_open:
                self.statements.append(Statement(frozenset(cell), 1, len(self.company.reports)))

    def month(self, month: dt.date, figures: Figures) -> None:
        """Add the figures of one month."""
        own = figures["month"]
        for kind in ("team", "product", "channel", "serious", "day"):
            self.tell(self.of(kind, {month}), own.get("reports"))
            self.tell(self.of(kind, {month}), figures["label"])
        if own["is_shown"]:
            self._codes(month, figures)
            self._teams(month, figures)
            self._year(month, figures)

    def _codes(self, month: dt.date, figures: Figures) -> None:
        rows = self.of("serious", {month})
        self.tell([atom for atom in rows if atom[2]], figures["month"]["serious"])
        tables = {
            "product": [(row["id"], row["reports"]) for row in figures["month"]["products"]],
            "channel": [(row["number"], row["reports"]) for row in figures["channels"]],
        }
        for kind, cells in tables.items():
            rows = self.of(kind, {month})
            self.table(([atom for atom in rows if atom[2] == key], n) for key, n in cells)

    def _teams(self, month: dt.date, figures: Figures) -> None:
        rows = self.of("team", {month})
        listed = zip(self._listed_groups(), figures["teams"], strict=bool(figures["teams"]))
        teams = [(set(group.members), row["reports"]) for group, row in listed]
        self.table(([atom for atom in rows if atom[2] in group], count) for group, count in teams)
        keys = {public: key for key, (public, _name) in self.company.sites.items()} | {"": None}
        sites = [(keys[row["id"]], row["reports"]) for row in figures["sites"]]
        self.table(([atom for atom in rows if atom[3] == key], count) for key, count in sites)

    def _listed_groups(self) -> list[Group]:
        """Give the teams in the order of the page; who knows it can tell two of one name apart."""
        return sorted(self.company.groups(), key=self._place)

    def _place(self, group: Group) -> tuple[bool, str, str]:
        words = team_words(group, self.company.tree)
        return words["joined"] > 1, words["name"], words["above"]

    def _year(self, month: dt.date, figures: Figures) -> None:
        months = set(months_until(month, WINDOW))
        heat, rows = figures["heat"], self.of("hour", months)
        for weekday, cells in enumerate(heat["rows"]):
            for (start, end), cell in zip(heat["bands"], cells, strict=True):
                band = [a for a in rows if a[2] == weekday and start <= a[3] < end]
                self.tell(band, cell["reports"], ROUNDED)
        rows = self.of("outcome", months)
        for row in figures["endings"]["outcomes"]:
            self.tell([a for a in rows if a[2] == row["number"]], row["reports"], ROUNDED)


def _atoms(row: Report) -> list[tuple[Any, ...]]:
    month = row.month
    found: list[tuple[Any, ...]] = [
        ("team", month, row.team, row.site),
        ("product", month, row.product),
        ("channel", month, row.channel),
        ("serious", month, row.is_serious),
        ("day", month, row.day),
        ("hour", month, row.day.weekday(), row.hour),
    ]
    return [*found, ("outcome", month, row.outcome)] if row.outcome else found


def shares(stack: Stack, month: dt.date, figures: Figures) -> list[tuple[dt.date, int, int]]:
    """Work out how many talks came late from a share and what it is of; a few is a find.

    Gives the least and the most there can be, where fewer than three numbers are left.
    """
    share = figures["month"].get("kept")
    if not share:
        return []
    value = share["tenths"]
    about = range(max(share["due"] - ROUNDED, month_operations.FEWEST_CHECKINS), share["due"] + 3)
    late = [
        due - kept
        for due in about
        for kept in range(due + 1)
        if abs(_share(due, kept, value)) < 1e-9
    ]
    least, most = min(late), max(late)
    return [(month, least, most)] if most > 0 and most - least < 2 and least < SMALLEST else []


def _share(due: int, kept: int, value: float) -> float:
    """Compare with a share told in tenths, or with one that was not rounded."""
    return (10 * kept // due if isinstance(value, int) else 10 * kept / due) - value
