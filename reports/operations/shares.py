"""Shares that may be told: tenths rounded down, from enough rows of enough people."""

from typing import Any

from reports.disclosure import fives

# Of thirty, nine tenths may be one, two or three that came late; of twenty, one or two.
FEWEST_ROWS = 30


def tenths(good: int, rows: int, people: int, smallest: int) -> dict[str, Any] | None:
    """Give how many of ten, and of about how many; None of too few rows or people."""
    if people < smallest or rows < FEWEST_ROWS:
        return None
    return {"tenths": 10 * good // rows, "of": fives(rows)}
