"""The simpler rules that people use, to stand beside the engine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.patterns import posterior
from reports.patterns.judge import Judged

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
FEWEST_CONTACTS = 20
EARS_BASE, EARS_LAG, EARS_LIMIT = 7, 2, 3.0
EARS_LIMITS = (4, 5, 6, 7, 8, 10, 12, 15, 20)  # to find the one that rings as rarely as the engine
RATIO_WEEKS, RATIO = 8, 2.0


@dataclass(frozen=True)
class Spell:
    """One alarm of one series, from the week that it began to the last that it rang."""

    series: int
    first: int
    last: int


def top(values: Floats, names: int) -> Bools:
    """The highest so many, first come first on a tie."""
    chosen = np.zeros(len(values), np.bool_)
    chosen[np.argsort(-values, kind="stable")[:names]] = True
    return chosen


def rate(counts: Floats, contacts: Floats) -> Floats:
    """Reports per contact of those with twenty contacts or more."""
    known = contacts >= FEWEST_CONTACTS
    return np.divide(counts, contacts, out=np.zeros(len(counts)), where=known)


def proportional_ratio(counts: Floats, expected: Floats) -> Floats:
    """PRR: reports per expected report, over the same of all others."""
    others = (counts.sum() - counts) / np.maximum(expected.sum() - expected, 1e-12)
    own = np.divide(counts, expected, out=np.zeros(len(counts)), where=expected > 0)
    return np.asarray(np.divide(own, others, out=np.zeros(len(counts)), where=others > 0))


def by_proportional_ratio(counts: Floats, expected: Floats) -> Bools:
    """PRR >= 2, three reports or more, chi-squared >= 4 (Evans et al., 2001)."""
    chi = np.divide(
        (counts - expected) ** 2, expected, out=np.zeros(len(counts)), where=expected > 0
    )
    return (proportional_ratio(counts, expected) >= 2) & (counts >= 3) & (chi >= 4)


def by_eb05(judged: Judged) -> Bools:
    """EB05 > 2 (DuMouchel 1999): the lower end of the same posterior, with a fixed cut-off."""
    known = posterior(judged.reports, judged.expected, judged.prior)
    return np.asarray(known.quantile(0.05) > 2)


def ratio_alarms(counts: Floats) -> Bools:
    """This week at least twice the mean of the last eight, and three reports."""
    rings = np.zeros(counts.shape, np.bool_)
    for week in range(RATIO_WEEKS, len(counts)):
        usual = counts[week - RATIO_WEEKS : week].mean(axis=0)
        rings[week] = (counts[week] >= RATIO * usual) & (counts[week] >= 3)
    return rings


def ears_alarms(counts: Floats, limit: float = EARS_LIMIT) -> Bools:
    """EARS C2: three standard deviations above seven weeks that end two weeks ago."""
    rings = np.zeros(counts.shape, np.bool_)
    for week in range(EARS_BASE + EARS_LAG, len(counts)):
        past = counts[week - EARS_LAG - EARS_BASE : week - EARS_LAG]
        spread = np.maximum(past.std(axis=0, ddof=1), 0.5)
        rings[week] = (counts[week] - past.mean(axis=0)) / spread > limit
    return rings


def spells(rings: Bools) -> list[Spell]:
    """Give each alarm of each series; it stays one while gaps are two weeks at most."""
    found: list[Spell] = []
    for series in range(rings.shape[1]):
        weeks = np.flatnonzero(rings[:, series])
        if len(weeks):
            parts = np.split(weeks, np.flatnonzero(np.diff(weeks) > 3) + 1)
            found += [Spell(series, int(part[0]), int(part[-1])) for part in parts]
    return found
