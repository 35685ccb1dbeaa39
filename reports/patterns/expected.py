"""Expected counts by indirect standardisation: contacts x season x product mix x team habit."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.patterns.prior import Floats, fit_gamma

SWEEPS = 3


def standardised(
    groups: tuple[NDArray[np.int64], ...],
    counts: ArrayLike,
    contacts: ArrayLike,
    *,
    unshrunken: tuple[int, ...] = (0,),
) -> tuple[Floats, ...]:
    """Give the expected reports per member of each grouping.

    `groups` holds one array of member numbers (0, 1, …) per grouping, by custom week, product and
    team; element i of all arrays together is one cell with `counts[i]` reports and `contacts[i]`
    customer contacts. A member's own factor never enters its own expected count. Groupings in
    `unshrunken` take their factor as it is, the others shrunken towards 1 by a fitted gamma. Each
    answer is rescaled so that it sums to the number of reports.
    """
    n, exposure = np.asarray(counts, np.float64), np.asarray(contacts, np.float64)
    sizes = [int(group.max()) + 1 if len(group) else 0 for group in groups]
    if not exposure.sum():
        return tuple(np.zeros(size) for size in sizes)
    base = exposure * (n.sum() / exposure.sum())
    factors = [np.ones(size) for size in sizes]
    seen = [np.bincount(g, n, size) for g, size in zip(groups, sizes, strict=True)]
    for _ in range(SWEEPS):
        for own in range(len(groups)):
            margin = _margin(own, groups, factors, base)
            shape, rate = (0.0, 0.0) if own in unshrunken else fit_gamma(seen[own], margin)
            factors[own] = np.divide(
                shape + seen[own], rate + margin, out=np.ones(sizes[own]), where=rate + margin > 0
            )
    margins = [_margin(own, groups, factors, base) for own in range(len(groups))]
    return tuple(m * (n.sum() / m.sum()) if m.sum() else m for m in margins)


def _margin(
    own: int, groups: tuple[NDArray[np.int64], ...], factors: list[Floats], base: Floats
) -> Floats:
    cells = base.copy()
    for other, group in enumerate(groups):
        if other != own:
            cells *= factors[other][group]
    return np.asarray(np.bincount(groups[own], cells, len(factors[own])), np.float64)
