"""How fast many customers are judged, beside a loop through scipy.stats, row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import process_time
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma, nbinom

from reports.patterns.judge import CUSTOMER_BAR, CUSTOMER_FDR, FEWEST_REPORTS, Judged, judge
from reports.patterns.lists import flag
from reports.patterns.prior import Prior

Floats = NDArray[np.float64]
Result = TypeVar("Result")
TIMES = 3
CUSTOMERS, SAMPLE = 200_000, 2_000
MOST_SECONDS, LEAST_TIMES, MOST_APART = 2.0, 40.0, 1e-9
USUAL_CONTACTS, REPORTS_PER_CONTACT = 100, 16_900 / 2_000_000
CHRONIC, CHRONIC_EVERY = 8.0, 1_000


@dataclass(frozen=True)
class Pace:
    """Seconds are of the processor, the fewest of three times.

    Those of the loop are scaled from its sample to all.
    """

    customers: int
    sample: int
    seconds: float
    ranges: float
    loop: float
    names: int
    apart: float
    is_same: bool

    @property
    def times(self) -> float:
        """How many times as long the loop takes."""
        return self.loop / self.seconds

    @property
    def is_met(self) -> bool:
        """Say whether the judging is as fast as wanted, and the same as by the loop."""
        is_fast = self.seconds + self.ranges <= MOST_SECONDS and self.times >= LEAST_TIMES
        return is_fast and self.is_same and self.apart <= MOST_APART


def pace(seed: int, customers: int = CUSTOMERS, sample: int = SAMPLE) -> Pace:
    """Judge so many customers, and a sample of them again by the loop, which is given the prior.

    Half of the sample are the surest, so that all who are named are in it, the rest is spread.
    """
    counts, expected = made_up(seed, customers)
    judged, seconds = _fastest(lambda: _judged(counts, expected))
    _ranges, ranges = _fastest(lambda: [judged.known.quantile(q) for q in (0.05, 0.95)])
    chosen = _sample(judged, sample)
    doubt, loop = _fastest(lambda: by_loop(counts[chosen], expected[chosen], judged.prior))
    names = int(judged.flagged.sum())
    flagged = flag(np.where(counts[chosen] >= FEWEST_REPORTS, doubt, 1.0), CUSTOMER_FDR)
    return Pace(
        customers=customers,
        sample=len(chosen),
        seconds=seconds,
        ranges=ranges,
        loop=loop * customers / len(chosen),
        names=names,
        apart=float(np.abs(doubt - judged.doubt[chosen]).max()),
        is_same=bool((flagged == judged.flagged[chosen]).all() and flagged.sum() == names),
    )


def made_up(seed: int, customers: int) -> tuple[Floats, Floats]:
    """Draw reports and reports expected per customer, one in a thousand eight times as loud."""
    rng = np.random.default_rng(seed)
    contacts = USUAL_CONTACTS * rng.lognormal(-0.5, 1.0, customers)
    rate = rng.gamma(4, 1 / 4, customers)
    rate[::CHRONIC_EVERY] *= CHRONIC
    counts = rng.poisson(contacts * REPORTS_PER_CONTACT * rate).astype(np.float64)
    return counts, contacts * (counts.sum() / contacts.sum())


def by_loop(counts: Floats, expected: Floats, prior: Prior) -> Floats:
    """Give P(rate ratio <= bar) of each customer by itself, in scipy's own distributions."""
    doubts = []
    for n, e in zip(counts, expected, strict=True):
        first = prior.weight * nbinom.pmf(n, prior.alpha1, prior.beta1 / (prior.beta1 + e))
        second = (1 - prior.weight) * nbinom.pmf(n, prior.alpha2, prior.beta2 / (prior.beta2 + e))
        share = first / (first + second)
        low1 = gamma.cdf(CUSTOMER_BAR, prior.alpha1 + n, scale=1 / (prior.beta1 + e))
        low2 = gamma.cdf(CUSTOMER_BAR, prior.alpha2 + n, scale=1 / (prior.beta2 + e))
        doubts.append(share * low1 + (1 - share) * low2)
    return np.array(doubts)


def told(found: Pace) -> Iterator[str]:
    """Write what was measured beside what was wanted."""
    whole = found.seconds + found.ranges
    same = "as the loop" if found.is_same else "NOT as the loop"
    yield f"{found.customers:,} customers, in seconds of the processor"
    yield _line("engine: prior, chances, names", "", f"{found.seconds:.2f}")
    yield _line("engine, with the 90 % ranges of all", f"<= {MOST_SECONDS:.2f}", f"{whole:.2f}")
    yield _line(f"scipy.stats loop, from {found.sample:,} of them", "", f"{found.loop:.2f}")
    yield _line("times as fast as the loop", f">= {LEAST_TIMES:.0f}", f"{found.times:.0f}")
    yield _line("chances differ by at most", f"<= {MOST_APART:.0e}", f"{found.apart:.0e}")
    yield _line("names", "the same", f"{found.names:,}", same)
    yield _line("pace", "", "", "met" if found.is_met else "NOT MET")


def _line(name: str, goal: str, seen: str, verdict: str = "") -> str:
    return f"{name:46} {goal:>12} {seen:>8}  {verdict}".rstrip()


def _judged(counts: Floats, expected: Floats) -> Judged:
    judged = judge(counts, expected, bar=CUSTOMER_BAR, fdr=CUSTOMER_FDR)
    judged.order, judged.known.geometric_mean, judged.known.probability_above(CUSTOMER_BAR)
    return judged


def _fastest(work: Callable[[], Result]) -> tuple[Result, float]:
    """Do it three times: what else the machine does only makes it slower."""
    seconds = []
    for _ in range(TIMES):
        begin = process_time()
        done = work()
        seconds.append(process_time() - begin)
    return done, min(seconds)


def _sample(judged: Judged, size: int) -> NDArray[np.int64]:
    can_be = np.where(judged.reports >= FEWEST_REPORTS, judged.doubt, 1.0)
    order = np.argsort(can_be, kind="stable")
    spread = np.linspace(size // 2, len(order) - 1, size - size // 2).astype(np.int64)
    return np.concatenate([order[: size // 2], order[spread]])
