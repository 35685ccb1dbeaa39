"""A second opinion on whole plans: it reads the clock at every minute and counts.

Nothing of the product's arithmetic is used. A clock is read once for every minute of the years
that are looked at; working minutes, days and wall times are then found by walking from minute to
minute. The rules are written down here again, from their words: how many hours or days after what,
which wish goes where, and up to when.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from wellbeing.cadence import Asked, Slot
from wellbeing.workweek import WorkWeek

ZONES = ("Europe/Brussels", "Europe/Amsterdam", "America/Los_Angeles", "Asia/Tokyo", "UTC")
PER_DAY = 24 * 60
HOURS = 60
CLOSING, WORKING = 1, 2

Wall = tuple[int, int]  # day number and minute of the day
Planned = tuple[str, int, str]  # what for, at which minute, and why not as asked
Contact = tuple[str, int, str, int]  # the same, and up to which minute it may be moved


class Clock:
    """What the clocks of a zone show at every minute, read a UTC day at a time."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.days: dict[int, list[Wall]] = {}
        self.shown: dict[Wall, int] = {}

    def at(self, minute: int) -> Wall:
        number, rest = divmod(minute, PER_DAY)
        if number not in self.days:
            self._read(number)
        return self.days[number][rest]

    def _read(self, number: int) -> None:
        """Read every minute of a UTC day."""
        found: list[Wall] = []
        for minute in range(number * PER_DAY, (number + 1) * PER_DAY):
            wall = dt.datetime.fromtimestamp(minute * 60, self.zone)
            shown = (wall.toordinal(), wall.hour * 60 + wall.minute)
            found.append(shown)
            self.shown[shown] = min(minute, self.shown.get(shown, minute))
        self.days[number] = found

    def first_showing(self, wall: Wall) -> int:
        """The first minute that shows a wall time; as many minutes later when it is skipped."""
        near = wall[0] - dt.date(1970, 1, 1).toordinal()
        for number in (near - 1, near, near + 1):
            self.at(number * PER_DAY)
        if wall in self.shown:
            return self.shown[wall]
        minute = (near - 1) * PER_DAY
        while self.at(minute + 1) < wall:
            minute += 1
        day, time = self.at(minute)
        return minute + (wall[0] - day) * PER_DAY + wall[1] - time

    def forget(self) -> None:
        self.days.clear()
        self.shown.clear()


@cache
def clock_of(zone: str) -> Clock:
    return Clock(zone)


@dataclass
class Rule:
    """A week as made up for a test, with what it means for every minute of the clock."""

    week: WorkWeek
    shift_ends: int
    clock: Clock

    def __post_init__(self) -> None:
        self.opens = self.week.starts.hour * 60 + self.week.starts.minute
        self.closes = self.week.ends.hour * 60 + self.week.ends.minute
        self.spans: dict[int, tuple[int, int]] = {}
        self.marks: dict[int, list[int]] = {}

    def is_workday(self, day: int) -> bool:
        date = dt.date.fromordinal(day)
        is_off = date in self.week.holidays or date in self.week.away
        return date.isoweekday() in self.week.weekdays and not is_off

    def span(self, day: int) -> tuple[int, int]:
        """From which minute to which the work of a day lasts."""
        if day not in self.spans:
            begin = self.clock.first_showing((day, self.opens))
            last_day = day + 1 if self.closes <= self.opens else day
            self.spans[day] = begin, max(begin, self.clock.first_showing((last_day, self.closes)))
        return self.spans[day]

    def is_working(self, minute: int, *, with_closing: bool) -> bool:
        """The closing minute counts as a moment, not as time."""
        number, rest = divmod(minute, PER_DAY)
        if number not in self.marks:
            self.marks[number] = self._mark(number)
        mark = self.marks[number][rest]
        return mark == WORKING or (with_closing and mark == CLOSING)

    def _mark(self, number: int) -> list[int]:
        """Mark every minute of a UTC day that lies in the work of a day."""
        marks, first = [0] * PER_DAY, number * PER_DAY
        today = self.clock.at(first)[0]
        for day in range(today - 1, today + 3):
            if self.is_workday(day):
                begin, end = self.span(day)
                for minute in range(max(begin, first), min(end + 1, first + PER_DAY)):
                    here = CLOSING if minute == end else WORKING
                    marks[minute - first] = max(marks[minute - first], here)
        return marks

    def workday(self, day: int, step: int) -> int:
        while not self.is_workday(day):
            day += step
        return day

    def after_working(self, minute: int, count: int) -> int:
        """Count working minutes one by one."""
        while count:
            count -= self.is_working(minute, with_closing=False)
            minute += 1
        return minute

    def last_by(self, now: int, limit: int) -> int | None:
        for minute in range(limit, now, -1):
            if self.is_working(minute, with_closing=True):
                return minute
        return None

    def first_from(self, minute: int) -> int:
        while not self.is_working(minute, with_closing=True):
            minute += 1
        return minute

    def same_time(self, day: int, minute: int) -> int:
        """The minute of a working day that shows the time of another; else its nearest end."""
        begin, end = self.span(day)
        wanted = self.clock.first_showing((day, self.clock.at(minute)[1]))
        return min(max(wanted, begin), end)


def expected(
    preset: str, rule: Rule, now: int, when: str, at: int, *, is_contact_by_wished: bool = True
) -> list[Contact]:
    """Every contact of a preset as the rules say it in words."""
    if preset == "declined":
        return [_days_on("second_offer", rule, now, 14, 21)]
    if preset == "light":
        due = rule.after_working(now, (rule.closes - rule.opens - 1) % PER_DAY + 1)
        bound = max(due, now + 14 * PER_DAY)
        return [(*_wished("touch_base", rule, now, (due, ""), bound, when, at), bound)]
    due_at, why = _within_72_hours(rule, now)
    bound = max(due_at, now + 72 * HOURS)
    if preset == "standard":
        talk = _wished("talk", rule, now, (due_at, why), bound, when, at)
        later = [_days_on("follow_up", rule, talk[1], *days) for days in ((14, 21), (42, 56))]
        return [(*talk, bound), *later]
    is_met = when in {"soon", "end_of_shift"} and is_contact_by_wished
    talk = _wished("talk", rule, now, (due_at, why), bound, "" if is_met else when, at)
    later = [_days_on("follow_up", rule, now, *days) for days in ((28, 35), (90, 104))]
    contact = _contact(rule, now, when if is_met else "")
    return [("first_contact", *contact, now + 24 * HOURS), (*talk, bound), *later]


def _contact(rule: Rule, now: int, when: str) -> tuple[int, str]:
    """Before the shift ends, and within eight hours; soon is two hours of work."""
    contact = min(_end_of_shift(rule, now), now + 8 * HOURS)
    if when == "soon":
        contact = min(contact, rule.after_working(now, 2 * HOURS))
        return contact, _unless(is_as_asked=contact <= now + 2 * HOURS)
    return contact, _unless(is_as_asked=when != "end_of_shift" or _ends_next(rule, now))


def _unless(*, is_as_asked: bool) -> str:
    return "" if is_as_asked else "no_work_then"


def _ends_next(rule: Rule, now: int) -> bool:
    """Whether the end of the shift is the very next time that the clock shows it."""
    today = rule.clock.at(now)[0]
    ends = (rule.clock.first_showing((day, rule.shift_ends)) for day in (today, today + 1))
    return next(end for end in ends if end > now) == _end_of_shift(rule, now)


def _within_72_hours(rule: Rule, now: int) -> tuple[int, str]:
    last = rule.last_by(now, now + 72 * HOURS)
    return (last, "") if last else (rule.first_from(now + 72 * HOURS), "no_working_time")


def _days_on(step: str, rule: Rule, anchor: int, days: int, latest: int) -> Contact:
    """On a working day so many days on, up to the close of the last one by another day."""
    start = rule.clock.at(anchor)[0]
    due = rule.same_time(rule.workday(start + days, 1), anchor)
    return step, due, "", max(due, rule.span(rule.workday(start + latest, -1))[1])


def _end_of_shift(rule: Rule, now: int) -> int:
    """The next time the clock shows it: within twelve hours any day, later on a working day."""
    today = rule.clock.at(now)[0]
    for day in (today, today + 1):
        end = rule.clock.first_showing((day, rule.shift_ends))
        if now < end <= now + 12 * HOURS:
            return end
    is_past = rule.clock.first_showing((today, rule.shift_ends)) <= now
    return rule.clock.first_showing((rule.workday(today + is_past, 1), rule.shift_ends))


def _wished(
    step: str, rule: Rule, now: int, planned: tuple[int, str], bound: int, when: str, at: int
) -> Planned:
    """A wish wins up to the bound; one that has passed becomes soon."""
    if not when:
        return step, *planned
    tomorrow = rule.clock.at(now)[0] + 1
    wished = {
        "soon": lambda: rule.after_working(now, 2 * HOURS),
        "end_of_shift": lambda: _end_of_shift(rule, now),
        "tomorrow": lambda: rule.same_time(rule.workday(tomorrow, 1), now),
        "at": lambda: at,
    }[when]()
    if wished <= now:
        return step, min(rule.after_working(now, 2 * HOURS), bound), "passed"
    if wished <= bound:
        as_asked = {
            "soon": lambda: wished <= now + 2 * HOURS,
            "end_of_shift": lambda: _ends_next(rule, now),
            "tomorrow": lambda: rule.is_workday(tomorrow),
            "at": lambda: True,
        }[when]()
        return step, wished, _unless(is_as_asked=as_asked)
    return step, rule.last_by(now, bound) or planned[0], "beyond_bound"


@st.composite
def rules(draw: st.DrawFn, zone: str, first: dt.date, last: dt.date) -> Rule:
    """Any weekdays, any hours by day or by night, single days off, closed weeks, absences."""
    minutes = st.sampled_from([0, 15, 30, 45])
    starts = dt.time(draw(st.integers(0, 23)), draw(minutes))
    length = draw(st.integers(2, 13)) * 60 + draw(minutes)
    ends = (starts.hour * 60 + starts.minute + length) % PER_DAY
    days = st.dates(first, last + dt.timedelta(days=120))
    off = set(draw(st.sets(days, max_size=20)))
    for begin in draw(st.lists(days, max_size=3)):
        off |= {begin + dt.timedelta(days=n) for n in range(draw(st.integers(2, 16)))}
    away = draw(st.dates(first, last))
    week = WorkWeek(
        zone=ZoneInfo(zone),
        weekdays=frozenset(draw(st.sets(st.integers(1, 7), min_size=1))),
        starts=starts,
        ends=dt.time(ends // 60, ends % 60),
        holidays=frozenset(off),
        away=frozenset(away + dt.timedelta(days=n) for n in range(draw(st.integers(0, 14)))),
    )
    return Rule(week, draw(st.integers(0, PER_DAY - 1)), clock_of(zone))


def rules_of_change(zone: str) -> list[Rule]:
    """Work every day that begins or ends in the hour a clock change skips or shows twice."""
    found = []
    for wall in (dt.time(1, 30), dt.time(2, 30)):
        for starts, ends in ((wall, dt.time(10)), (dt.time(18), wall)):
            week = WorkWeek(ZoneInfo(zone), frozenset(range(1, 8)), starts, ends)
            found.append(Rule(week, wall.hour * 60 + 45, clock_of(zone)))
    return found


def asked(when: str, at: int) -> Asked:
    return Asked(when, moment(at) if when == "at" else None)


def moment(minute: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(minute * 60, dt.UTC)


def seen(slot: Slot) -> Contact:
    """What the product planned, in the words of the oracle."""
    due, latest = (int(at.timestamp()) // 60 for at in (slot.due_at, slot.latest_at))
    return str(slot.step), due, str(slot.why), latest
