"""A quarter or a year as its frozen reports tell it; nothing is counted here."""

import datetime as dt
from dataclasses import dataclass
from math import sqrt
from typing import Any

from people.models import User
from reports.models import MonthlyReport
from reports.periods import Period

Figures = dict[str, Any]
PER_CONTACTS = 10_000


@dataclass(frozen=True)
class Longer:
    """What was published of a period, of its months, and of the same period a year before."""

    report: MonthlyReport
    own: Figures
    months: list[Figures]
    rate: float | None
    has_contact_gap: bool
    year_ago: Figures
    has_earlier: bool

    @property
    def compared(self) -> str:
        """Say how it compares with a year before, if it is more than chance would make it."""
        now, before = self.own["reports"], self.year_ago.get("reports")
        if before is None:
            return "first"
        if abs(now - before) <= 2 * sqrt(now + before):
            return "same"
        return "more" if now > before else "fewer"


def longer_of(user: User, period: Period) -> Longer | None:
    """Give a period as it was frozen with its last month; None where it was not."""
    key = "year" if period.is_year else "quarter"
    visible = MonthlyReport.objects.visible_to(user)
    report = visible.filter(month=period.last).first()
    own = report.figures.get(key) if report else None
    if report is None or own is None:
        return None
    wanted = [*period.months, period.before.last, period.year_ago.last]
    rows = visible.filter(month__in=wanted).values_list(
        "month", "figures__month", f"figures__{key}"
    )
    told = {month: (figures, whole) for month, figures, whole in rows}
    months = [_month(month, told.get(month, ({}, None))[0]) for month in period.months]
    contacts = [month["contacts"] for month in months]
    is_known = own["is_shown"] and all(contacts)
    return Longer(
        report=report,
        own=own,
        months=months,
        rate=PER_CONTACTS * own["reports"] / sum(contacts) if is_known else None,
        has_contact_gap=any(contacts) and not all(contacts),
        year_ago=told.get(period.year_ago.last, ({}, None))[1] or {},
        has_earlier=period.before.last in told,
    )


def _month(month: dt.date, figures: Figures) -> Figures:
    reports, contacts = figures.get("reports"), figures.get("contacts")
    rate = None
    if reports is not None and contacts:
        rate = PER_CONTACTS * reports / contacts
    return {
        "month": f"{month:%Y-%m}",
        "reports": reports,
        "people": figures.get("people"),
        "contacts": contacts,
        "has_contact_gap": figures.get("has_contact_gap", False),
        "rate": rate,
    }
