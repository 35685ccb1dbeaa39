"""Products: which lead to more reports than expected, and the twelve months of each.

Every count shown about a past month is the count that month's report showed, so what is published
now takes nothing away from what was withheld then. Where one of the months is withheld, a product
that stands out is named without any number.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports import queries
from reports.card_life import WINDOW_MONTHS
from reports.charts.marks import interval_mark, sparkline
from reports.disclosure import is_risky
from reports.operations.month import cells_of
from reports.operations.window import Figures, History, Window, comparable, gaps, window_of
from reports.patterns import Judged as Told
from reports.patterns import judge, standardised, usual_range
from reports.periods import shifted

LINE_MONTHS = 12
BAR, MOST_WATCHED = 1.25, 2
FEWEST_BEFORE = 10
MOST_LINES = 12


def product_figures(month: dt.date, history: History, smallest: int) -> Figures:
    """Give the findings, how they were judged, and a small line per product."""
    names = queries.product_names()
    window = window_of(month, history, names, smallest)
    compared, basis = comparable(window)
    judged, basis = judged_products(compared, basis, smallest)
    before = dict(history).get(shifted(month, -1), {}).get("flagged", [])
    findings = [
        _finding(item, names) | {"is_new": item.product not in before}
        for item in judged
        if item.is_flagged
    ]
    watched = [_finding(item, names) for item in judged if item.is_watched][:MOST_WATCHED]
    return {
        "findings": sorted(findings, key=lambda found: -(found["low"] or 0)),
        "watched": watched,
        "basis": basis,
        "gaps": [] if basis == "changes" else gaps(window, names),
        "compared": len(judged),
        "expected_false": round(sum(item.chance for item in judged if item.is_flagged), 1),
        "lines": _lines(history, names, {found["id"] for found in findings}),
        "line_months": [f"{m:%Y-%m}" for m, _figures in history[-LINE_MONTHS:]],
        "spark_from": f"{shifted(month, 1 - LINE_MONTHS):%Y-%m}",
    }


@dataclass(frozen=True)
class Judged:
    """One product: what was seen and expected, and what the engine makes of it.

    `months` are how many of the six are compared: those without a gap in its contacts.
    """

    product: int
    months: int
    reports: int
    expected: float
    estimate: float
    low: float
    high: float
    chance: float
    is_shown: bool
    is_flagged: bool
    is_watched: bool


def judged_products(window: Window, basis: str, smallest: int) -> tuple[list[Judged], str]:
    """Judge each product as the nightly engine does; give what the judgement rests on, too."""
    products = sorted(window.shown)
    by_contacts = basis == "contacts"
    expected = (_from_contacts if by_contacts else _from_before)(window, products)
    keep = expected > 0
    products = [p for p, is_kept in zip(products, keep, strict=True) if is_kept]
    cells = cells_of(window.rows, lambda row: row[1], 3)
    counts = np.array([_count(window, p, cells) for p in products], np.float64)
    expected = expected[keep]
    candidates = np.array([not is_risky(cells.get(p, {}), smallest) for p in products], np.bool_)
    told = judge(counts, expected, bar=BAR, candidates=candidates)
    if basis == "contacts" and told.has_little_data:
        basis = "little"
    return _items(window, products, told, candidates), basis


def _count(window: Window, product: int, cells: dict[int | None, dict[int, int]]) -> int:
    shown = [count for count in window.shown[product] if count is not None]
    if len(shown) == len(window.shown[product]):
        return sum(shown)
    return sum(cells.get(product, {}).values())


def _items(
    window: Window, products: list[int], told: Told, candidates: NDArray[np.bool_]
) -> list[Judged]:
    watched = candidates & ~told.flagged & (told.doubt <= 0.5)
    low, high = told.known.quantile(0.05), told.known.quantile(0.95)
    return [
        Judged(
            product=product,
            months=len(window.shown[product]),
            reports=int(told.reports[i]),
            expected=float(told.expected[i]),
            estimate=float(told.known.geometric_mean[i]),
            low=float(low[i]),
            high=float(high[i]),
            chance=float(told.doubt[i]),
            is_shown=None not in window.shown[product],
            is_flagged=bool(told.flagged[i]),
            is_watched=bool(watched[i]) and None not in window.shown[product],
        )
        for i, product in enumerate(products)
    ]


def _from_contacts(window: Window, products: list[int]) -> NDArray[np.float64]:
    cells: dict[tuple[dt.date, int, int], list[int]] = {}
    for month, product, team, _reporter, n in window.rows:
        if product is not None:
            cells.setdefault((month, product, team), [0, 0])[0] += n
    for month, product, team, n in window.contacts:
        if product is not None:
            cells.setdefault((month, product, team), [0, 0])[1] += n
    keys = sorted(cells)
    teams = sorted({team for _month, _product, team in keys})
    groups = (
        _places(window.months, (key[0] for key in keys)),
        _places(products, (key[1] for key in keys)),
        _places(teams, (key[2] for key in keys)),
    )
    n, contact = np.array([cells[key] for key in keys], np.float64).T
    expected = np.zeros(len(products))
    found = standardised(groups, n, contact)[1]
    expected[: len(found)] = found
    return expected


def _places(members: Sequence[Hashable], found: Iterable[Hashable]) -> NDArray[np.int64]:
    place = {member: i for i, member in enumerate(members)}
    return np.array([place[member] for member in found], np.int64)


def _from_before(window: Window, products: list[int]) -> NDArray[np.float64]:
    """Share out the reports seen as they were shared in the half year before."""
    earlier = queries.product_rows(
        shifted(window.months[0], -WINDOW_MONTHS), shifted(window.months[0], -1)
    )
    before = cells_of(earlier, lambda row: row[1], 3)
    now = sum(row[-1] for row in window.rows if row[1] is not None)
    past = np.array([sum(before.get(p, {}).values()) for p in products], np.float64)
    share = np.where(past >= FEWEST_BEFORE, past, 0)
    return np.asarray(now * share / max(past.sum(), 1.0), np.float64)


def _finding(item: Judged, names: dict[int, str]) -> Figures:
    named = {"id": item.product, "name": names[item.product], "is_shown": item.is_shown}
    if not item.is_shown:
        return named | {"low": None}
    # The mark is drawn from what is printed: its place would tell more digits than the text.
    estimate, low, high = (_two_digits(n) for n in (item.estimate, item.low, item.high))
    return named | {
        "reports": item.reports,
        "months": item.months,
        "expected": round(item.expected) if item.expected >= 3 else round(item.expected, 1),
        "times": estimate,
        "low": low,
        "high": high,
        "words": _words(item),
        "mark": interval_mark(estimate, low, high),
    }


def _two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def _words(item: Judged) -> str:
    if item.low <= 1:
        return "perhaps"
    if item.low <= 1.5:
        return "more"
    if item.estimate < 1.75:
        return "times"
    if item.estimate < 1.95:
        return "nearly_twice"
    return "twice" if item.estimate < 2.3 else "times"


def _lines(history: History, names: dict[int, str], flagged: set[int]) -> list[Figures]:
    recent = [
        {entry["id"]: entry["reports"] for entry in figures.get("products", [])}
        for _month, figures in history[-LINE_MONTHS:]
    ]
    values = {key: [counts.get(key, 0 if counts else None) for counts in recent] for key in names}
    busiest = sorted(values, key=lambda key: (key not in flagged, -_sum(values[key]), names[key]))
    kept = [key for key in busiest if _sum(values[key]) or None in values[key]][:MOST_LINES]
    kept.sort(key=lambda key: (key not in flagged, names[key]))
    return [_line(names[key], values[key], is_flagged=key in flagged) for key in kept]


def _sum(values: list[int | None]) -> int:
    return sum(value or 0 for value in values)


def _line(name: str, values: list[int | None], *, is_flagged: bool) -> Figures:
    past = [value for value in values[:-1] if value is not None]
    usual = sum(past) / len(past) if past else 0
    band = usual_range(past)
    line: Figures = {
        "name": name,
        "is_flagged": is_flagged,
        "reports": values[-1],
        "values": values,
    }
    if values[-1] is None or len(past) < 2 or not usual:
        return line
    is_outside = band is not None and not band[0] <= values[-1] <= band[1]
    return line | {
        "usual": round(usual),
        "is_outside": is_outside,
        "spark": sparkline([*[None] * (LINE_MONTHS - len(values)), *values], usual, band),
    }
