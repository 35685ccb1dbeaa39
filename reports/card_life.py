"""The life of a pattern card, told from what was decided. Pure, no Django.

New, being looked at, action running, checking the effect, closed; or dismissed until a day.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum

from reports.periods import first_of, shifted

WINDOW_MONTHS = 6  # that a month's report of products looks at
HALF_YEAR = dt.timedelta(weeks=26)
FEWEST_REPORTS, FEWEST_REPORTERS = 3, 2


class CardState(StrEnum):
    """Where a card stands."""

    NEW = "new"
    LOOKED_AT = "looked_at"
    RUNNING = "running"
    CHECKING = "checking"
    CLOSED = "closed"
    DISMISSED = "dismissed"


def state_of(
    *,
    is_taken: bool,
    steps: Sequence[dt.date],
    look_again_on: dt.date | None,
    dismissed_until: dt.date | None,
    is_closed: bool,
    today: dt.date,
) -> CardState:
    """Give the state on a day; `steps` are the days from which something is done.

    The effect is checked once something was begun and the day of the second look has come. A
    card that was dismissed is where it was before from that day on.
    """
    if is_closed:
        return CardState.CLOSED
    if dismissed_until is not None and today < dismissed_until:
        return CardState.DISMISSED
    if not is_taken:
        return CardState.NEW
    if not steps:
        return CardState.LOOKED_AT
    has_begun = min(steps) <= today
    if has_begun and look_again_on is not None and look_again_on <= today:
        return CardState.CHECKING
    return CardState.RUNNING


def comes_back(cell: Mapping[int, int]) -> bool:
    """Say whether enough reports by enough colleagues tell of one customer: reports by reporter."""
    return len(cell) >= FEWEST_REPORTERS and sum(cell.values()) >= FEWEST_REPORTS


def rests(*, closed_on: dt.date, month: dt.date, went_away: bool) -> bool:
    """Say whether a closed card still answers for a month's report that names its product.

    What was closed stands in the reports for six months. The pattern returned when a report
    between did not name it, or when all the months that the new one looks at lie after the closing.
    """
    return not went_away and month < shifted(first_of(closed_on), WINDOW_MONTHS)
