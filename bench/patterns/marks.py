"""What a list of names is worth, by what is true."""

import numpy as np
from numpy.typing import NDArray

from reports.patterns.judge import Judged

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Marks = dict[str, float]
PROMISED_WRONG = 0.10


def lists(kind: str, named_by: dict[str, Bools], true: Bools, planted: Bools) -> Marks:
    """Mark the names of each rule: how many, right ones, planted ones found, wrong ones."""
    marks: Marks = {}
    for rule, named in named_by.items():
        marks[f"{kind} {rule} names"] = float(named.sum())
        marks[f"{kind} {rule} precision"] = share(int((named & true).sum()), int(named.sum()))
        marks[f"{kind} {rule} recall"] = share(int((named & planted).sum()), int(planted.sum()))
        wrong = float((named & ~true).sum())
        marks[f"{kind} {rule} wrong"] = wrong
        marks[f"{kind} {rule} excess"] = wrong - PROMISED_WRONG * float(named.sum())
    return marks


def promised(judged: Judged) -> float:
    """Names that may be chance by the engine's own account."""
    return float(judged.doubt[judged.flagged].sum())


def cover(judged: Judged, true: Floats) -> float:
    """The share of 90 % ranges that hold the truth, of all with something expected."""
    low, high = judged.known.quantile(0.05), judged.known.quantile(0.95)
    return float(np.mean((low <= true) & (true <= high), where=judged.expected > 0))


def share(part: int, whole: int) -> float:
    return part / whole if whole else np.nan
