"""A slow second opinion on the calendar: it looks at every minute and reads the wall clock."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator

from hypothesis import strategies as st

from wellbeing.workweek import WorkWeek

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)
ZONES = ("Europe/Brussels", "Europe/Amsterdam", "America/Los_Angeles", "Asia/Tokyo", "UTC")
_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_TEN_YEARS = 10 * 365 * 24 * 60


def is_working(moment: dt.datetime, week: WorkWeek, *, with_closing: bool) -> bool:
    """Read the wall clock of one minute; the closing minute counts as a moment, not as time."""
    wall = moment.astimezone(week.zone)
    time, day = wall.time(), wall.date()
    before_end = time <= week.ends if with_closing else time < week.ends
    if week.starts < week.ends:
        return week.works_on(day) and week.starts <= time and before_end
    is_evening = week.works_on(day) and time >= week.starts
    return is_evening or (week.works_on(day - DAY) and before_end)


def limit(now: dt.datetime, span: dt.timedelta, week: WorkWeek) -> dt.datetime:
    """The last working minute up to the limit, else the first one after it."""
    moment = now + span
    while moment > now:
        if is_working(moment, week, with_closing=True):
            return moment
        moment -= MINUTE
    moment = now + span
    while not is_working(moment, week, with_closing=True):
        moment += MINUTE
    return moment


def add(moment: dt.datetime, working: dt.timedelta, week: WorkWeek) -> dt.datetime:
    """Count working minutes one by one."""
    left = working // MINUTE
    while left:
        left -= is_working(moment, week, with_closing=False)
        moment += MINUTE
    return moment


def wall_times(start: dt.datetime, week: WorkWeek) -> Iterator[tuple[dt.datetime, dt.time]]:
    """Every minute after a moment with what the clock on the wall says."""
    while True:
        start += MINUTE
        yield start, start.astimezone(week.zone).time()


def moments() -> st.SearchStrategy[dt.datetime]:
    """Any minute of ten years, half of them in the weeks when clocks change."""
    anywhere = st.integers(0, _TEN_YEARS).map(lambda n: _EPOCH + n * MINUTE)
    return st.one_of(anywhere, _near_clock_changes())


def _near_clock_changes() -> st.SearchStrategy[dt.datetime]:
    """Within nine days of the last Sunday of March or October, or of March's or November's start.

    That covers the clock changes of Europe and of the United States.
    """

    def near(year: int, change: tuple[int, int], offset: int) -> dt.datetime:
        return dt.datetime(year, *change, tzinfo=dt.UTC) + offset * MINUTE

    changes = st.sampled_from([(3, 28), (10, 28), (3, 11), (11, 4)])
    return st.builds(near, st.integers(2026, 2036), changes, st.integers(-12_960, 12_960))


@st.composite
def weeks(draw: st.DrawFn) -> WorkWeek:
    """A working week in one of the zones, by day or by night, with some days off."""
    from_hour, to_hour = draw(
        st.one_of(
            st.tuples(st.integers(4, 11), st.integers(12, 23)),
            st.tuples(st.integers(18, 22), st.integers(4, 9)),
        )
    )
    minutes = st.sampled_from([0, 15, 30, 45])
    holidays = st.dates(dt.date(2026, 1, 1), dt.date(2037, 1, 1))
    return WorkWeek(
        zone=draw(st.sampled_from(ZONES).map(_zone)),
        weekdays=frozenset(draw(st.sets(st.integers(1, 7), min_size=1))),
        starts=dt.time(from_hour, draw(minutes)),
        ends=dt.time(to_hour, draw(minutes)),
        holidays=frozenset(draw(st.sets(holidays, max_size=20))),
    )


def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)
