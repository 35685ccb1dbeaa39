"""Learning the organisation's own spread of rate ratios by maximum marginal likelihood."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit, gammaln, logit, psi

Floats = NDArray[np.float64]

ENOUGH_ENTITIES, ENOUGH_REPORTS = 30, 50
SQUASH_ABOVE, KEPT_EXACT, BINS = 1_000, 100, 200
SMALLEST, LARGEST = 1e-5, 1e7
# alpha1, beta1, alpha2, beta2, weight: five places to start climbing from.
STARTS = (
    (0.2, 0.1, 2.0, 4.0, 1 / 3),
    (0.2, 0.2, 5.0, 5.0, 0.4),
    (0.2041, 0.05816, 1.415, 1.838, 0.0969),
    (3.0, 0.5, 5.0, 5.0, 0.05),
    (10.0, 2.0, 20.0, 20.0, 0.02),
)


@dataclass(frozen=True)
class Prior:
    """Rate ratios ~ weight x Gamma(alpha1, beta1) + (1 - weight) x Gamma(alpha2, beta2).

    alpha is the shape, beta the rate, so a component's mean is alpha / beta; `weight` is the share
    of component 1, which is the smaller one (of two halves the one with the higher mean).
    """

    alpha1: float
    beta1: float
    alpha2: float
    beta2: float
    weight: float

    def __post_init__(self) -> None:
        shapes = (self.alpha1, self.beta1, self.alpha2, self.beta2)
        if not (all(part > 0 for part in shapes) and 0 <= self.weight <= 1):
            raise ValueError("shapes and rates are above 0, the weight lies between 0 and 1")


LITTLE_DATA = Prior(4.0, 4.0, 4.0, 4.0, 0.5)


def is_enough(counts: ArrayLike, expected: ArrayLike) -> bool:
    """Say whether a prior can be learnt: 30 entities with exposure and 50 reports."""
    n, exposure = checked(counts, expected)
    return bool((exposure > 0).sum() >= ENOUGH_ENTITIES and n.sum() >= ENOUGH_REPORTS)


def fit_prior(
    counts: ArrayLike,
    expected: ArrayLike,
    *,
    max_shape: float | None = 25.0,
    zero_truncated: bool = False,
) -> Prior:
    """Fit the two-gamma prior to reports seen and reports expected, one element per entity.

    `counts` are whole numbers >= 0 and include the zeros; with `zero_truncated` the table holds
    only entities with at least one report and each component is truncated at zero. `max_shape`
    caps both shapes (25: no prior is surer than about +-20 %), None lifts the cap. With too little
    to learn from (see `is_enough`) the answer is Gamma(4, 4) for both components.
    Raises ValueError for a cap of 0 or less, and for zeros in a zero-truncated table.
    """
    n, exposure = checked(counts, expected)
    _check_asked(n, max_shape, zero_truncated=zero_truncated)
    if not is_enough(n, exposure):
        return LITTLE_DATA
    n, exposure, weights = _squashed(n[exposure > 0], exposure[exposure > 0])
    top = np.log(LARGEST if max_shape is None else max_shape)
    low, high = np.log(SMALLEST), np.log(LARGEST)
    bounds = [(low, top), (low, high), (low, top), (low, high), (-20.0, 20.0)]
    cost = partial(_cost, n=n, exposure=exposure, weights=weights, zero_truncated=zero_truncated)
    fits = [
        minimize(
            cost,
            [*np.minimum(np.log(start[:4]), [top, high, top, high]), logit(start[4])],
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": 2_000, "ftol": 1e-11, "gtol": 1e-7},
        )
        for start in STARTS
    ]
    best = min(fits, key=lambda fit: float(fit.fun))
    a1, b1, a2, b2 = np.exp(best.x[:4])
    return _ordered(a1, b1, a2, b2, expit(best.x[4]))


def fit_gamma(counts: ArrayLike, expected: ArrayLike) -> tuple[float, float]:
    """Fit one gamma (shape, rate) to the rate ratios: the spread of a margin such as the teams."""
    n, exposure = checked(counts, expected)
    n, exposure, weights = _squashed(n[exposure > 0], exposure[exposure > 0])
    if not n.sum():
        return LITTLE_DATA.alpha1, LITTLE_DATA.beta1

    def cost(place: Floats) -> tuple[float, Floats]:
        value, slope = _component(n, exposure, *np.exp(place), zero_truncated=False)
        return -float(weights @ value), -(slope @ weights) * np.exp(place)

    edge = (np.log(SMALLEST), np.log(LARGEST))
    fits = [
        minimize(cost, np.log([a, a]), jac=True, method="L-BFGS-B", bounds=[edge, edge])
        for a in (1.0, 10.0)
    ]
    shape, rate = np.exp(min(fits, key=lambda fit: float(fit.fun)).x)
    return float(shape), float(rate)


def checked(counts: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats]:
    n, exposure = np.asarray(counts, np.float64), np.asarray(expected, np.float64)
    if n.ndim != 1 or n.shape != exposure.shape:
        raise ValueError("counts and expected are one-dimensional and of the same length")
    if not (np.isfinite(n).all() and np.isfinite(exposure).all()):
        raise ValueError("counts and expected are finite numbers")
    if (n < 0).any() or (exposure < 0).any():
        raise ValueError("counts and expected are not negative")
    return n, exposure


def _check_asked(n: Floats, max_shape: float | None, *, zero_truncated: bool) -> None:
    if max_shape is not None and not max_shape >= SMALLEST:
        raise ValueError("max_shape is a number above 0, or None for no cap")
    if zero_truncated and not n.all():
        raise ValueError("a zero-truncated table holds no counts of 0: leave those rows out")


def _squashed(n: Floats, exposure: Floats) -> tuple[Floats, Floats, Floats]:
    """Fold long tables: per count the largest exposures stay, the rest goes into equal bins."""
    order = np.lexsort((exposure, n))
    n, exposure = n[order], exposure[order]
    if len(n) <= SQUASH_ABOVE:
        return n, exposure, np.ones_like(n)
    cells: list[tuple[float, float, float]] = []
    for count in np.unique(n):
        same = exposure[n == count]
        many, single = same[:-KEPT_EXACT], same[-KEPT_EXACT:]
        bins = np.array_split(many, min(BINS, len(many))) if len(many) else []
        cells += [(count, float(part.mean()), float(len(part))) for part in bins]
        cells += [(count, float(value), 1.0) for value in single]
    folded = np.array(cells)
    return folded[:, 0], folded[:, 1], folded[:, 2]


def _cost(
    place: Floats, *, n: Floats, exposure: Floats, weights: Floats, zero_truncated: bool
) -> tuple[float, Floats]:
    """Give the negative marginal log likelihood and its slope in (log a, log b, logit weight)."""
    a1, b1, a2, b2 = np.exp(place[:4])
    share = expit(place[4])
    first, slope1 = _component(n, exposure, a1, b1, zero_truncated=zero_truncated)
    second, slope2 = _component(n, exposure, a2, b2, zero_truncated=zero_truncated)
    first, second = first + np.log(share), second + np.log1p(-share)
    total = np.logaddexp(first, second)
    mine, other = weights * np.exp(first - total), weights * np.exp(second - total)
    slope = np.concatenate(
        [slope1 @ mine, slope2 @ other, [float(mine.sum() - share * weights.sum())]]
    )
    slope[:4] *= (a1, b1, a2, b2)
    return -float(weights @ total), -slope


def _component(
    n: Floats, exposure: Floats, a: float, b: float, *, zero_truncated: bool
) -> tuple[Floats, Floats]:
    """Log negative binomial per row, less what no parameter changes; and its slope in a and b."""
    share = np.log(b) - np.log(b + exposure)
    value = gammaln(a + n) - gammaln(a) + a * share - n * np.log(b + exposure)
    slope = np.stack([psi(a + n) - psi(a) + share, a / b - (a + n) / (b + exposure)])
    if zero_truncated:
        seen = -np.expm1(a * share)
        value = value - np.log(seen)
        slope = slope + (1 / seen - 1) * np.stack([share, a / b - a / (b + exposure)])
    return value, slope


def _ordered(a1: float, b1: float, a2: float, b2: float, weight: float) -> Prior:
    if (weight, -a1 / b1) > (1 - weight, -a2 / b2):
        a1, b1, a2, b2, weight = a2, b2, a1, b1, 1 - weight
    return Prior(float(a1), float(b1), float(a2), float(b2), float(weight))
