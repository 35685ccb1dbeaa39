"""What somebody can work out who knows the rules and adds and subtracts: linear programs."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog


def narrowed(
    total: int, shown: Mapping[Any, int | None], group: tuple[Hashable, ...]
) -> tuple[int, int]:
    """Give the least and the most a group of cells can count, the table's total being known.

    Zeros are shown, so a withheld cell is known to hold at least one, unless all are withheld.
    """
    keys = list(shown)
    floor = 0 if all(count is None for count in shown.values()) else 1
    bounds = [(floor, None) if n is None else (n, n) for n in shown.values()]
    aim = np.array([1.0 if key in group else 0.0 for key in keys])
    least = linprog(aim, A_eq=[np.ones(len(keys))], b_eq=[total], bounds=bounds)
    most = linprog(-aim, A_eq=[np.ones(len(keys))], b_eq=[total], bounds=bounds)
    return round(float(least.fun or 0)), round(-float(most.fun or 0))
