"""Expected counts by indirect standardisation: contacts x season x product mix x team habit."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reports.patterns.prior import Floats, fit_gamma

Ints = NDArray[np.int64]
Groups = tuple[Ints, ...]
SWEEPS = 3


def standardised(
    groups: Groups,
    counts: ArrayLike,
    contacts: ArrayLike,
    *,
    unshrunken: tuple[int, ...] = (0,),
    known: Mapping[int, Floats] | None = None,
) -> tuple[Floats, ...]:
    """Give the expected reports per member of each grouping.

    `groups` holds one array of member numbers (0, 1, …) per grouping, by custom week, product and
    team; element i of all arrays together is one cell with `counts[i]` reports and `contacts[i]`
    customer contacts. A member's own factor never enters its own expected count. Groupings in
    `unshrunken` take their factor as it is, those in `known` take the factors given, the others
    are shrunken towards 1 by a fitted gamma. Each answer is rescaled so that it sums to the number
    of reports. The order of the cells does not matter, to the last bit.
    """
    groups, n, exposure = _sorted(groups, counts, contacts)
    if not exposure.sum():
        return tuple(np.zeros(_size(group)) for group in groups)
    factors = _fitted(groups, n, exposure, unshrunken, known or {})
    base = exposure * (n.sum() / exposure.sum())
    margins = [_margin(own, groups, factors, base) for own in range(len(groups))]
    return tuple(m * (n.sum() / m.sum()) if m.sum() else m for m in margins)


def fit_factors(
    groups: Groups, counts: ArrayLike, contacts: ArrayLike, *, unshrunken: tuple[int, ...] = (0,)
) -> tuple[Floats, ...]:
    """Give the factor per member of each grouping: how often more than the base it is reported."""
    groups, n, exposure = _sorted(groups, counts, contacts)
    if not exposure.sum():
        return tuple(np.ones(_size(group)) for group in groups)
    return tuple(_fitted(groups, n, exposure, unshrunken, {}))


def by_margins(counts: ArrayLike) -> Floats:
    """Give what each cell of a table would hold if its rows and columns had nothing to do."""
    table = np.asarray(counts, np.float64)
    total = table.sum()
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    return np.asarray(np.outer(rows, columns) / total if total else np.zeros(table.shape))


def _sorted(
    groups: Groups, counts: ArrayLike, contacts: ArrayLike
) -> tuple[Groups, Floats, Floats]:
    """Put the cells in one order, so that sums come out the same whatever order they came in."""
    n, exposure = np.asarray(counts, np.float64), np.asarray(contacts, np.float64)
    order = np.lexsort((exposure, n, *groups))
    return tuple(group[order] for group in groups), n[order], exposure[order]


def _size(group: Ints) -> int:
    return int(group.max()) + 1 if len(group) else 0


def _fitted(
    groups: Groups,
    n: Floats,
    exposure: Floats,
    unshrunken: tuple[int, ...],
    known: Mapping[int, Floats],
) -> list[Floats]:
    base = exposure * (n.sum() / exposure.sum())
    factors = [known.get(own, np.ones(_size(group))) for own, group in enumerate(groups)]
    seen = [np.bincount(g, n, len(f)) for g, f in zip(groups, factors, strict=True)]
    for _ in range(SWEEPS):
        for own in set(range(len(groups))) - set(known):
            margin = _margin(own, groups, factors, base)
            shape, rate = (0.0, 0.0) if own in unshrunken else fit_gamma(seen[own], margin)
            room = rate + margin
            factors[own] = np.divide(
                shape + seen[own], room, out=np.ones(len(room)), where=room > 0
            )
    return factors


def _margin(own: int, groups: Groups, factors: list[Floats], base: Floats) -> Floats:
    cells = base.copy()
    for other, group in enumerate(groups):
        if other != own:
            cells *= factors[other][group]
    return np.asarray(np.bincount(groups[own], cells, len(factors[own])), np.float64)
