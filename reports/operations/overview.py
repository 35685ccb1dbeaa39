"""The month beside the months before it: usual ranges, and the two lines over time."""

import datetime as dt
from math import sqrt
from typing import Any

from reports.charts.describe import WIDTHS, line_chart
from reports.charts.drawing import Node, drawn
from reports.patterns import usual_range
from reports.periods import months_until, shifted

Figures = dict[str, Any]
History = list[tuple[dt.date, Figures]]
SERIES_MONTHS = 24
PER_CONTACTS = 10_000
FEWEST_RATES = 7


def history_figures(history: History) -> Figures:
    """Give the series, the usual range, last year's figures and the pictures."""
    month, own = history[-1]
    known = dict(history)
    oldest = history[0][0]
    months = [m for m in months_until(month, SERIES_MONTHS) if m >= oldest]
    series = [point(m, known.get(m, {})) for m in months]
    usual = usual_of_last(series)
    return {
        "series": series,
        "usual": usual,
        "year_ago": point(shifted(month, -12), known.get(shifted(month, -12), {})),
        "has_rates": _has_rates(series),
        "compared_with_usual": _compared(own["reports"], usual),
        "people_compared": _people_compared(series),
        "charts": _charts(series, usual),
    }


def point(month: dt.date, figures: Figures) -> Figures:
    """Give what a line over time has of one month; figures that are not shown are None."""
    reports, contacts = figures.get("reports"), figures.get("contacts")
    return {
        "month": f"{month:%Y-%m}",
        "reports": reports,
        "people": figures.get("people"),
        "serious": figures.get("serious"),
        "contacts": contacts,
        "has_contact_gap": figures.get("has_contact_gap", False),
        "rate": None if reports is None or not contacts else _rate(reports, contacts),
    }


def _rate(reports: int, contacts: int) -> float:
    return round(PER_CONTACTS * reports / contacts, 1)


def _has_rates(series: list[Figures]) -> bool:
    """Say whether rates can be drawn: a month whose contacts have a gap is left out of them."""
    rates = [point["rate"] for point in series if point["reports"] is not None]
    known = sum(rate is not None for rate in rates)
    return known > 0 and (known == len(rates) or known >= FEWEST_RATES)


def usual_of_last(series: list[Figures]) -> tuple[int, int] | None:
    """Judge the last month by the twelve before it, at its own number of contacts if known.

    Months whose contacts are not known take no part in a comparison by contacts.
    """
    past = [point for point in series[-13:-1] if point["reports"] is not None]
    contacts = series[-1]["contacts"]
    if not contacts or not _has_rates(series):
        return usual_range([point["reports"] for point in past])
    known = [point for point in past if point["contacts"]]
    return usual_range([point["reports"] * contacts / point["contacts"] for point in known])


def _compared(reports: int, usual: tuple[int, int] | None) -> str:
    if usual is None:
        return "first"
    if usual[0] <= reports <= usual[1]:
        return "usual"
    return "more" if reports > usual[1] else "fewer"


def _people_compared(series: list[Figures]) -> str:
    """Say whether more people report than a year ago, if it is more than chance would make it."""
    now, before = series[-1]["people"], series[-13]["people"] if len(series) > 12 else None
    if before is None:
        return "first"
    if abs(now - before) <= 2 * sqrt(now + before):
        return "same"
    return "more" if now > before else "fewer"


def _charts(series: list[Figures], usual: tuple[int, int] | None) -> dict[str, dict[str, Node]]:
    if len(series) < 2:
        return {}
    months = [point["month"] for point in series]
    key, scale = ("rate", PER_CONTACTS) if _has_rates(series) else ("reports", 1)
    contacts = series[-1]["contacts"] if key == "rate" else 1
    band = None
    if usual and contacts:
        band = (scale * usual[0] / contacts, scale * usual[1] / contacts)
    lines = {"reports": (key, band), "people": ("people", None)}
    return {
        name: {
            shape: drawn(line_chart(months, [point[field] for point in series], around, shape))
            for shape in WIDTHS
        }
        for name, (field, around) in lines.items()
    }
