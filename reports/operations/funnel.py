"""Products, or teams, by their reports per contact: who differs more than chance allows.

Everything is worked out from counts that the months showed and from contacts, so it tells nothing
of reports that was not shown before.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np

from reports import queries
from reports.charts.describe import WIDTHS
from reports.charts.drawing import drawn
from reports.charts.funnel import funnel_chart
from reports.patterns.funnel import FAR, USUAL, Funnel, Numbers, funnel
from reports.queries import frozen
from reports.queries.published import known_contacts

Figures = dict[str, Any]
Shown = Mapping[dt.date, Mapping[int, int | None]]
MONTHS, FEWEST, PER_CONTACTS, STEPS = 12, 3, 10_000, 60


def funnel_figures(history: list[tuple[dt.date, Figures]], teams: list[Figures]) -> Figures | None:
    """Give the funnel of products, else of teams; None where fewer than three can be compared."""
    recent = history[-MONTHS:]
    products = {month: _products(figures) for month, figures in recent}
    points = _points(products, queries.product_names(), of_teams=False)
    if len(points) >= FEWEST:
        return _figures("products", points, recent)
    reports = frozen.frozen_reports(month for month, _figures in recent[:-1])
    shown = {month: _teams(report.get("teams", [])) for month, report in reports.items()}
    shown[recent[-1][0]] = _teams(teams)
    names = {key: name for key, (_parent, name) in queries.team_tree().items()}
    points = _points(shown, names, of_teams=True)
    return _figures("teams", points, recent) if len(points) >= FEWEST else None


def _products(figures: Figures) -> dict[int, int | None]:
    left = {None, *figures.get("uncovered", [])}
    rows = figures.get("products", [])
    return {row["id"]: row["reports"] for row in rows if row["id"] not in left}


def _teams(rows: list[Figures]) -> dict[int, int | None]:
    return {row["ids"][0]: row["reports"] for row in rows if len(row["ids"]) == 1}


def _points(shown: Shown, names: Mapping[int, str], *, of_teams: bool) -> list[Figures]:
    """Add up the months whose contacts are known; who has one that is withheld is left out.

    Months without a report are shown and those with few are not: the shown ones alone would make
    a group look better than it is.
    """
    months = sorted(shown)
    contacts = known_contacts(months[0], months[-1], months, of_teams=of_teams)
    withheld = {key for counts in shown.values() for key, count in counts.items() if count is None}
    added: dict[int, list[int]] = {}
    for month, counts in shown.items():
        for key, count in counts.items():
            held = contacts[month].get(key, 0)
            if count is not None and held and key in names and key not in withheld:
                sums = added.setdefault(key, [0, 0])
                sums[0] += count
                sums[1] += held
    return [
        {"name": names[key], "reports": count, "contacts": held}
        for key, (count, held) in sorted(added.items(), key=lambda item: (names[item[0]], item[0]))
    ]


def _figures(
    of: str, points: list[Figures], recent: list[tuple[dt.date, Figures]]
) -> Figures | None:
    counts = [point["reports"] for point in points]
    if not sum(counts):
        return None
    contacts = np.array([point["contacts"] for point in points], np.float64)
    found = funnel(counts, contacts)
    sides = _sides(found, np.array(counts) / contacts, contacts)
    for point, side in zip(points, sides, strict=True):
        point |= {"side": side, "rate": _rate(point["reports"] / point["contacts"])}
    bands = _bands(found, contacts.max() * np.linspace(0.1, 1.05, STEPS) ** 2)
    mean = _rate(found.mean)
    return {
        "of": of,
        "points": points,
        "mean": mean,
        "first": f"{recent[0][0]:%Y-%m}",
        "last": f"{recent[-1][0]:%Y-%m}",
        "charts": {shape: drawn(funnel_chart(points, bands, mean, shape)) for shape in WIDTHS},
    }


def _bands(found: Funnel, grid: Numbers) -> dict[str, list[tuple[int, float, float]]]:
    """Give contacts with the lowest and highest rate that chance reaches there."""
    bands = {}
    for name, share in (("far", FAR), ("usual", USUAL)):
        low, high = found.limits(grid, share)
        ends = zip(grid, low, high, strict=True)
        bands[name] = [(round(float(n)), _rate(least), _rate(most)) for n, least, most in ends]
    return bands


def _rate(per_contact: float) -> float:
    return round(PER_CONTACTS * float(per_contact), 1)


def _sides(found: Funnel, rates: Numbers, contacts: Numbers) -> list[str]:
    """Say for each where it lies: usual, more or fewer, or so by far."""
    low, high = found.limits(contacts, USUAL)
    lowest, highest = found.limits(contacts, FAR)
    choices = [rates > highest, rates < lowest, rates > high, rates < low]
    words = ["far_more", "far_fewer", "more", "fewer"]
    return [str(side) for side in np.select(choices, words, "usual")]
