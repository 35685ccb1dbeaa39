"""How far rates of small and large groups may lie apart by chance: a funnel around the mean.

Spiegelhalter 2005, Statistics in Medicine 24:1185. Counts are taken as `spread` times a Poisson
count: chance alone is a spread of one, and groups that differ more among themselves than chance
would make them widen the funnel. Outside is a count that comes about that seldom, or one further
out; no reports at all where few are expected are nothing rare.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import pdtrik

Numbers = NDArray[np.float64]
USUAL, FAR = 0.95, 0.998
# A tenth at either end is pulled in before the spread is measured, so outliers do not hide.
PULLED_IN = 0.1


@dataclass(frozen=True)
class Funnel:
    """`mean` reports per contact, and the spread of groups around it (1: chance alone)."""

    mean: float
    spread: float

    def limits(self, contacts: ArrayLike, share: float) -> tuple[Numbers, Numbers]:
        """Give the reports per contact between which `share` of groups lie by chance."""
        held = np.asarray(contacts, np.float64)
        mean, size = self.mean * held / self.spread, self.spread / held
        rare = (1 - share) / 2
        low = np.where(np.exp(-mean) < rare, pdtrik(rare, mean), 0.0)
        return low * size, (pdtrik(1 - rare, mean) + 1) * size


def funnel(counts: ArrayLike, contacts: ArrayLike) -> Funnel:
    """Fit the funnel of groups by their reports and contacts; all contacts above zero.

    The spread is the mean square of the residuals, those of the outer tenths pulled in, and at
    least one. Raises ValueError without a single report.
    """
    seen, held = np.asarray(counts, np.float64), np.asarray(contacts, np.float64)
    if not seen.sum():
        raise ValueError("no reports")
    mean = float(seen.sum() / held.sum())
    # Square roots have a variance of a quarter whatever the mean is.
    residuals = 2 * (np.sqrt(seen) - np.sqrt(mean * held))
    low, high = np.quantile(residuals, (PULLED_IN, 1 - PULLED_IN))
    return Funnel(mean, max(1.0, float(np.mean(np.clip(residuals, low, high) ** 2))))
