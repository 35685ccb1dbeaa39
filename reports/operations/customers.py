"""Customers who were reported again and again: that there is a signal, never who it is.

A whole quarter with counts in steps of five, frozen with its last month: two stretches of time that
overlap by months would tell what one customer did in one of them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports import queries
from reports.card_life import comes_back
from reports.charts.marks import count_mark
from reports.disclosure import fives, is_risky
from reports.exposure.gaps import most_are_met
from reports.operations.month import cells_of
from reports.patterns import fit_prior, flag, posterior
from reports.patterns.company import WEEKS_IN_QUARTER, Company, Contacts, CustomerContacts, Reports
from reports.patterns.standing import customer_counts, judge_customers
from reports.periods import closes_on
from reports.queries import exposure

Figures = dict[str, Any]
Cells = dict[int, dict[int, int]]
BAR = 2.0
MOST_NAMED = 5
USUAL = 0.975


def repeat_findings(months: Sequence[dt.date], smallest: int) -> Figures:
    """Give the customers reported again and again: with their count from five reporters on.

    A customer needs three reports by two colleagues. With the contacts per customer of every
    month it is judged against what its contacts let expect, as by night; without them, or with
    those of few, it is a count, which says nothing about a rate.
    """
    first, last = months[0], months[-1]
    cells = cells_of(queries.customer_rows(first, last), lambda row: row[0], 1)
    counts = counts_of_all(cells, queries.customer_count())
    contacts = exposure.contacts_of_customers(first, last)
    met = sum(contacts.values(), Counter[int]())
    reports = {customer: sum(cell.values()) for customer, cell in cells.items()}
    is_compared = all(month in contacts for month in months) and most_are_met(reports, met)
    flagged = compared_customers(cells, met) if is_compared else flagged_customers(cells, counts)
    agreed = queries.customers_with_agreement(flagged, closes_on(last))
    counted = [c for c in flagged if not is_risky(cells[c], smallest)]
    few = [c for c in flagged if c not in counted]
    usual = max(1, int(np.quantile(counts, USUAL))) if len(counts) else 1
    named = [_named(_in_fives(cells[c]), usual, is_agreed=c in agreed) for c in counted]
    named.sort(key=lambda found: (-found["reports"], found["is_agreed"]))
    return {
        "first": f"{first:%Y-%m}",
        "last": f"{last:%Y-%m}",
        "usual": usual,
        "is_compared": is_compared,
        "flagged": len(flagged),
        "named": named[:MOST_NAMED],
        "more": len(named[MOST_NAMED:]),
        "signals": [
            {"customers": n, "is_agreed": is_agreed}
            for is_agreed in (False, True)
            if (n := sum((c in agreed) is is_agreed for c in few))
        ],
    }


def _in_fives(cell: dict[int, int]) -> int:
    return fives(sum(cell.values()))


def _named(reports: int, usual: int, *, is_agreed: bool) -> Figures:
    return {"reports": reports, "is_agreed": is_agreed, "mark": count_mark(reports, usual)}


def counts_of_all(cells: Cells, customers: int) -> NDArray[np.float64]:
    """Give everybody's count, those of `cells` first, in order; who was never reported is zero."""
    counts = np.zeros(max(customers, len(cells)))
    counts[: len(cells)] = [sum(cells[key].values()) for key in sorted(cells)]
    return counts


def flagged_customers(cells: Cells, counts: NDArray[np.float64]) -> list[int]:
    """Name those likely above twice the mean customer: three reports by two colleagues."""
    keys = sorted(cells)
    if not counts.sum():
        return []
    expected = np.full(len(counts), counts.mean())
    known = posterior(counts, expected, fit_prior(counts, expected))
    candidates = np.zeros(len(counts), np.bool_)
    candidates[: len(keys)] = [comes_back(cells[key]) for key in keys]
    named = flag(np.where(candidates, known.probability_at_or_below(BAR), 1.0))
    return [key for key, is_named in zip(keys, named, strict=False) if is_named]


def compared_customers(cells: Cells, contacts: Counter[int]) -> list[int]:
    """Name those likely above twice what their contacts let expect, by the rule of the night."""
    keys = sorted({*cells, *contacts})
    company = _quarter(cells, contacts, {key: place for place, key in enumerate(keys)})
    judged = judge_customers(company, customer_counts(company))
    return [keys[place] for place in np.flatnonzero(judged.flagged)]


def _quarter(cells: Cells, contacts: Counter[int], places: dict[int, int]) -> Company:
    """Give reports and contacts of a quarter as the one block of 13 weeks the engine knows."""
    told = [(places[key], who, n) for key, cell in cells.items() for who, n in cell.items()]
    rows = np.repeat(_table(told), [n for _key, _who, n in told], axis=0)
    met = _table([(places[key], 0, n) for key, n in contacts.items()])
    zero, nobody = np.zeros(len(rows), np.int64), np.zeros(0, np.int64)
    return Company(
        weeks=WEEKS_IN_QUARTER,
        products=0,
        teams=0,
        customers=len(places),
        reports=Reports(zero, zero - 1, zero - 1, rows[:, 0], zero, rows[:, 1]),
        contacts=Contacts(nobody, nobody, nobody, nobody),
        customer_contacts=CustomerContacts(*met.T),
    )


def _table(rows: list[tuple[int, int, int]]) -> NDArray[np.int64]:
    return np.array(rows, np.int64).reshape(-1, 3)
