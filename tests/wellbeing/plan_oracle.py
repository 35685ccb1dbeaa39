"""A second opinion on whole plans: it reads the clock at every minute and counts.

Nothing of the product's arithmetic is used. A clock is read once for every minute of the years
that are looked at; working minutes, days and wall times are then found by walking from minute to
minute. The rules are written down here again, from their words: how many hours or days after what,
which wish goes where, and up to when.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from wellbeing.cadence import Asked, Slot
from wellbeing.codes import Preset
from wellbeing.presets import Rules, restored
from wellbeing.workweek import WorkWeek

ZONES = ("Europe/Brussels", "Europe/Amsterdam", "America/Los_Angeles", "Asia/Tokyo", "UTC")
PER_DAY = 24 * 60
HOURS = 60
CLOSING, WORKING = 1, 2

Wall = tuple[int, int]  # day number and minute of the day
Planned = tuple[str, int, str]  # what for, at which minute, and why not as asked
Contact = tuple[str, int, str, int]  # the same, and up to which minute it may be moved
Step = tuple[int, int, bool]  # after how long, up to when, and whether it is planned at all
Steps = dict[str, list[Step]]  # per preset

# What the guidance and the house say where nobody has set anything else.
USUAL: Steps = {
    "light": [(1, 14, True)],
    "standard": [(72, 72, True), (14, 21, True), (42, 56, True)],
    "serious": [(8, 24, True), (72, 72, True), (28, 35, True), (90, 104, True)],
}


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
    """A week and steps made up for a test, with what they mean for every minute of the clock."""

    week: WorkWeek
    shift_ends: int
    clock: Clock
    steps: Steps = field(default_factory=lambda: USUAL)

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
    steps = rule.steps[preset]
    if preset == "light":
        days, latest, _ = steps[0]
        due = rule.after_working(now, days * ((rule.closes - rule.opens - 1) % PER_DAY + 1))
        bound = max(due, now + latest * PER_DAY)
        return [(*_wished("touch_base", rule, now, (due, ""), bound, when, at), bound)]
    later = [days[:2] for days in steps if days[2]][1:]
    if preset == "standard":
        talk = _talk(rule, now, steps[0], when, at)
        return [talk, *(_days_on("follow_up", rule, talk[1], *days) for days in later)]
    is_met = when in {"soon", "end_of_shift"} and is_contact_by_wished
    contact = _contact(rule, now, when if is_met else "", steps[0][0])
    talk = _talk(rule, now, steps[1], "" if is_met else when, at)
    return [
        ("first_contact", *contact, now + steps[0][1] * HOURS),
        talk,
        *(_days_on("follow_up", rule, now, *days) for days in later[1:]),
    ]


def _talk(rule: Rule, now: int, step: Step, when: str, at: int) -> Contact:
    due_at, why = _within_hours(rule, now, step[0])
    bound = max(due_at, now + step[1] * HOURS)
    return (*_wished("talk", rule, now, (due_at, why), bound, when, at), bound)


def _contact(rule: Rule, now: int, when: str, hours: int) -> tuple[int, str]:
    """Before the shift ends, and within so many hours; soon is two hours of work."""
    contact = min(_end_of_shift(rule, now), now + hours * HOURS)
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


def _within_hours(rule: Rule, now: int, hours: int) -> tuple[int, str]:
    last = rule.last_by(now, now + hours * HOURS)
    return (last, "") if last else (rule.first_from(now + hours * HOURS), "no_working_time")


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
    shift_ends = draw(st.integers(0, PER_DAY - 1))
    return Rule(week, shift_ends, clock_of(zone), draw(st.just(USUAL) | steps_of_a_unit()))


@st.composite
def steps_of_a_unit(draw: st.DrawFn) -> Steps:
    """Steps as a unit may set them, some later talks left out."""

    def step(least: int, most: int, reach: int, *, can_be_off: bool = False) -> Step:
        after = draw(st.integers(least, most))
        return after, after + draw(st.integers(0, reach)), not can_be_off or draw(st.booleans())

    def later() -> list[Step]:
        first, second = step(7, 60, 20, can_be_off=True), step(61, 180, 20, can_be_off=True)
        return [first, second]

    return {
        "light": [step(1, 5, 23)],
        "standard": [step(8, 120, 0), *later()],
        "serious": [step(1, 12, 36), step(8, 120, 0), *later()],
    }


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


def rules_of(steps: Steps) -> Rules:
    """Hand steps to the product; the usual ones it has itself."""
    if steps is USUAL:
        return Rules()
    return Rules(**{name: restored(Preset(name), rows) for name, rows in steps.items()})
