"""How dark a cell of the week is drawn."""

from collections.abc import Sequence
from typing import Any

Figures = dict[str, Any]
STEPS = (0.6, 0.9, 1.2, 1.6, 2.1)


def shaded(rows: Sequence[Sequence[int | None]]) -> list[list[Figures]]:
    """Pair each count with its depth of colour: 0 to 5 by how it compares with the mean.

    The mean is that of the cells in which there is something; None, a cell that is not shown, has
    no depth to speak of.
    """
    filled = [count for row in rows for count in row if count]
    mean = sum(filled) / len(filled) if filled else 1
    return [
        [{"reports": count, "depth": _depth(count or 0, mean)} for count in row] for row in rows
    ]


def _depth(count: int, mean: float) -> int:
    return sum(1 for step in STEPS if count > step * mean)
