"""Numbers for the works council: counts in steps of five, and what their sums would still tell.

Pure, no Django. A row that is published stands for five reports or more, or for none at all: what
lies between is withheld. So a count rounded to c lies from c - 2 (or five) to c + 2. Rows and
their total together may narrow that; a table that would leave a number fewer than three possible
values is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

STEP = 5
HALF = STEP // 2
FEWEST_LEFT = 3


def in_steps(count: int | None) -> int | None:
    """Round a count to the nearest five; what is withheld stays withheld."""
    return None if count is None else STEP * round(count / STEP)


@dataclass(frozen=True)
class _Off:
    """How far the true count may lie from the rounded one."""

    low: int
    high: int


def _off(count: int) -> _Off:
    if count == 0:
        return _Off(0, 0)
    return _Off(max(-HALF, STEP - count), HALF)


def tells_too_much(rows: Sequence[int | None], total: int) -> bool:
    """Say whether rounded rows and their rounded total narrow one of them below three values."""
    known = [row for row in rows if row]
    if None in rows or not known:
        return False
    offs, whole, gap = [_off(row) for row in known], _off(total), total - sum(known)
    low, high = sum(off.low for off in offs), sum(off.high for off in offs)
    left = [
        (
            max(off.low, gap + whole.low - (high - off.high)),
            min(off.high, gap + whole.high - (low - off.low)),
        )
        for off in offs
    ]
    left.append((max(whole.low, low - gap), min(whole.high, high - gap)))
    return any(most - least + 1 < FEWEST_LEFT for least, most in left)
