"""Who is on duty by the clock, and which level of people is asked next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WEEK = 8  # days to look ahead: today's opening may be past, and the same weekday comes again


@dataclass(frozen=True)
class Hours:
    """When a team works: ISO weekdays as "12345"; closing before opening means overnight."""

    weekdays: str
    opens_at: dt.time
    closes_at: dt.time


@dataclass(frozen=True)
class Switch:
    """What somebody said by hand; without `until` it holds until they say otherwise."""

    is_on: bool
    until: dt.datetime | None = None

    def holds(self, now: dt.datetime) -> bool:
        return self.until is None or now < self.until


def is_on_duty(hours: Hours, switch: Switch | None, local: dt.datetime) -> bool:
    """Say whether somebody is on duty: by their own switch while it holds, else by the hours."""
    if switch is not None and switch.holds(local):
        return switch.is_on
    return closing_of(hours, local) is not None


def closing_of(hours: Hours, local: dt.datetime) -> dt.datetime | None:
    """Return when the hours that are running now end; None outside the hours."""
    for day in (local.date() - dt.timedelta(days=1), local.date()):
        begin, end = _opening(hours, day, local), _closing(hours, day, local)
        if str(day.isoweekday()) in hours.weekdays and begin <= local < end:
            return end
    return None


def next_opening(hours: Hours, local: dt.datetime) -> dt.datetime | None:
    """Return when the hours begin next, after now; None when there are no working days."""
    for ahead in range(WEEK):
        day = local.date() + dt.timedelta(days=ahead)
        begin = _opening(hours, day, local)
        if str(day.isoweekday()) in hours.weekdays and begin > local:
            return begin
    return None


def levels_after(levels: Sequence[int], reached: int) -> list[int]:
    """Return the levels that are still to be asked, in the order of the route.

    When the route was changed meanwhile and no longer holds the level that was reached, those
    with a higher number are left.
    """
    if reached in levels:
        return list(levels[levels.index(reached) + 1 :])
    return [level for level in levels if level > reached]


def _opening(hours: Hours, day: dt.date, local: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(day, hours.opens_at, tzinfo=local.tzinfo)


def _closing(hours: Hours, day: dt.date, local: dt.datetime) -> dt.datetime:
    is_overnight = hours.closes_at <= hours.opens_at
    return dt.datetime.combine(
        day + dt.timedelta(days=int(is_overnight)), hours.closes_at, tzinfo=local.tzinfo
    )
