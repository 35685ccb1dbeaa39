"""What counts in steps of five leave of a total that is told exactly.

Whoever has both subtracts: of fourteen reports, fifteen or so with one trigger leave none or one
with another. A shown count stands for five reports or more, and at least three numbers must stay
possible for what is left.
"""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from reports.disclosure.cells import ROUND_TO, SMALLEST_GROUP

Key = TypeVar("Key", bound=Hashable)
HALF = ROUND_TO // 2
ROOM = 2


def with_room(counts: Iterable[tuple[Key, int]], total: int) -> list[tuple[Key, int]]:
    """Keep the rounded counts, in order, that together leave room below their exact total."""
    kept: list[tuple[Key, int]] = []
    left = total
    for key, count in counts:
        least = max(count - HALF, SMALLEST_GROUP)
        if left - least >= ROOM:
            kept.append((key, count))
            left -= least
    return kept
