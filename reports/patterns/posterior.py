"""What the data say about each entity's rate ratio, once the prior is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, gammainc, gammaincc, gammaincinv, gammaln, psi

from reports.patterns.prior import Floats, Prior, checked

BISECTIONS = 40


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
        first = gammaincc(self.alpha1, bar * self.beta1)
        second = gammaincc(self.alpha2, bar * self.beta2)
        return np.asarray(self.share * first + (1 - self.share) * second)

    def probability_at_or_below(self, bar: float) -> Floats:
        """P(rate ratio <= bar): what `flag` wants."""
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
        low, high = ends.min(axis=0), ends.max(axis=0)
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            is_low = self._at_or_below(middle) < q
            low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
        return np.asarray((low + high) / 2)

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


def _log_evidence(n: Floats, exposure: Floats, a: float, b: float) -> Floats:
    """Log negative binomial less the terms both components share, so no exposure is no trouble."""
    return np.asarray(gammaln(a + n) - gammaln(a) + a * np.log(b) - (a + n) * np.log(b + exposure))
