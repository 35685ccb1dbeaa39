"""Marks for the engine and the rules beside it on one company, by what is true in it."""

import numpy as np

from bench.patterns import rules
from bench.patterns.marks import Floats, Marks, cover, lists, promised, share
from bench.patterns.rules import Spell
from bench.patterns.simulate import SPIKE_WEEKS, WEEKS, Truth
from reports.patterns import episodes
from reports.patterns.company import Company
from reports.patterns.judge import CUSTOMER_BAR, PRODUCT_BAR, QUIET_BAR, Judged, judge_quiet
from reports.patterns.outlook import outlook
from reports.patterns.standing import (
    PRODUCT_WEEKS,
    CustomerCounts,
    customer_counts,
    judge_customers,
    judge_products,
    judge_teams,
)

FIRST_WEEK = 30
SPIKE_SEEN, LASTING_SEEN = 5, 13
TRULY_CHRONIC = 3.0
FOREMOST = 50


def grade(company: Company, truth: Truth) -> Marks:
    """Give every mark of one company; not-a-number where there is nothing to mark."""
    return (
        products(company, truth)
        | customers(company, truth)
        | teams(company, truth)
        | weekly(company, truth)
    )


def products(company: Company, truth: Truth) -> Marks:
    """Marks for the lists of products over the last half year."""
    judged = judge_products(company)
    true, planted = product_truth(truth), np.zeros(company.products, np.bool_)
    planted[list(truth.lasting)] = True
    contacts = truth.product_contacts[-PRODUCT_WEEKS:].sum(axis=0)
    few = len(truth.lasting)
    named_by = {
        "count": rules.top(judged.reports, few),
        "rate": rules.top(rules.rate(judged.reports, contacts), few),
        "prr": rules.by_proportional_ratio(judged.reports, judged.expected),
        "eb05": rules.by_eb05(judged),
        "engine": judged.flagged,
        "top": rules.top(-judged.doubt, few),
    }
    marks = lists("products", named_by, true > PRODUCT_BAR, planted)
    return marks | {
        "products engine promised": promised(judged),
        "products cover": cover(judged, true),
    }


def product_truth(truth: Truth) -> Floats:
    """True rate over the last half year per product, as times the mean of them all."""
    contacts = truth.product_contacts[-PRODUCT_WEEKS:]
    rate = truth.product_rate[-PRODUCT_WEEKS:]
    mine = (contacts * rate).sum(axis=0) / np.maximum(contacts.sum(axis=0), 1e-9)
    return np.asarray(mine / ((contacts * rate).sum() / contacts.sum()))


def customers(company: Company, truth: Truth) -> Marks:
    """Marks for the lists of customers over all weeks, and for their next 90 days."""
    counts = customer_counts(company)
    judged = judge_customers(company, counts)
    contacts = truth.customer_contacts
    true = truth.customer_rate / (truth.customer_rate @ contacts / contacts.sum())
    planted = np.zeros(company.customers, np.bool_)
    planted[truth.chronic] = True
    few = len(truth.chronic)
    surest = judged.known.probability_above(TRULY_CHRONIC) * counts.may_be_named
    named_by = {
        "count": rules.top(counts.reports, few),
        "rate": rules.top(rules.rate(counts.reports, contacts), few),
        "prr": rules.by_proportional_ratio(counts.reports, counts.expected),
        "eb05": rules.by_eb05(judged),
        "engine": judged.flagged,
        "top": rules.top(surest, few),
    }
    marks = lists("customers", named_by, true > CUSTOMER_BAR, planted)
    return marks | {
        "customers engine promised": promised(judged),
        "customers cover": cover(judged, true),
        **_forecast(company, counts, judged, truth),
    }


def _forecast(company: Company, counts: CustomerCounts, judged: Judged, truth: Truth) -> Marks:
    ahead = outlook(company, counts, judged.prior)
    seen = truth.next_reports.astype(np.float64)
    mean_quarter = counts.reports * (13 / WEEKS)
    late = company.reports.where(company.reports.week >= WEEKS - 13)
    last = np.bincount(late.customer, minlength=company.customers).astype(np.float64)
    now = truth.customer_late_rate
    now = now / (now @ truth.customer_contacts / truth.customer_contacts.sum())
    chronic = np.isin(np.arange(company.customers), truth.chronic)
    flagged = ahead.judged.flagged
    reformed = np.isin(np.flatnonzero(flagged), truth.reformed)
    return lists("outlook", {"engine": flagged}, now > CUSTOMER_BAR, chronic) | {
        "forecast engine": deviance(seen, ahead.expected * (91 / 90)),
        "forecast last": deviance(seen, last),
        "forecast mean": deviance(seen, mean_quarter),
        "forecast total": float(ahead.expected.sum() * (91 / 90) / seen.sum()),
        "forecast engine top": float(seen[rules.top(ahead.expected, FOREMOST)].sum()),
        "forecast last top": float(seen[rules.top(last, FOREMOST)].sum()),
        "forecast mean top": float(seen[rules.top(mean_quarter, FOREMOST)].sum()),
        "outlook engine promised": promised(ahead.judged),
        "outlook reformed": float(reformed.sum()),
    }


def teams(company: Company, truth: Truth) -> Marks:
    """Marks for the teams that report less than half of what their contacts suggest."""
    judged = judge_teams(company)
    usual = judged.expected.sum()
    true = truth.team_rate / (truth.team_rate @ judged.expected / usual)
    quiet = judge_quiet(judged)
    planted = np.arange(company.teams) == truth.quiet_team
    return lists("quiet", {"engine": quiet.flagged}, true <= QUIET_BAR, planted) | {
        "quiet engine promised": promised(quiet),
        "teams cover": cover(judged, true),
    }


def deviance(seen: Floats, expected: Floats) -> float:
    """Poisson deviance per customer; a forecast of nothing counts as a thousandth."""
    mean = np.maximum(expected, 1e-3)
    log = np.where(seen > 0, seen * np.log(np.maximum(seen, 1) / mean), 0.0)
    return float(2 * np.mean(log - (seen - mean)))


def weekly(company: Company, truth: Truth) -> Marks:
    """Marks for the alarms of weeks 30 to 103."""
    counts, contacts = company.weekly()
    found = episodes(counts, contacts)
    alarms = {
        "engine": [Spell(e.first.series, e.first.week, e.last.week) for e in found],
        "ratio": rules.spells(rules.ratio_alarms(counts)),
        "ears": rules.spells(rules.ears_alarms(counts)),
    }
    for limit in rules.EARS_LIMITS:
        alarms[f"ears {limit}"] = rules.spells(rules.ears_alarms(counts, limit))
    marks: Marks = {}
    for rule, spells in alarms.items():
        graded = [spell for spell in spells if spell.last >= FIRST_WEEK]
        marks |= {f"weekly {rule} {k}": v for k, v in _weekly_marks(graded, truth).items()}
    return marks


def _weekly_marks(spells: list[Spell], truth: Truth) -> Marks:
    spikes = [_delay(spells, p, start, SPIKE_SEEN) for p, start in truth.spikes.items()]
    lasting = [_delay(spells, p, start, LASTING_SEEN) for p, start in truth.lasting.items()]
    false = [spell for spell in spells if not _is_right(spell, truth)]
    seen = [delay for delay in spikes if delay is not None]
    return {
        "false": len(false) / (WEEKS - FIRST_WEEK),
        "precision": share(len(spells) - len(false), len(spells)),
        "spikes": share(len(seen), len(spikes)),
        "delay": float(np.mean(seen)) if seen else np.nan,
        "lasting": share(sum(delay is not None for delay in lasting), len(lasting)),
    }


def _delay(spells: list[Spell], product: int, start: int, weeks: int) -> int | None:
    """Weeks until the alarm, the week itself being the first; None when it came too late."""
    mine = [s for s in spells if s.series == product and s.first < start + weeks <= s.last + weeks]
    return min((max(0, s.first - start) + 1 for s in mine), default=None)


def _is_right(spell: Spell, truth: Truth) -> bool:
    spike, rise = truth.spikes.get(spell.series), truth.lasting.get(spell.series)
    in_spike = spike is not None and (
        spell.first <= spike + SPIKE_WEEKS + SPIKE_SEEN and spell.last >= spike
    )
    return in_spike or (rise is not None and spell.last >= rise)
