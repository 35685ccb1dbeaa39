"""What customers did, how contacts ended, the relation after, whether the complaint was right.

Twelve months. A position that was held, and a customer who left angry while the colleague did what
could be done, are good ends. Of a complaint the manager's reading counts where there is one.
"""

import datetime as dt
from collections.abc import Iterable

from reports import queries
from reports.disclosure import fives, published
from reports.operations.month import Figures, cells_of


def endings_figures(first: dt.date, month: dt.date, smallest: int) -> dict[str, list[Figures]]:
    """Give the counts per code, rounded to five; None where they would point at a few people."""
    return {
        "behaviours": _counted(queries.behaviour_rows(first, month), smallest),
        "outcomes": _counted(queries.ending_rows(first, month), smallest),
        "relations": _counted(queries.relation_rows(first, month), smallest),
        "complaints": _counted(queries.complaint_rows(first, month), smallest),
    }


def _counted(rows: Iterable[tuple[int, int, int]], smallest: int) -> list[Figures]:
    counts = published(cells_of(rows, lambda row: row[0], 1), smallest)
    return [
        {"number": number, "reports": None if n is None else fives(n)}
        for number, n in counts.items()
    ]
