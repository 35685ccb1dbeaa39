"""Choosing whom to name so that a stated share of the names may be chance, and no more."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-12


def flag(probabilities_at_or_below_bar: ArrayLike, fdr: float = 0.10) -> NDArray[np.bool_]:
    """Name the longest list whose mean probability of being no more than the bar is <= `fdr`.

    Takes one P(rate ratio <= bar) per entity and returns one bool per entity, in the same order
    (Newton et al., Biostatistics 5:155, 2004; Ahmed et al., Stat. Med. 28:1774, 2009).
    Raises ValueError for what is no list of chances.
    """
    chances = np.asarray(probabilities_at_or_below_bar, np.float64)
    if chances.ndim != 1 or not ((chances >= 0) & (chances <= 1 + ROUNDING)).all():
        raise ValueError("chances are one-dimensional, each between 0 and 1")
    if not 0 <= fdr <= 1:
        raise ValueError("fdr lies between 0 and 1")
    named = np.zeros(chances.shape, np.bool_)
    order = np.argsort(chances, kind="stable")
    means = np.cumsum(chances[order]) / np.arange(1, len(order) + 1)
    named[order[: int((means <= fdr + ROUNDING).sum())]] = True
    return named
