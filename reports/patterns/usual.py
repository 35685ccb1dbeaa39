"""What is usual for one figure, judged by its own past."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import nbinom, poisson

ENOUGH_MONTHS = 6
LOW, HIGH = 0.025, 0.975


def usual_range(counts: ArrayLike) -> tuple[int, int] | None:
    """Give the range that holds 19 of 20 further counts like these; None below six of them.

    A predictive range: Poisson scatter, the extra scatter the past shows (negative binomial by
    moments), and the uncertainty of the mean itself.
    """
    past = np.asarray(counts, np.float64)
    if len(past) < ENOUGH_MONTHS or not past.sum():
        return None
    mean = past.mean()
    variance = max(past.var(ddof=1), mean) * (1 + 1 / len(past))
    size = mean**2 / (variance - mean)
    spread = nbinom(size, size / (size + mean)) if size < 1e6 else poisson(mean)
    return int(spread.ppf(LOW)), int(spread.ppf(HIGH))
