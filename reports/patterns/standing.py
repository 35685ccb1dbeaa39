"""Products, teams and customers of one organisation, each judged against the others."""

from dataclasses import dataclass

import numpy as np

from reports.patterns.company import DAYS, WEEKS_IN_QUARTER, Company
from reports.patterns.expected import fit_factors, standardised
from reports.patterns.judge import CUSTOMER_BAR, CUSTOMER_FDR, PRODUCT_BAR, TEAM_BAR, Judged, judge
from reports.patterns.prior import Floats

PRODUCT_WEEKS = 26
TEAM_GROUP = 2
FEWEST_REPORTERS = 2


def judge_products(company: Company, *, weeks: int = PRODUCT_WEEKS) -> Judged:
    """Judge the last half year of each product; how much a team reports is learnt from it all."""
    cells = company.cells
    habits = _team_habits(company)
    recent = cells.since(max(0, company.weeks - weeks))
    _week, expected, _team = standardised(
        recent.groups, recent.reports, recent.contacts, known={TEAM_GROUP: habits}
    )
    size = company.products
    counts = np.bincount(recent.product, recent.reports, size)
    return judge(counts, _filled(expected, size), bar=PRODUCT_BAR)


def weekly_expected(company: Company) -> Floats:
    """Give the reports to be expected per week x product, from the other products' weeks."""
    cells = company.cells
    shape = (company.weeks, company.products)
    table = np.zeros(shape)
    if not cells.contacts.sum():
        return table
    season, _product, habits = fit_factors(cells.groups, cells.reports, cells.contacts)
    base = cells.reports.sum() / cells.contacts.sum()
    each = cells.contacts * base * season[cells.week] * habits[cells.team]
    np.add.at(table, (cells.week, cells.product), each)
    return table


def judge_teams(company: Company) -> Judged:
    """Judge all that each team reported, given its contacts, products and weeks."""
    cells = company.cells
    expected = standardised(cells.groups, cells.reports, cells.contacts)[TEAM_GROUP]
    size = company.teams
    counts = np.bincount(cells.team, cells.reports, size)
    return judge(counts, _filled(expected, size), bar=TEAM_BAR)


@dataclass(frozen=True)
class CustomerCounts:
    """Per customer: reports, what its contacts let expect, and how many different reporters."""

    reports: Floats
    expected: Floats
    per_block: Floats
    reporters: Floats | None

    @property
    def may_be_named(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Two colleagues at least; where nobody says who reported, the rule cannot be kept."""
        if self.reporters is None:
            return np.ones(len(self.reports), np.bool_)
        return np.asarray(self.reporters >= FEWEST_REPORTERS)


def customer_counts(company: Company) -> CustomerCounts:
    """Count per customer; expected is contacts x the organisation's rate of that quarter."""
    named = company.reports.where(with_contacts(company))
    contacts = company.quarterly()
    blocks = contacts.shape[1]
    block = named.week // WEEKS_IN_QUARTER
    per_block = np.bincount(block, minlength=blocks).astype(np.float64)
    seen = contacts.sum(axis=0)
    rate = np.divide(per_block, seen, out=np.zeros(blocks), where=seen > 0)
    counts = np.bincount(named.customer, minlength=company.customers).astype(np.float64)
    table = contacts * rate
    return CustomerCounts(counts, table.sum(axis=1), table, _reporters(company, named.customer))


def judge_customers(company: Company, counts: CustomerCounts) -> Judged:
    """Judge each customer with contacts over all the time there is."""
    return judge(
        counts.reports,
        counts.expected,
        bar=CUSTOMER_BAR,
        candidates=counts.may_be_named,
        fdr=CUSTOMER_FDR,
    )


def with_contacts(company: Company) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say which reports tell of a customer with contacts, in a quarter that has some at all.

    Whoever has none is not known to have been met never: the numbers of one system are missing.
    """
    contacts, customer = company.quarterly(), company.reports.customer
    if not contacts.size:
        return np.zeros(len(customer), np.bool_)
    block = company.reports.day // (DAYS * WEEKS_IN_QUARTER)
    is_met = (contacts.sum(axis=1) > 0)[customer]
    return np.asarray((customer >= 0) & is_met & (contacts.sum(axis=0) > 0)[block])


def _reporters(company: Company, customers: np.ndarray) -> Floats | None:
    reports = company.reports
    if reports.reporter is None:
        return None
    known = (reports.reporter >= 0) & with_contacts(company)
    pairs = np.unique(np.stack([reports.customer[known], reports.reporter[known]]), axis=1)
    return np.bincount(pairs[0], minlength=company.customers).astype(np.float64)


def _team_habits(company: Company) -> Floats:
    cells = company.cells
    factors = fit_factors(cells.groups, cells.reports, cells.contacts)[TEAM_GROUP]
    return np.concatenate([factors, np.ones(company.teams - len(factors))])


def _filled(expected: Floats, size: int) -> Floats:
    return np.concatenate([expected, np.zeros(size - len(expected))])
