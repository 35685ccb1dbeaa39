"""Where and when it goes wrong: hours of the week, channels, triggers, behaviour by product.

Nobody counts contacts per trigger or per behaviour, so these are judged by shares: a cell of a
table against what its row and its column let expect. Channels have contacts and are judged by them.
"""

import numpy as np
from numpy.typing import ArrayLike

from reports.patterns.expected import Ints, by_margins, standardised
from reports.patterns.judge import PRODUCT_BAR, Judged, judge

CHANNEL_GROUP = 1
FILLS = 100


def judge_table(counts: ArrayLike, *, bar: float = PRODUCT_BAR) -> Judged:
    """Judge each cell of a table of reports, row by row, against its row and column.

    For trigger x product, behaviour x product and weekday x hour (7 x 24, when contacts per hour
    are not known). A cell that is flagged is "more than this row and this column would suggest".
    NaN is a cell that is not known; it is never flagged, and counts in its row and column as the
    known ones suggest (quasi-independence: Goodman, J. Amer. Statist. Assoc. 63, 1968).
    """
    table = np.asarray(counts, np.float64)
    known = ~np.isnan(table)
    full = np.where(known, table, 0.0)
    if not known.all():
        for _ in range(FILLS):
            full = np.where(known, table, by_margins(full))
    return judge(full.ravel(), by_margins(full).ravel(), bar=bar, candidates=known.ravel())


def judge_hours(counts: ArrayLike, contacts: ArrayLike, *, bar: float = PRODUCT_BAR) -> Judged:
    """Judge each hour of the week (tables of 7 x 24, answers day by day) by its contacts."""
    n, e = np.asarray(counts, np.float64).ravel(), np.asarray(contacts, np.float64).ravel()
    n = np.where(e > 0, n, 0)
    return judge(n, e * (n.sum() / e.sum()) if e.sum() else np.zeros(len(e)), bar=bar)


def judge_channels(
    week: Ints, channel: Ints, counts: ArrayLike, contacts: ArrayLike, *, bar: float = PRODUCT_BAR
) -> Judged:
    """Judge each channel, given what the weeks were like; one element per week x channel."""
    n = np.asarray(counts, np.float64)
    expected = standardised((week, channel), n, contacts)[CHANNEL_GROUP]
    seen = np.bincount(channel, n, len(expected))
    return judge(seen, expected, bar=bar)
