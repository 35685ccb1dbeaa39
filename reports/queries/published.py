"""What the reports of closed months showed of products and teams, with their contacts.

Whatever is worked out from these numbers alone tells nothing that was not shown before.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from incidents.models import Incident
from incidents.queries.customers import kept_entries
from reports import queries
from reports.exposure.gaps import Cell, missing_cells, weeks_of_month
from reports.models import CustomerContacts, MonthlyReport
from reports.periods import shifted
from reports.queries.exposure import week_cells

# No entry has this number.
REST = 0
Reader = Callable[[dict[str, Any]], dict[int, int | None]]


@dataclass(frozen=True)
class Shown:
    """One month: its total, and what it showed of each product or team; None is withheld.

    `contacts` names those alone whose contacts are known in all weeks of the month.
    """

    month: dt.date
    total: int
    reports: dict[int, int | None]
    contacts: dict[int, int] = field(default_factory=dict)


def shown_products(first: dt.date, last: dt.date) -> list[Shown]:
    """Give the months in which products were shown, oldest first."""
    return _shown(first, last, _products, of_teams=False)


def shown_teams(first: dt.date, last: dt.date) -> list[Shown]:
    """Give the months in which teams were shown on their own, oldest first."""
    return _shown(first, last, _teams, of_teams=True)


def met_customer(customer: int, team: int, first: dt.date, last: dt.date) -> list[Shown]:
    """Give per closed month the reports of one team about a customer, and the shown total.

    For who leads the team and may open each of these reports; never for others. Everybody else is
    `REST`; contacts are those of customers, where the month has them of this one and of others.
    """
    rows = Incident.objects.held_against_customer().filter(
        customer=customer, team=team, occurred_on__gte=first, occurred_on__lt=shifted(last, 1)
    )
    counts: dict[dt.date, int] = {}
    for day in rows.values_list("occurred_on", flat=True):
        counts[day.replace(day=1)] = counts.get(day.replace(day=1), 0) + 1
    found = MonthlyReport.objects.filter(month__gte=first, month__lte=last).order_by("month")
    contacts = customer_contacts(customer, first, last)
    shown = []
    for month, total in found.values_list("month", "figures__month__reports"):
        if total is not None:
            own = min(counts.get(month, 0), total)
            told: dict[int, int | None] = {customer: own, REST: total - own}
            shown.append(Shown(month, total, told, contacts.get(month, {})))
    return shown


def customer_contacts(
    customer: int, first: dt.date, last: dt.date
) -> dict[dt.date, dict[int, int]]:
    """Give a customer's contacts per month, entries joined with it included, and all others'."""
    entries = [customer, *(gone for gone, kept in kept_entries().items() if kept == customer)]
    own = models.Sum("contacts", filter=models.Q(customer__in=entries))
    rest = models.Sum("contacts", filter=~models.Q(customer__in=entries))
    months = CustomerContacts.objects.filter(month__gte=first, month__lte=last).values("month")
    rows = months.annotate(own=own, rest=rest).values_list("month", "own", "rest")
    return {month: {customer: n, REST: others} for month, n, others in rows if n and others}


def newest_month() -> dt.date | None:
    """Give the newest month with a report."""
    return MonthlyReport.objects.order_by("-month").values_list("month", flat=True).first()


def _products(figures: dict[str, Any]) -> dict[int, int | None]:
    rows = figures["month"].get("products", [])
    return {row["id"]: row["reports"] for row in rows if row["id"] is not None}


def _teams(figures: dict[str, Any]) -> dict[int, int | None]:
    alone = [row for row in figures.get("teams", []) if len(row.get("ids", [])) == 1]
    return {row["ids"][0]: row["reports"] for row in alone}


def _shown(first: dt.date, last: dt.date, read: Reader, *, of_teams: bool) -> list[Shown]:
    found = MonthlyReport.objects.filter(month__gte=first, month__lte=last).order_by("month")
    reports = [(row.month, row.figures) for row in found if row.figures["month"]["is_shown"]]
    known = known_contacts(first, last, [month for month, _figures in reports], of_teams=of_teams)
    return [
        Shown(
            month,
            told["month"]["reports"],
            read(told),
            _covered(known[month], told, of_teams=of_teams),
        )
        for month, told in reports
    ]


def _covered(known: dict[int, int], told: dict[str, Any], *, of_teams: bool) -> dict[int, int]:
    """Leave out products much reported by teams whose contacts are not among these."""
    left = () if of_teams else told["month"].get("uncovered", ())
    return {key: contacts for key, contacts in known.items() if key not in left}


def known_contacts(
    first: dt.date, last: dt.date, months: list[dt.date], *, of_teams: bool
) -> dict[dt.date, dict[int, int]]:
    """Give contacts per month and product or team, where no week is missing."""
    known: dict[dt.date, dict[int, int]] = {month: {} for month in months}
    complete = _complete(week_cells(first, shifted(last, 1)), months, of_teams=of_teams)
    for moment, product, team, n in queries.contact_rows(first, last):
        month, key = dt.date(moment.year, moment.month, 1), team if of_teams else product
        if key is not None and key in complete.get(month, set()):
            known[month][key] = known[month].get(key, 0) + n
    return known


def _complete(
    cells: dict[Cell, int], months: list[dt.date], *, of_teams: bool
) -> dict[dt.date, set[int | None]]:
    """Give per month the products or teams that lack no week of it."""

    def key_of(cell: Cell) -> int | None:
        return cell[1] if of_teams else cell[2]

    weeks = {month: weeks_of_month(month) for month in months}
    there = {(cell[0], key_of(cell)) for cell in cells}
    missing = missing_cells(cells, [week for each in weeks.values() for week in each])
    whole = there - {(cell[0], key_of(cell)) for cell in missing}
    keys = {key for _week, key in there}
    return {
        month: {key for key in keys if all((week, key) in whole for week in weeks[month])}
        for month in months
    }
