"""What is counted over whole quarters alone: nothing smaller is published to subtract from it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reports import queries
from reports.charts.shades import shaded
from reports.disclosure import heat_map
from reports.operations.behind import people_behind
from reports.operations.causes import cause_figures
from reports.operations.customers import repeat_findings
from reports.operations.longer import Frozen, longer_figures
from reports.operations.made_good import made_good_figures
from reports.operations.month import cells_of
from reports.operations.stands_out import standing_out
from reports.periods import last_quarter, quarter_months, year_months
from reports.queries import crossed, frozen
from reports.queries.causes import most_named

Figures = dict[str, Any]
NO_CUSTOMERS: Figures = {"flagged": 0, "named": [], "more": 0, "signals": []}
NO_HEAT: Figures = {"width": 0, "bands": [], "rows": [], "months": 0}


def with_longer(month: dt.date, figures: Figures, smallest: int) -> Figures:
    """Add the quarter and the year that end with a month; every month shows the newest quarter.

    A quarter is frozen in the report of its last month, and the next two show it as it is there.
    """
    ends_quarter = quarter_months(month)[-1] == month
    if ends_quarter:
        figures["quarter"] = _quarter(quarter_months(month), figures, smallest)
    if year_months(month)[-1] == month:
        figures["year"] = longer_figures(
            year_months(month), _frozen(year_months(month), figures), smallest
        )
    figures["behind"] = _behind(month, figures)
    newest = figures["quarter"] if ends_quarter else frozen.frozen_quarter(last_quarter(month)[-1])
    figures["made_good"] = newest.get("made_good")
    figures["promises"]["triggers"] = newest.get("triggers", [])
    if figures["month"]["is_shown"]:
        figures["causes"] = newest.get("causes", [])
        figures["standing"] = newest.get("standing", [])
        figures["heat"] = newest.get("heat", NO_HEAT)
        figures["customers"] = newest.get("customers", NO_CUSTOMERS)
        figures["hidden"] = _hidden(figures)
    return figures


def _behind(month: dt.date, figures: Figures) -> Figures:
    """Give who is behind the numbers of the month, and of the periods that end with it."""
    periods = {"month": [month], "quarter": quarter_months(month), "year": year_months(month)}
    tables = {name: figures.get(name, {}) for name in periods}
    tables["month"] = {**figures, **figures["month"]}
    return {
        name: people_behind(months, tables[name])
        for name, months in periods.items()
        if tables[name].get("is_shown")
    }


def _quarter(months: list[dt.date], figures: Figures, smallest: int) -> Figures:
    quarter = longer_figures(months, _frozen(months, figures), smallest)
    if not quarter["is_shown"]:
        return quarter
    causes = cause_figures(months, quarter["products"], smallest)
    week = heat(months, smallest)
    shown = [_frozen(months, figures).get(month, {}) for month in months]
    return quarter | {
        "heat": week,
        "standing": standing_out(
            week, causes, shown, crossed.channel_contacts(months[0], months[-1])
        ),
        "made_good": made_good_figures(months, smallest),
        "causes": causes,
        "triggers": most_named(causes),
        "customers": repeat_findings(months, smallest),
    }


def _frozen(months: list[dt.date], figures: Figures) -> Frozen:
    return {**frozen.frozen_reports(months[:-1]), months[-1]: figures}


def heat(months: Sequence[dt.date], smallest: int) -> Figures:
    """Give when in the week it happens, in bands of hours, shaded by how many there are."""
    rows = queries.hour_rows(months[0], months[-1])
    found = heat_map(cells_of(rows, lambda row: (row[0], row[1]), 2), smallest)
    return {
        "first": f"{months[0]:%Y-%m}",
        "last": f"{months[-1]:%Y-%m}",
        "width": found.width,
        "months": len(months),
        "bands": [(start, start + found.width) for start in found.starts],
        "rows": shaded(found.rows),
    }


def _hidden(figures: Figures) -> Figures:
    hours = [cell for row in figures["heat"]["rows"] for cell in row]
    tables = {"teams": figures["teams"], "products": figures["month"]["products"], "hours": hours}
    return {name: sum(row["reports"] is None for row in table) for name, table in tables.items()}
