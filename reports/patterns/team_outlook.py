"""What one team may expect of one customer: from its own reports, never from those of others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.patterns.company import DAYS, WEEKS_IN_QUARTER, Company
from reports.patterns.outlook import any_at_all, decay, decayed_expected, mean, usual_ahead
from reports.patterns.posterior import posterior
from reports.patterns.prior import Prior
from reports.patterns.standing import customer_counts

HALF_YEAR_BLOCKS = 2


@dataclass(frozen=True)
class Met:
    """One customer, and the days on which one team reported it, from the first day of the data."""

    customer: int
    days: NDArray[np.int64]


@dataclass(frozen=True)
class TeamOutlook:
    """The half year that ends with the data, and the 90 days after it.

    `contacts` are those of the customer with the whole organisation, `usual` is how many reports
    they let expect of a mean customer. `expected` are the team's own reports to come, `chance`
    that of at least one.
    """

    contacts: int
    usual: float
    expected: float
    chance: float


def team_outlooks(company: Company, prior: Prior, met: Sequence[Met]) -> list[TeamOutlook | None]:
    """Give what to expect of each, None without contacts; `prior` is that of all customers.

    Own reports stand against all contacts of the customer: what another team reported must not be
    told by a number that is one team's to read.
    """
    counts = customer_counts(company)
    who = np.array([one.customer for one in met], np.int64)
    contacts = company.quarterly()
    is_known = contacts.sum(axis=0) > 0
    own = np.array([_weight(company, one.days, is_known) for one in met], np.float64)
    known = posterior(own, decayed_expected(company, counts)[who], prior)
    usual = usual_ahead(company, counts)[who]
    rows = zip(
        contacts[who, -HALF_YEAR_BLOCKS:].sum(axis=1),
        counts.per_block[who, -HALF_YEAR_BLOCKS:].sum(axis=1),
        usual * mean(known),
        any_at_all(known, usual),
        strict=True,
    )
    return [TeamOutlook(int(n), float(e), float(x), float(p)) if n else None for n, e, x, p in rows]


def _weight(company: Company, days: NDArray[np.int64], is_known: NDArray[np.bool_]) -> float:
    """Add up what reports count now, those of quarters without contacts left out."""
    return float(decay(company, days[is_known[days // (DAYS * WEEKS_IN_QUARTER)]]).sum())
