"""What to expect of each customer in the next 90 days, if nothing changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.patterns.company import DAYS, WEEKS_IN_QUARTER, Company
from reports.patterns.judge import CUSTOMER_BAR, CUSTOMER_FDR, Judged, judge
from reports.patterns.posterior import Posterior
from reports.patterns.prior import Floats, Prior
from reports.patterns.standing import CustomerCounts, with_contacts

HALF_LIFE_DAYS = 360
NEXT_DAYS = 90
RECENT_WEEKS, YEAR_WEEKS = 26, 52
MIDDLE_OF_WEEK = 3
SEVERITY_WEIGHT = 5


@dataclass(frozen=True)
class Outlook:
    """One element per customer; `expected` and `weighted` are reports in the next 90 days."""

    judged: Judged
    expected: Floats
    chance: Floats
    weighted: Floats


def outlook(company: Company, counts: CustomerCounts, prior: Prior) -> Outlook:
    """Say what each customer is to be expected to do, old reports counting less and less.

    `prior` is the one learnt from the undecayed counts. A report of 360 days ago counts half, and
    so does what was expected then. `weighted` counts a severe report for more than a mild one.
    """
    judged = judge(
        _decayed_counts(company),
        decayed_expected(company, counts),
        bar=CUSTOMER_BAR,
        candidates=counts.may_be_named & (counts.reports >= 3),
        prior=prior,
        fdr=CUSTOMER_FDR,
    )
    usual = usual_ahead(company, counts)
    expected = usual * mean(judged.known)
    return Outlook(judged, expected, any_at_all(judged.known, usual), expected * _weights(company))


def usual_ahead(company: Company, counts: CustomerCounts) -> Floats:
    """Reports in the next 90 days if each customer were like the mean one: rate ratio 1."""
    return next_contacts(company) * _base(company, counts) * next_level(company)


def decayed_expected(company: Company, counts: CustomerCounts) -> Floats:
    """Reports expected so far per customer, those of 360 days ago counted half."""
    return np.asarray(counts.per_block @ _decay_of_blocks(company))


def mean(known: Posterior) -> Floats:
    """E[rate ratio]: what a forecast multiplies with."""
    first, second = known.alpha1 / known.beta1, known.alpha2 / known.beta2
    return np.asarray(known.share * first + (1 - known.share) * second)


def any_at_all(known: Posterior, usual: Floats) -> Floats:
    """P(at least one report) when `usual` reports are to be expected at rate ratio 1."""
    first = -np.expm1(known.alpha1 * -np.log1p(usual / known.beta1))
    second = -np.expm1(known.alpha2 * -np.log1p(usual / known.beta2))
    return np.asarray(known.share * first + (1 - known.share) * second)


def next_contacts(company: Company) -> Floats:
    """Contacts of the next 90 days: the last half year's pace, at last year's turn of season."""
    table = company.quarterly()
    start = np.arange(table.shape[1]) * WEEKS_IN_QUARTER
    end = np.minimum(start + WEEKS_IN_QUARTER, company.weeks)
    since = max(0, company.weeks - RECENT_WEEKS)
    share = np.clip((end - np.maximum(start, since)) / np.maximum(end - start, 1), 0, 1)
    days = DAYS * max(1, company.weeks - since)
    turn = _turn(company.totals[1])
    return np.asarray(table @ share * (NEXT_DAYS / days) * turn)


def next_level(company: Company) -> float:
    """Reports per contact in the next 90 days, as times those of all weeks so far.

    Last year's same season, at the level that this year has against the last.
    """
    reports, contacts = company.totals
    weeks = company.weeks
    usual = _rate(reports, contacts, 0, weeks)
    if weeks < YEAR_WEEKS + RECENT_WEEKS or not usual:
        return 1.0
    season = _rate(reports, contacts, weeks - YEAR_WEEKS, weeks - YEAR_WEEKS + WEEKS_IN_QUARTER)
    before = _rate(reports, contacts, weeks - YEAR_WEEKS - RECENT_WEEKS, weeks - YEAR_WEEKS)
    now = _rate(reports, contacts, weeks - RECENT_WEEKS, weeks)
    return season * now / before / usual if before else now / usual


def _base(company: Company, counts: CustomerCounts) -> float:
    """Reports with a known customer per contact of a customer."""
    contacts = float(company.quarterly().sum())
    return float(counts.per_block.sum()) / contacts if contacts else 0.0


def _rate(reports: Floats, contacts: Floats, start: int, end: int) -> float:
    seen = float(contacts[start:end].sum())
    return float(reports[start:end].sum()) / seen if seen else 0.0


def _turn(contacts: Floats) -> float:
    """How last year's contacts went on from a half year that ended where this one ends."""
    weeks = len(contacts)
    if weeks < YEAR_WEEKS + RECENT_WEEKS:
        return 1.0
    year_ago = weeks - YEAR_WEEKS
    before = contacts[year_ago - RECENT_WEEKS : year_ago].sum() / RECENT_WEEKS
    after = contacts[year_ago : year_ago + WEEKS_IN_QUARTER].sum() / WEEKS_IN_QUARTER
    return float(after / before) if before else 1.0


def _decayed_counts(company: Company) -> Floats:
    reports = company.reports
    known = reports.where(with_contacts(company))
    each = decay(company, known.day)
    return np.asarray(np.bincount(known.customer, each, company.customers), np.float64)


def decay(company: Company, days: NDArray[np.int64]) -> Floats:
    """What a report of each day counts on the last day of the data; days from the first one."""
    return _half(company.weeks * DAYS - 1 - days)


def _decay_of_blocks(company: Company) -> Floats:
    week = np.arange(company.weeks)
    each = _half(company.weeks * DAYS - 1 - (week * DAYS + MIDDLE_OF_WEEK))
    block = week // WEEKS_IN_QUARTER
    return np.asarray(np.bincount(block, each) / np.maximum(np.bincount(block), 1))


def _half(age_days: NDArray[np.int64]) -> Floats:
    return np.asarray(0.5 ** (age_days / HALF_LIFE_DAYS), np.float64)


def _weights(company: Company) -> Floats:
    """Mean severity per customer, drawn to everybody's mean, as a share of that mean."""
    reports = company.reports
    known = reports.where(reports.customer >= 0)
    if not len(known.day):
        return np.ones(company.customers)
    usual = float(known.severity.mean())
    summed = np.bincount(known.customer, known.severity, company.customers)
    n = np.bincount(known.customer, minlength=company.customers)
    return np.asarray((summed + SEVERITY_WEIGHT * usual) / (n + SEVERITY_WEIGHT) / usual)
