"""What the engine found in one organisation, as rows that can be shown or written to a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import fdtrc, fdtri, xlogy

from reports.patterns.company import DAYS, Company
from reports.patterns.judge import Judged, judge_quiet
from reports.patterns.outlook import Outlook, outlook
from reports.patterns.prior import Floats, Prior
from reports.patterns.scan import Episode, episodes, is_open
from reports.patterns.standing import (
    PRODUCT_WEEKS,
    CustomerCounts,
    customer_counts,
    judge_customers,
    judge_products,
    judge_teams,
    weekly_expected,
)

CLEAR_CHANGE = 3.0
SURELY_MORE = 3.0
CONTACTS, SHARE, LITTLE = "contacts", "share", "little data"


@dataclass(frozen=True)
class Ahead:
    """What to expect in the next 90 days; `weighted` counts severe reports for more."""

    expected: float
    chance: float
    weighted: float


@dataclass(frozen=True)
class Finding:
    """One entity that stands out. Days count from the first day of the data.

    `expected` is a number of reports, `times` the shrunken ratio of the two with its 90 % range,
    `probability` the chance that the true ratio is beyond the bar of its kind.
    """

    kind: str
    entity: int
    first_day: int
    last_day: int
    observed: int
    expected: float
    times: float
    low: float
    high: float
    probability: float
    since_day: int
    basis: str
    contacts: int | None = None
    reporters: int | None = None
    ahead: Ahead | None = None
    weeks_back: int | None = None


@dataclass(frozen=True)
class Found:
    """All findings, what they rest on, and the priors that were learnt, by kind."""

    basis: str
    priors: dict[str, Prior]
    findings: list[Finding]


def find(company: Company) -> Found:
    """Run the whole engine. Without contacts only changes are looked for, never levels."""
    if not company.weeks or not company.products:
        return Found(CONTACTS if company.has_contacts else SHARE, {}, [])
    alarms = list(_alarms(company))
    if not company.has_contacts:
        return Found(SHARE, {}, alarms)
    products, teams = judge_products(company), judge_teams(company)
    findings = [*_products(company, products), *_teams(company, teams)]
    priors = {"product": products.prior, "team": teams.prior}
    if company.customer_contacts is not None:
        counts = customer_counts(company)
        customers = judge_customers(company, counts)
        ahead = outlook(company, counts, customers.prior)
        findings += [
            *_customers(company, counts, customers, ahead),
            *_outlooks(company, counts, ahead),
        ]
        priors["customer"] = customers.prior
    return Found(CONTACTS, priors, [*findings, *alarms])


def _rows(
    company: Company, kind: str, judged: Judged, order: np.ndarray, first_week: int
) -> Iterator[Finding]:
    known = judged.known.take(order)
    ranges = zip(known.geometric_mean, known.quantile(0.05), known.quantile(0.95), strict=True)
    for i, (times, low, high) in zip(order, ranges, strict=True):
        yield Finding(
            kind=kind,
            entity=int(i),
            first_day=first_week * DAYS,
            last_day=company.weeks * DAYS - 1,
            observed=int(judged.reports[i]),
            expected=float(judged.expected[i]),
            times=float(times),
            low=float(low),
            high=float(high),
            probability=float(1 - judged.doubt[i]),
            since_day=first_week * DAYS,
            basis=LITTLE if judged.has_little_data else CONTACTS,
        )


def _products(company: Company, judged: Judged) -> Iterator[Finding]:
    counts, contacts = company.weekly()
    usual = weekly_expected(company)
    start = max(0, company.weeks - PRODUCT_WEEKS)
    seen = contacts[start:].sum(axis=0)
    for row in _rows(company, "product", judged, judged.order, start):
        week = change_week(counts[:, row.entity], usual[:, row.entity])
        yield replace(row, since_day=week * DAYS, contacts=int(seen[row.entity]))


def change_week(counts: Floats, expected: Floats) -> int:
    """Give the week from which on it is more than before; 0 when it always was, as far as known.

    The start that makes "one rate before, a higher one since" most likely, when it is clearly
    more likely than one rate all along (log likelihood 3 better).
    """
    before = np.cumsum(counts) - counts, np.cumsum(expected) - expected
    since = counts.sum() - before[0], expected.sum() - before[1]
    whole = xlogy(counts.sum(), counts.sum() / expected.sum()) if expected.sum() else 0.0
    can_be = (before[1] > 0) & (since[1] > 0)
    early, late = (np.divide(n, e, out=np.zeros(len(n)), where=can_be) for n, e in (before, since))
    gain = np.where(late > early, xlogy(before[0], early) + xlogy(since[0], late) - whole, 0.0)
    gain = np.where(can_be, gain, 0.0)
    return int(np.argmax(gain)) if len(gain) and gain.max() >= CLEAR_CHANGE else 0


def _teams(company: Company, judged: Judged) -> Iterator[Finding]:
    seen = np.bincount(company.cells.team, company.cells.contacts, company.teams)
    quiet = judge_quiet(judged)
    calm = np.flatnonzero(quiet.flagged)
    calm = calm[np.argsort(judged.known.take(calm).quantile(0.95), kind="stable")]
    for kind, rows, order in (("team", judged, judged.order), ("team_quiet", quiet, calm)):
        for row in _rows(company, kind, rows, order, 0):
            yield replace(row, contacts=int(seen[row.entity]))


def _customers(
    company: Company, counts: CustomerCounts, judged: Judged, ahead: Outlook
) -> Iterator[Finding]:
    named = np.flatnonzero(judged.flagged)
    surest = judged.known.probability_above(SURELY_MORE)[named]
    order = named[np.argsort(-surest, kind="stable")]
    yield from _customer_rows(company, "customer", counts, judged, ahead, order)


def _outlooks(company: Company, counts: CustomerCounts, ahead: Outlook) -> Iterator[Finding]:
    named = np.flatnonzero(ahead.judged.flagged)
    order = named[np.argsort(-ahead.weighted[named], kind="stable")]
    for row in _customer_rows(company, "customer_outlook", counts, ahead.judged, ahead, order):
        yield replace(
            row,
            observed=int(counts.reports[row.entity]),
            expected=float(counts.expected[row.entity]),
        )


def _customer_rows(
    company: Company,
    kind: str,
    counts: CustomerCounts,
    judged: Judged,
    ahead: Outlook,
    order: np.ndarray,
) -> Iterator[Finding]:
    contacts = company.quarterly().sum(axis=1)
    for row in _rows(company, kind, judged, order, 0):
        i = row.entity
        mine = company.reports.day[company.reports.customer == i]
        yield replace(
            row,
            since_day=int(mine.min()),
            contacts=int(contacts[i]),
            reporters=None if counts.reporters is None else int(counts.reporters[i]),
            ahead=Ahead(float(ahead.expected[i]), float(ahead.chance[i]), float(ahead.weighted[i])),
        )


def _alarms(company: Company) -> Iterator[Finding]:
    """Give the alarms that stand at the last closed week, the surest first."""
    now = company.weeks - 1
    standing = [e for e in episodes(*company.weekly()) if is_open(e, now)]
    for episode in sorted(standing, key=lambda e: (e.last.p, e.last.series)):
        yield _alarm(episode, CONTACTS if company.has_contacts else SHARE)


def _alarm(episode: Episode, basis: str) -> Finding:
    first, last = episode.first, episode.last
    # Reports are Poisson, what was expected is a gamma of that size: their ratio is an F.
    shape = last.observed + 0.5
    ratio, freedom = shape / last.expected, (2 * shape, 2 * episode.spread)
    return Finding(
        kind="alarm",
        entity=last.series,
        first_day=(last.week - last.weeks_back + 1) * DAYS,
        last_day=(last.week + 1) * DAYS - 1,
        observed=last.observed,
        expected=last.expected,
        times=last.observed / last.expected,
        low=float(ratio * fdtri(*freedom, 0.05)),
        high=float(ratio * fdtri(*freedom, 0.95)),
        probability=float(fdtrc(*freedom, 1 / ratio)),
        since_day=(first.week - first.weeks_back + 1) * DAYS,
        basis=basis,
        weeks_back=last.weeks_back,
    )
