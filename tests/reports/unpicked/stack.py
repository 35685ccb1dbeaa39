"""Everything published by an organisation in memory, as statements about its atoms."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from incidents.codes.after import TRIGGERS
from reports import queries
from reports.charts.describe import line_chart
from reports.operations import month as month_operations
from reports.operations.breakdown import breakdown_figures
from reports.operations.month import month_figures
from reports.operations.quarter import with_longer
from reports.operations.shares import FEWEST_ROWS
from reports.operations.small import is_small, small_figures
from reports.periods import months_until, quarter_months, year_months
from reports.queries import crossed, exposure, frozen, staff
from tests.reports.unpicked.company import Company, Report
from tests.reports.unpicked.solve import Atom, Statement, told

# Most organisations have a quarter and a month after it, one in YEARS a whole year.
SHORT, LONG, YEARS = months_until(dt.date(2026, 10, 1), 4), year_months(dt.date(2026, 1, 1)), 10
SMALLEST, ROUNDED = 5, 2
TOTALS = ("team", "product", "channel", "serious", "day", "hour")
Figures = dict[str, Any]


@contextmanager
def asked_of(company: Company) -> Iterator[None]:
    """Let the publishing operations read from a company in memory."""
    with pytest.MonkeyPatch.context() as patch:
        for name, answer in company.answers().items():
            patch.setattr(queries, name, answer, raising=False)
        patch.setattr(month_operations, "kept_share", company.kept)
        patch.setattr(crossed, "channel_contacts", lambda _first, _last: {})
        patch.setattr(exposure, "contacts_of_customers", lambda _first, _last: {})
        patch.setattr(staff, "staff_count", lambda _day: company.size)
        yield


@contextmanager
def kept(done: list[tuple[dt.date, Figures]]) -> Iterator[None]:
    """Let what was published before be read as from the database."""

    def reports(months: Iterable[dt.date]) -> dict[dt.date, Figures]:
        wanted = set(months)
        return {month: figures for month, figures in done if month in wanted}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frozen, "frozen_reports", reports)
        yield


def published(company: Company) -> list[tuple[dt.date, Figures]]:
    """Publish the newest months with the operations themselves, and describe their chart."""
    done: list[tuple[dt.date, Figures]] = []
    with asked_of(company), kept(done):
        for month in company.months:
            if is_small(month):
                done.append((month, small_figures(month, SMALLEST)))
                continue
            own, page = month_figures(month, SMALLEST)
            figures: Figures = {"month": own, "promises": {}, **page}
            if own["is_shown"]:
                figures |= breakdown_figures(month, page["teams"], SMALLEST)
            done.append((month, with_longer(month, figures, SMALLEST)))
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
        """Add the figures of one month, and of the quarter and the year that end with it."""
        for kind in TOTALS:
            self.tell(self.of(kind, {month}), figures["label"])
        tables = {name: figures.get(name, []) for name in ("channels", "teams", "sites")}
        self._period({month}, {**figures["month"], **tables})
        if "quarter" in figures:
            self._period(set(quarter_months(month)), figures["quarter"])
            self._quarter(set(quarter_months(month)), figures["quarter"])
        if "year" in figures:
            self._period(set(year_months(month)), figures["year"])
            self.causes(set(year_months(month)), figures["year"].get("causes", []))

    def _period(self, months: set[dt.date], figures: Figures) -> None:
        if not figures["is_shown"]:
            return
        for kind in TOTALS:
            self.tell(self.of(kind, months), figures["reports"])
        rows = self.of("serious", months)
        self.tell([atom for atom in rows if atom[2]], figures["serious"])
        keys = {public: key for key, (public, _name) in self.company.sites.items()} | {"": None}
        self._table("product", months, {(r["id"],): r["reports"] for r in figures["products"]})
        self._table("channel", months, {(r["number"],): r["reports"] for r in figures["channels"]})
        self._table("team", months, {tuple(r["ids"]): r["reports"] for r in figures["teams"]})
        sites = {(keys[r["id"]],): r["reports"] for r in figures["sites"]}
        self._table("team", months, sites, place=3)

    def _table(
        self,
        kind: str,
        months: set[dt.date],
        counts: dict[tuple[Any, ...], int | None],
        *,
        place: int = 2,
    ) -> None:
        rows = self.of(kind, months)
        self.table(([atom for atom in rows if atom[place] in key], n) for key, n in counts.items())

    def _quarter(self, months: set[dt.date], figures: Figures) -> None:
        if not figures["is_shown"]:
            return
        heat, rows = figures["heat"], self.of("hour", months)
        for weekday, cells in enumerate(heat["rows"]):
            for (start, end), cell in zip(heat["bands"], cells, strict=True):
                band = [a for a in rows if a[2] == weekday and start <= a[3] < end]
                self.tell(band, cell["reports"], ROUNDED)
        rows = self.of("outcome", months)
        for row in figures["made_good"]["endings"]["outcomes"]:
            self.tell([a for a in rows if a[2] == row["number"]], row["reports"], ROUNDED)
        self.causes(months, figures["causes"])

    def causes(self, months: set[dt.date], told: list[Figures]) -> None:
        """Add causes by product: in fives, the others together, or that one is nearly all."""
        numbers = {word.key: word.number for word in TRIGGERS}
        for row in told:
            rows = [atom for atom in self.of("product", months) if atom[2] == row["id"]]
            shown = {numbers[named["trigger"]]: named["reports"] for named in row["named"]}
            for number, reports in shown.items():
                self.tell([a for a in rows if a[3] == number], reports, ROUNDED)
                if reports is None:
                    self._few([a for a in rows if a[3] != number])
            rest = [a for a in rows if a[3] is not None and a[3] not in shown]
            self.tell(rest, row["others"], ROUNDED)

    def _few(self, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            self.statements.append(Statement(frozenset(rows), 0, SMALLEST - 1))


def _atoms(row: Report) -> list[tuple[Any, ...]]:
    month = row.month
    found: list[tuple[Any, ...]] = [
        ("team", month, row.team, row.site),
        ("product", month, row.product, row.trigger),
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
    about = range(max(share["of"] - ROUNDED, FEWEST_ROWS), share["of"] + 3)
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
