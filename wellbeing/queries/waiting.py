"""When somebody who is away can hold a talk again, and whether it can wait for them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from people.models import User
from wellbeing.models import CheckIn
from wellbeing.queries.frame import frame_for
from wellbeing.workweek import WorkWeek


class Return(StrEnum):
    """Why a check-in cannot wait; empty when it can."""

    POSSIBLE = ""
    UNKNOWN = "unknown"
    SERIOUS = "serious"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Back:
    """Who is away, the first day they are back, and when the talk could be then."""

    holder: User
    on: dt.date | None
    at: dt.datetime | None
    refused: Return
    week: WorkWeek


def return_of(row: CheckIn, now: dt.datetime) -> Back | None:
    """Return when a talk can be with the one it usually is with; None when nobody stands in.

    Who was part of what happened is not waited for.
    """
    usual = row.standing_in_for
    if usual is None or not row.is_open:
        return None
    frame = frame_for(row.series, now)
    if usual.pk in frame.barred:
        return None
    week, last = frame.week, frame.chain.away.get(usual.pk)
    if last is None:
        return Back(usual, None, None, Return.UNKNOWN, week)
    first = last + dt.timedelta(days=1)
    at = week.first_moment(week.at(first, week.starts))
    if row.alert_at is not None and row.claimed_at is None:
        return Back(usual, first, None, Return.SERIOUS, week)
    if at > row.latest_at:
        return Back(usual, first, None, Return.TOO_LATE, week)
    return Back(usual, first, at, Return.POSSIBLE, week)
