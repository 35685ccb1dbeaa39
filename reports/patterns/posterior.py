"""What the data say about each entity's rate ratio, once the prior is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, gammainc, gammaincc, gammaincinv, gammaln, psi

from reports.patterns.prior import Floats, Prior, checked

MOST_STEPS, CLOSE = 100, 1e-12
SMALLEST = np.finfo(np.float64).tiny


@dataclass(frozen=True)
class Posterior:
    """A mixture of two gammas per entity; arrays of one length, rate ratios without unit."""

    share: Floats
    alpha1: Floats
    beta1: Floats
    alpha2: Floats
    beta2: Floats

    @property
    def geometric_mean(self) -> Floats:
        """exp(E[log rate ratio]): the shrunken "times as many as expected"."""
        first = psi(self.alpha1) - np.log(self.beta1)
        second = psi(self.alpha2) - np.log(self.beta2)
        return np.asarray(np.exp(self.share * first + (1 - self.share) * second))

    def take(self, places: NDArray[np.int64]) -> "Posterior":
        """Give the posterior of these entities only: ranges of many thousands take seconds."""
        parts = (self.share, self.alpha1, self.beta1, self.alpha2, self.beta2)
        return Posterior(*(part[places] for part in parts))

    def probability_above(self, bar: float) -> Floats:
        """P(rate ratio > bar), computed from the upper tails so that it keeps its digits."""
        _check(bar)
        first = gammaincc(self.alpha1, bar * self.beta1)
        second = gammaincc(self.alpha2, bar * self.beta2)
        return np.asarray(self.share * first + (1 - self.share) * second)

    def probability_at_or_below(self, bar: float) -> Floats:
        """P(rate ratio <= bar): what `flag` wants."""
        _check(bar)
        return self._at_or_below(np.full(self.share.shape, bar))

    def quantile(self, q: float) -> Floats:
        """The rate ratio with probability q below it (0 < q < 1)."""
        if not 0 < q < 1:
            raise ValueError("q lies between 0 and 1")
        ends = np.stack(
            [
                gammaincinv(self.alpha1, q) / self.beta1,
                gammaincinv(self.alpha2, q) / self.beta2,
            ]
        )
        ends = np.maximum(ends, SMALLEST)
        low, high = ends.min(axis=0), ends.max(axis=0)
        found = np.where(self.share > 0.5, ends[0], ends[1])
        moving = np.arange(len(found))
        for _ in range(MOST_STEPS):
            if not len(moving):
                break
            before = found[moving]
            low, high, found[moving] = self.take(moving)._closer(q, low, high, before)
            is_moving = np.abs(found[moving] - before) > CLOSE * before
            moving, low, high = moving[is_moving], low[is_moving], high[is_moving]
        return np.asarray(found)

    def _closer(
        self, q: float, low: Floats, high: Floats, at: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """One step of Newton on the log scale; half-way between the ends where it would leave."""
        missing = q - self._at_or_below(at)
        low, high = np.where(missing > 0, at, low), np.where(missing > 0, high, at)
        with np.errstate(all="ignore"):
            step = at * np.exp(missing / self._density(at))
        is_inside = (step >= low) & (step <= high)
        return low, high, np.where(is_inside, step, np.sqrt(low) * np.sqrt(high))

    def _density(self, ratios: Floats) -> Floats:
        """Probability per unit of the log rate ratio."""
        parts = ((self.alpha1, self.beta1 * ratios), (self.alpha2, self.beta2 * ratios))
        first, second = (np.exp(a * np.log(x) - x - gammaln(a)) for a, x in parts)
        return np.asarray(self.share * first + (1 - self.share) * second)

    def _at_or_below(self, bars: Floats) -> Floats:
        first = gammainc(self.alpha1, bars * self.beta1)
        second = gammainc(self.alpha2, bars * self.beta2)
        return np.asarray(self.share * first + (1 - self.share) * second)


def posterior(counts: ArrayLike, expected: ArrayLike, prior: Prior) -> Posterior:
    """Combine reports seen and expected (one element per entity) with the prior."""
    n, exposure = checked(counts, expected)
    first = _log_evidence(n, exposure, prior.alpha1, prior.beta1)
    second = _log_evidence(n, exposure, prior.alpha2, prior.beta2)
    with np.errstate(divide="ignore"):
        odds = np.log(prior.weight) - np.log1p(-prior.weight) + first - second
    return Posterior(
        share=expit(odds),
        alpha1=prior.alpha1 + n,
        beta1=prior.beta1 + exposure,
        alpha2=prior.alpha2 + n,
        beta2=prior.beta2 + exposure,
    )


def _check(bar: float) -> None:
    if not bar >= 0:
        raise ValueError("the bar is a rate ratio: a number from 0 up")


def _log_evidence(n: Floats, exposure: Floats, a: float, b: float) -> Floats:
    """Log negative binomial less the terms both components share, so no exposure is no trouble."""
    return np.asarray(gammaln(a + n) - gammaln(a) + a * np.log(b) - (a + n) * np.log(b + exposure))
