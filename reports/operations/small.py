"""Organisations of few people: one page a year, and nothing of months and quarters.

With under twenty staff everybody knows who was on duty in a month, so a month or a quarter is not
shown at all. The year shows totals, what set it off and products, as far as each passes the rule;
never a team, a place or a channel.
"""

import datetime as dt
from typing import Any

from reports.disclosure import SMALLEST_ORGANISATION
from reports.operations.causes import cause_figures
from reports.operations.longer import Frozen, longer_figures
from reports.periods import quarter_months, shifted, year_months
from reports.queries import frozen, staff
from reports.queries.causes import most_named

Figures = dict[str, Any]


def is_small(month: dt.date) -> bool:
    """Say whether fewer than twenty people worked here when a month ended."""
    last_day = shifted(month, 1) - dt.timedelta(days=1)
    return staff.staff_count(last_day) < SMALLEST_ORGANISATION


def small_figures(month: dt.date, smallest: int) -> Figures:
    """Give a month that is not shown, the same of its quarter, and the year when it ends."""
    figures: Figures = {"month": _not_shown()}
    if quarter_months(month)[-1] == month:
        figures["quarter"] = _not_shown()
    if year_months(month)[-1] == month:
        figures["year"] = _year(year_months(month), figures, smallest)
    return figures


def _not_shown() -> Figures:
    return {"is_shown": False, "is_small": True}


def _year(months: list[dt.date], figures: Figures, smallest: int) -> Figures:
    told: Frozen = {**frozen.frozen_reports(months[:-1]), months[-1]: figures}
    whole = longer_figures(months, told, smallest) | {"is_small": True}
    if not whole["is_shown"]:
        return whole
    nothing: Figures = {"channels": [], "sites": [], "teams": []}
    causes = cause_figures(months, whole["products"], smallest)
    return whole | nothing | {"causes": causes, "triggers": most_named(causes)}
