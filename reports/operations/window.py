"""What products are compared by: six months of reports and contacts, those with gaps left out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reports import queries
from reports.card_life import WINDOW_MONTHS
from reports.disclosure import Cell, published
from reports.exposure.gaps import Part, known_months, uncovered
from reports.operations.month import cells_of
from reports.periods import months_until, shifted
from reports.queries.exposure import week_cells

Figures = dict[str, Any]
History = list[tuple[dt.date, Figures]]
Counts = dict[int, list[int | None]]

FEWEST_MONTHS = 3


@dataclass(frozen=True)
class Window:
    """Six calendar months, about 26 weeks: rows and contacts, and what each month showed.

    `known` names per product the months in which no week of contacts is missing, nor a team.
    """

    months: list[dt.date]
    rows: Sequence[tuple[dt.date, int | None, int, int, int]]
    contacts: Sequence[tuple[dt.date, int | None, int, int]]
    shown: Counts
    known: dict[int | None, set[dt.date]]


def window_of(month: dt.date, history: History, names: dict[int, str], smallest: int) -> Window:
    """Read the six months that end with a month."""
    months = months_until(month, WINDOW_MONTHS)
    rows = queries.product_rows(months[0], month)
    known = dict(history)
    each = [_month_counts(known.get(m), m, rows, names, smallest) for m in months]
    shown = {key: [counts.get(key) for counts in each] for key in names}
    weeks = week_cells(months[0], shifted(month, 1))
    contacts = queries.contact_rows(months[0], month)
    left = {m: _uncovered(m, rows, contacts) for m in months}
    covered = {
        product: {m for m in held if product not in left[m]}
        for product, held in known_months(weeks, months).items()
    }
    return Window(months, rows, contacts, shown, covered)


def _uncovered(month: dt.date, rows: Iterable[Any], contacts: Iterable[Any]) -> set[int | None]:
    reports = Counter[Part]()
    for moment, product, team, _reporter, n in rows:
        if moment == month:
            reports[team, product] += n
    return uncovered(reports, {team for moment, _p, team, n in contacts if moment == month and n})


def _month_counts(
    frozen: Figures | None,
    month: dt.date,
    rows: Iterable[Any],
    names: dict[int, str],
    smallest: int,
) -> dict[int | None, int | None]:
    """Give what that month's report showed; what it would show where there is none."""
    if frozen is not None:
        counts = {entry["id"]: entry["reports"] for entry in frozen.get("products", [])}
        return {key: counts.get(key, 0 if counts else None) for key in names}
    found = cells_of((row for row in rows if row[0] == month), lambda row: row[1], 3)
    cells: dict[int | None, Cell] = {key: found.get(key, {}) for key in [*names, None]}
    return published(cells, smallest)


def comparable(window: Window) -> tuple[Window, str]:
    """Leave out months with a missing week; a product with too few of them is not compared.

    Whole months of a product go, so that a count here is the sum of counts that were shown.
    """
    known = {
        product: months
        for product, months in window.known.items()
        if product is not None and len(months) >= FEWEST_MONTHS
    }
    if not known:
        return window, "changes"
    shown = {
        product: [n for m, n in zip(window.months, counts, strict=True) if m in known[product]]
        for product, counts in window.shown.items()
        if product in known
    }
    rows = [row for row in window.rows if row[1] in known and row[0] in known[row[1]]]
    contacts = [row for row in window.contacts if row[1] in known and row[0] in known[row[1]]]
    return replace(window, rows=rows, contacts=contacts, shown=shown), "contacts"


def gaps(window: Window, names: dict[int, str]) -> list[Figures]:
    """Name the products of which months are left out, and how many; it tells no count."""
    missing = {
        product: len(window.months) - len(window.known.get(product, set())) for product in names
    }
    return [
        {"name": names[product], "months": n, "is_left_out": WINDOW_MONTHS - n < FEWEST_MONTHS}
        for product, n in sorted(missing.items(), key=lambda item: names[item[0]])
        if n and product in window.known
    ]
