"""When people work: days, hours, time zone and days off, as plain instants in UTC.

A working day runs from its opening to its closing, both included. A wall time that a clock change
skips stands for the instant as many minutes later; one that occurs twice stands for the first.

A year without any working day is a mistake somebody made, not a plan. Looking for a working day
then ends: days off are left out of account, and the next weekday of the week is taken.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Self
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
LONGEST_SEARCH = 366


@dataclass(frozen=True)
class WorkWeek:
    """The working time of one person: ISO weekdays, hours of the day, zone, and days off.

    `holidays` are days on which nobody of the team works, `away` those on which the person does
    not.
    """

    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    starts: dt.time = dt.time(9)
    ends: dt.time = dt.time(17)
    holidays: frozenset[dt.date] = frozenset()
    away: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays & set(range(1, 8)):
            message = "a working week needs at least one weekday"
            raise ValueError(message)

    @property
    def is_overnight(self) -> bool:
        """Hours that end at or before their start run into the next day."""
        return self.ends <= self.starts

    @property
    def day_length(self) -> dt.timedelta:
        """The hours of one working day, clock changes aside."""
        begin = dt.datetime.combine(dt.date.min, self.starts, tzinfo=dt.UTC)
        end = dt.datetime.combine(dt.date.min, self.ends, tzinfo=dt.UTC)
        return end - begin + (DAY if self.is_overnight else dt.timedelta())

    def local_day(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.zone).date()

    def local_time(self, moment: dt.datetime) -> dt.time:
        return moment.astimezone(self.zone).time()

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """Return the first instant at which clocks of the zone show this day and time."""
        return dt.datetime.combine(day, time, tzinfo=self.zone).astimezone(dt.UTC)

    def works_on(self, day: dt.date) -> bool:
        is_off = day in self.holidays or day in self.away
        return day.isoweekday() in self.weekdays and not is_off

    def without_absence(self) -> Self:
        """Return the week as those around the person work it."""
        return replace(self, away=frozenset())

    def opening(self, day: dt.date) -> dt.datetime:
        return self.at(day, self.starts)

    def closing(self, day: dt.date) -> dt.datetime:
        end = self.at(day + DAY if self.is_overnight else day, self.ends)
        return max(end, self.opening(day))

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the day itself, or the next working day."""
        return self._nearest(day, DAY)

    def on_or_before(self, day: dt.date) -> dt.date:
        """Return the day itself, or the last working day before it."""
        return self._nearest(day, -DAY)

    def _nearest(self, day: dt.date, step: dt.timedelta) -> dt.date:
        for count in range(LONGEST_SEARCH):
            found = day + count * step
            if self.works_on(found):
                return found
        while day.isoweekday() not in self.weekdays:
            day += step
        return day

    def working_day_after(self, day: dt.date, count: int = 1) -> dt.date:
        """Return the working day that lies `count` working days after a day."""
        for _ in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def first_moment(self, not_before: dt.datetime) -> dt.datetime:
        """Return the first working moment at or after an instant."""
        day = self.on_or_after(self.local_day(not_before) - DAY)
        while self.closing(day) < not_before:
            day = self.working_day_after(day)
        return max(self.opening(day), not_before)

    def last_moment(self, *, after: dt.datetime, not_after: dt.datetime) -> dt.datetime | None:
        """Return the last working moment up to an instant, if there is one past `after`."""
        day = self.on_or_before(self.local_day(not_after))
        while self.opening(day) > not_after:
            day = self.on_or_before(day - DAY)
        found = min(self.closing(day), not_after)
        return found if found > after else None

    def add(self, moment: dt.datetime, working: dt.timedelta) -> dt.datetime:
        """Return the instant at which this much working time has passed since a moment."""
        day = self.on_or_after(self.local_day(moment) - DAY)
        while True:
            begin = max(self.opening(day), moment)
            end = self.closing(day)
            if begin <= end and working <= end - begin:
                return begin + working
            working -= max(end - begin, dt.timedelta())
            day = self.working_day_after(day)

    def same_time_on(self, day: dt.date, moment: dt.datetime) -> dt.datetime:
        """Return the wall time of a moment on another day, within the hours of that day."""
        wanted = self.at(day, self.local_time(moment))
        return min(max(wanted, self.opening(day)), self.closing(day))
