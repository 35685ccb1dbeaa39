"""Who is told when: a serious report nobody picks up, a check-in that is past its moment."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from wellbeing.codes import Level, Reason
from wellbeing.workweek import WorkWeek

UNCLAIMED_AFTER = {
    Level.DEPUTY: dt.timedelta(minutes=30),
    Level.NEXT_LEVEL: dt.timedelta(minutes=60),
}
LATE_AFTER = {
    Level.OWNER: dt.timedelta(hours=24),
    Level.DEPUTY: dt.timedelta(hours=48),
    Level.NEXT_LEVEL: dt.timedelta(hours=72),
}


class Call(NamedTuple):
    """Tell this level for this reason at this instant; `since` is what it counts from."""

    at: dt.datetime
    reason: Reason
    level: Level
    since: dt.datetime

    @property
    def mark(self) -> tuple[Reason, Level, dt.datetime]:
        """What makes the call one that happens only once."""
        return self.reason, self.level, self.since


class Watched(NamedTuple):
    """The part of an open check-in that decides who has to be told."""

    due_at: dt.datetime
    alert_at: dt.datetime | None
    is_claimed: bool
    is_serious: bool


def calls(watched: Watched, week: WorkWeek) -> list[Call]:
    """Return every call of a check-in in order. Serious ones count clock hours, others working.

    Working hours are those of the team: that the person is away gives nobody more time, else an
    absence without an end would put off what was promised for ever.
    """
    found = [
        Call(_late_at(watched, after, week), Reason.LATE, level, watched.due_at)
        for level, after in LATE_AFTER.items()
    ]
    if watched.alert_at is not None and not watched.is_claimed:
        found += [
            Call(watched.alert_at + after, Reason.UNCLAIMED, level, watched.alert_at)
            for level, after in UNCLAIMED_AFTER.items()
        ]
    return sorted(found)


def pending(all_calls: Iterable[Call], made: Iterable[tuple[str, int, dt.datetime]]) -> list[Call]:
    """Return the calls that have not been made."""
    done = set(made)
    return [call for call in all_calls if call.mark not in done]


def _late_at(watched: Watched, after: dt.timedelta, week: WorkWeek) -> dt.datetime:
    if watched.is_serious:
        return watched.due_at + after
    return week.without_absence().add(watched.due_at, after)
