"""A quarter or a year as its frozen reports tell it; nothing is counted here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from people.models import User
from reports.models import MonthlyReport
from reports.periods import Period
from reports.queries.causes import added_up
from reports.queries.weeks import week_of_year

Figures = dict[str, Any]
# What a month told: its own figures, those of the period that ends with it, the promises.
Told = tuple[Figures, Figures | None, Figures | None]
PER_CONTACTS = 10_000


@dataclass(frozen=True)
class Longer:
    """What was published of a period, of its months, and of the same period a year before.

    `contacts` and `contacts_year_ago` are None unless those of all months are known; `right` is how
    often a complaint was right, month by month.
    """

    report: MonthlyReport
    own: Figures
    months: list[Figures]
    contacts: int | None
    has_contact_gap: bool
    year_ago: Figures
    contacts_year_ago: int | None
    right: list[tuple[str, Figures | None]]
    has_earlier: bool

    @property
    def rate(self) -> float | None:
        return _rate(self.own.get("reports"), self.contacts)

    @property
    def rate_year_ago(self) -> float | None:
        return _rate(self.year_ago.get("reports"), self.contacts_year_ago)

    @property
    def is_by_contacts(self) -> bool:
        return self.rate is not None and self.rate_year_ago is not None

    @property
    def compared(self) -> str:
        """Say how it compares with a year before, if it is more than chance would make it.

        With the contacts of both known, a year before counts at the contacts there are now.
        """
        now, before = self.own["reports"], self.year_ago.get("reports")
        if before is None:
            return "first"
        times = 1.0
        if self.contacts and self.contacts_year_ago:
            times = self.contacts / self.contacts_year_ago
        if abs(now - times * before) <= 2 * sqrt(now + times**2 * before):
            return "same"
        return "more" if now > times * before else "fewer"


def longer_of(user: User, period: Period) -> Longer | None:
    """Give a period as it was frozen with its last month; None where it was not."""
    key = "year" if period.is_year else "quarter"
    visible = MonthlyReport.objects.visible_to(user)
    report = visible.filter(month=period.last).first()
    own = report.figures.get(key) if report else None
    if report is None or own is None:
        return None
    own = {**own, **told_by_quarters(user, period)}
    wanted = [*period.months, *period.year_ago.months, period.before.last]
    rows = visible.filter(month__in=wanted).values_list(
        "month", "figures__month", f"figures__{key}", "figures__promises"
    )
    told: dict[dt.date, Told] = {
        month: (figures, whole, kept) for month, figures, whole, kept in rows
    }
    nothing: Told = ({}, None, {})
    months = [_month(month, told.get(month, nothing)[0]) for month in period.months]
    earlier = [told.get(month, nothing)[0].get("contacts") for month in period.year_ago.months]
    contacts = [month["contacts"] for month in months]
    return Longer(
        report=report,
        own=own,
        months=months,
        contacts=sum(contacts) if all(contacts) else None,
        has_contact_gap=any(contacts) and not all(contacts),
        year_ago=_whole(told, period.year_ago),
        contacts_year_ago=sum(n or 0 for n in earlier) if all(earlier) else None,
        right=[(f"{m:%Y-%m}", _right(told.get(m, nothing)[2])) for m in period.months],
        has_earlier=period.before.last in told,
    )


def told_by_quarters(user: User, period: Period) -> Figures:
    """Give what a year tells by adding its quarters up: causes, and the week; else nothing."""
    if not period.is_year:
        return {}
    ends = MonthlyReport.objects.visible_to(user).filter(month__in=period.months[2::3])
    found = ends.order_by("month").values_list("figures__quarter", flat=True)
    quarters = [quarter for quarter in found if quarter]
    if not any(quarter["is_shown"] for quarter in quarters):
        return {}
    return {
        "causes": added_up([quarter.get("causes", []) for quarter in quarters]),
        "heat": week_of_year([quarter.get("heat", {}) for quarter in quarters]),
    }


def _whole(told: Mapping[dt.date, Told], period: Period) -> Figures:
    """Give what was published of a period of which every month was; else it began halfway."""
    if any(month not in told for month in period.months):
        return {}
    return told[period.last][1] or {}


def _rate(reports: int | None, contacts: int | None) -> float | None:
    return PER_CONTACTS * reports / contacts if reports is not None and contacts else None


def _right(promises: Figures | None) -> Figures | None:
    """Give how often a complaint was right as the month told it."""
    share: Figures | None = (promises or {}).get("complaints_right")
    return share


def _month(month: dt.date, figures: Figures) -> Figures:
    reports, contacts = figures.get("reports"), figures.get("contacts")
    return {
        "month": f"{month:%Y-%m}",
        "reports": reports,
        "people": figures.get("people"),
        "contacts": contacts,
        "has_contact_gap": figures.get("has_contact_gap", False),
        "rate": _rate(reports, contacts),
        "flagged": figures.get("flagged", []),
    }
