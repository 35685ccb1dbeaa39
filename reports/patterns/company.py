"""One organisation's data as the engine reads it: whole numbers in arrays, nothing of a database.

Days and weeks count from the first week with contacts (week 0, day 0). Products, teams, customers
and reporters are numbers 0, 1, …; -1 is "not known".
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.patterns.expected import Groups, Ints
from reports.patterns.prior import Floats

WEEKS_IN_QUARTER = 13
DAYS = 7


@dataclass(frozen=True)
class Reports:
    """One element per report; `reporter` is None when nobody says who reported."""

    day: Ints
    product: Ints
    team: Ints
    customer: Ints
    severity: Ints
    reporter: Ints | None = None

    @property
    def week(self) -> Ints:
        return self.day // DAYS

    def where(self, chosen: NDArray[np.bool_]) -> "Reports":
        """Give the chosen ones, in an order that does not depend on the order they came in."""
        reporter = self.reporter if self.reporter is not None else np.zeros_like(self.day)
        rows = np.stack(
            [self.day, self.product, self.team, self.customer, self.severity, reporter]
        )[:, chosen]
        day, product, team, customer, severity, who = rows[:, np.lexsort(rows[::-1])]
        return Reports(
            day, product, team, customer, severity, None if self.reporter is None else who
        )


@dataclass(frozen=True)
class Contacts:
    """Customer contacts per week, product and team."""

    week: Ints
    product: Ints
    team: Ints
    n: Ints


@dataclass(frozen=True)
class CustomerContacts:
    """Contacts per customer and 13-week block."""

    customer: Ints
    quarter: Ints
    n: Ints


@dataclass(frozen=True)
class Cells:
    """Reports and contacts per week x product x team, one element per cell that has any."""

    week: Ints
    product: Ints
    team: Ints
    reports: Floats
    contacts: Floats

    @property
    def groups(self) -> Groups:
        return self.week, self.product, self.team

    def since(self, week: int) -> "Cells":
        """Give the cells from that week on, which becomes week 0."""
        kept = self.week >= week
        week_, product, team = (group[kept] for group in self.groups)
        return Cells(week_ - week, product, team, self.reports[kept], self.contacts[kept])


@dataclass(frozen=True)
class Company:
    """What is known up to and with the last closed week, `weeks` weeks in all."""

    weeks: int
    products: int
    teams: int
    customers: int
    reports: Reports
    contacts: Contacts
    customer_contacts: CustomerContacts | None = None

    def __post_init__(self) -> None:
        """Leave out what happened before the first week or after the last closed one."""
        day, seen = self.reports.day, self.contacts.week
        kept = self.reports.where((day >= 0) & (day < self.weeks * DAYS))
        inside = (seen >= 0) & (seen < self.weeks)
        c = self.contacts
        less = Contacts(c.week[inside], c.product[inside], c.team[inside], c.n[inside])
        object.__setattr__(self, "reports", kept)
        object.__setattr__(self, "contacts", less)

    @property
    def has_contacts(self) -> bool:
        return bool(self.contacts.n.sum())

    @cached_property
    def cells(self) -> Cells:
        """Reports and contacts per cell; what brings no contacts in is missing, not zero.

        Reports of a week in which the team has none would be held against those of other teams,
        reports of one in which the product has none against those of its other weeks.
        """
        sizes = (self.weeks, self.products, self.teams)
        r, c = self.reports, self.contacts
        here = (r.product >= 0) & (r.team >= 0)
        where_n = np.ravel_multi_index((r.week[here], r.product[here], r.team[here]), sizes)
        where_e = np.ravel_multi_index((c.week, c.product, c.team), sizes)
        places, inverse = np.unique(np.concatenate([where_n, where_e]), return_inverse=True)
        n = np.bincount(inverse[: len(where_n)], minlength=len(places))
        e = np.asarray(np.bincount(inverse[len(where_n) :], c.n, len(places)), np.float64)
        week, product, team = np.unravel_index(places, sizes)
        known = _has_any(week * self.teams + team, e) & _has_any(week * self.products + product, e)
        return Cells(
            week[known], product[known], team[known], n[known].astype(np.float64), e[known]
        )

    @cached_property
    def totals(self) -> tuple[Floats, Floats]:
        """Reports and contacts per week."""
        week = self.cells.week
        return (
            np.asarray(np.bincount(week, self.cells.reports, self.weeks), np.float64),
            np.asarray(np.bincount(week, self.cells.contacts, self.weeks), np.float64),
        )

    def weekly(self) -> tuple[Floats, Floats]:
        """Reports and contacts per week x product; contacts are all ones where none are known."""
        shape = (self.weeks, self.products)
        if not self.has_contacts:
            r = self.reports
            here = r.product >= 0
            counts = np.zeros(shape)
            np.add.at(counts, (r.week[here], r.product[here]), 1)
            return counts, np.ones(shape) * (counts.sum(axis=0) > 0)
        counts, contacts = np.zeros(shape), np.zeros(shape)
        np.add.at(counts, (self.cells.week, self.cells.product), self.cells.reports)
        np.add.at(contacts, (self.cells.week, self.cells.product), self.cells.contacts)
        return counts, contacts

    def quarterly(self) -> Floats:
        """Contacts per customer x 13-week block, of the last one only the part that is over."""
        blocks = -(-self.weeks // WEEKS_IN_QUARTER)
        table = np.zeros((self.customers, blocks))
        if self.customer_contacts is None or not blocks:
            return table
        c = self.customer_contacts
        inside = (c.quarter >= 0) & (c.quarter < blocks) & (c.customer >= 0)
        np.add.at(table, (c.customer[inside], c.quarter[inside]), c.n[inside])
        over = self.weeks - (blocks - 1) * WEEKS_IN_QUARTER
        table[:, -1] *= over / WEEKS_IN_QUARTER
        return table


def _has_any(group: Ints, contacts: Floats) -> NDArray[np.bool_]:
    """Say of each cell whether there are contacts in its group."""
    return np.asarray((np.bincount(group, contacts) > 0)[group])
