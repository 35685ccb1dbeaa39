"""Customers who were reported again and again: that there is a signal, never who it is.

A whole quarter with counts in steps of five, frozen with its last month: two stretches of time that
overlap by months would tell what one customer did in one of them.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports import queries
from reports.card_life import comes_back
from reports.charts.marks import count_mark
from reports.disclosure import ROUND_TO, is_risky
from reports.operations.month import cells_of
from reports.patterns import fit_prior, flag, posterior
from reports.periods import closes_on

Figures = dict[str, Any]
BAR = 2.0
MOST_NAMED = 5
USUAL = 0.975


def repeat_findings(months: Sequence[dt.date], smallest: int) -> Figures:
    """Give the customers that stand out in some months: with their count from five reporters on.

    A customer needs three reports by two colleagues, and a rate that is likely above twice the
    mean of all customers; contacts per customer are not known, so nothing is said about a rate.
    """
    first, last = months[0], months[-1]
    cells = cells_of(queries.customer_rows(first, last), lambda row: row[0], 1)
    counts = counts_of_all(cells, queries.customer_count())
    flagged = flagged_customers(cells, counts)
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
    return ROUND_TO * round(sum(cell.values()) / ROUND_TO)


def _named(reports: int, usual: int, *, is_agreed: bool) -> Figures:
    return {"reports": reports, "is_agreed": is_agreed, "mark": count_mark(reports, usual)}


def counts_of_all(cells: dict[int, dict[int, int]], customers: int) -> NDArray[np.float64]:
    """Give everybody's count, those of `cells` first, in order; who was never reported is zero."""
    counts = np.zeros(max(customers, len(cells)))
    counts[: len(cells)] = [sum(cells[key].values()) for key in sorted(cells)]
    return counts


def flagged_customers(cells: dict[int, dict[int, int]], counts: NDArray[np.float64]) -> list[int]:
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
