"""By which way and when something reaches a person: their choices, quiet hours and digest.

A wall time that a clock change skips stands for the instant as many minutes later; one that
occurs twice stands for the first.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from people.codes import Channel, Urgency

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Habits:
    """When somebody may be sent something.

    `quiet` is the wall time from which, and until which, nothing is sent; it may run over
    midnight. `days_off` are the days known to be free. With `digest_at`, mail that can wait is
    gathered into one a day, at that time; `digests_from` is the first day that may still have one.
    """

    zone: ZoneInfo
    quiet: tuple[dt.time, dt.time] | None = None
    days_off: frozenset[dt.date] = frozenset()
    digest_at: dt.time | None = None
    digests_from: dt.date = dt.date.min

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, tzinfo=self.zone).astimezone(dt.UTC)

    def day_of(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True)
class Due:
    """One way and its moment; `digest_on` is the day of the digest that gathers it."""

    channel: Channel
    at: dt.datetime
    digest_on: dt.date | None = None


def route(
    ways: Collection[Channel], urgency: Urgency, habits: Habits, now: dt.datetime
) -> list[Due]:
    """Return by which of the ways a line reaches its person, and when each leaves.

    What stands inside the product stands there at once. What is sent leaves at once when it is
    urgent; else after quiet hours; and what can wait longer, not on a day off either, or with
    the digest. So what cannot wait for the digest is never held past one night, and what has to be
    known the same day leaves the same day, by the clock of who reads it.
    """
    found = [Due(Channel.APP, now)] if Channel.APP in ways else []
    found += [
        _leaving(way, urgency, habits, now) for way in (Channel.MAIL, Channel.PUSH) if way in ways
    ]
    return found


def _leaving(way: Channel, urgency: Urgency, habits: Habits, now: dt.datetime) -> Due:
    if urgency == Urgency.NOW:
        return Due(way, now)
    if urgency == Urgency.TODAY:
        return Due(way, _same_day(habits, now))
    if urgency == Urgency.SOON:
        return Due(way, _after_quiet(habits, now))
    if way == Channel.MAIL and habits.digest_at is not None:
        return _digest(habits, habits.digest_at, now)
    return Due(way, _when_free(habits, now))


def _digest(habits: Habits, time: dt.time, now: dt.datetime) -> Due:
    """Return the first digest at or after a moment: on no day off, and after quiet hours."""
    day = max(habits.day_of(now), habits.digests_from)
    while day in habits.days_off or _after_quiet(habits, habits.at(day, time)) < now:
        day += DAY
    return Due(Channel.MAIL, _after_quiet(habits, habits.at(day, time)), digest_on=day)


def _when_free(habits: Habits, moment: dt.datetime) -> dt.datetime:
    """Return the first moment that is neither quiet nor on a day off."""
    while True:
        later = _after_quiet(habits, moment)
        day = habits.day_of(later)
        if day not in habits.days_off:
            return later
        moment = habits.at(day + DAY, dt.time.min)


def _same_day(habits: Habits, now: dt.datetime) -> dt.datetime:
    """Return the end of quiet hours when it is on the same day, else the moment itself."""
    later = _after_quiet(habits, now)
    return later if habits.day_of(later) == habits.day_of(now) else now


def _after_quiet(habits: Habits, moment: dt.datetime) -> dt.datetime:
    """Return the moment itself, or the end of the quiet hours it lies in."""
    if habits.quiet is None:
        return moment
    start, end = habits.quiet
    today = habits.day_of(moment)
    for evening in (today - DAY, today):
        morning = evening + DAY if end <= start else evening
        until = habits.at(morning, end)
        if habits.at(evening, start) <= moment < until:
            return until
    return moment


# The wait after the first, second, … attempt that failed. The last attempt is made just before 24
# hours are over; after it nothing is tried any more and somebody has to look.
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 240, 480, 560))
MOST_ATTEMPTS = len(BACK_OFF) + 1
GIVE_UP_AFTER = dt.timedelta(hours=24)

# One worker does everything: a sweep that takes longer leaves the rest to the next one, so that
# calls of help and care do not wait behind a slow mail server.
LONGEST_SWEEP = dt.timedelta(seconds=15)

Clock = Callable[[], dt.datetime]


def moments(now: dt.datetime, clock: Clock | None) -> Iterator[dt.datetime]:
    """Yield the time before each row of a sweep, until it has lasted long enough.

    A lease counts from the moment its row is taken, not from the start of the sweep: else a slow
    sweep would leave rows to another one while it still works on them. Without a clock the time
    stands still.
    """
    moment = now
    while moment - now < LONGEST_SWEEP:
        yield moment
        moment = clock() if clock is not None else now


def wait_after(attempts: int) -> dt.timedelta:
    """Return how long to wait after so many attempts; it never shrinks."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def is_last(attempts: int, first_try: dt.datetime, now: dt.datetime) -> bool:
    """Say whether no other attempt fits into the 24 hours after the first one."""
    return attempts >= MOST_ATTEMPTS or now + wait_after(attempts) > first_try + GIVE_UP_AFTER
