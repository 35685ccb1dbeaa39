"""What care somebody should have, kept by hand beside the product.

Written from what is promised, never from the product's rules: how many contacts a preset has, up
to when the first talk is, when a second offer comes, who is told that something is late. What a
report does to care that runs already is kept between two bounds: nothing less than it would have
had alone, nothing more than both together.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = dt.timedelta(days=1)
OPENS, CLOSES = dt.time(9), dt.time(17)
PUBLIC_HOLIDAYS = {
    dt.date(2026, 12, 25),
    dt.date(2027, 1, 1),
    dt.date(2027, 3, 26),
    dt.date(2027, 3, 29),
    dt.date(2027, 4, 27),
    dt.date(2027, 5, 6),
    dt.date(2027, 5, 17),
    dt.date(2028, 4, 14),
    dt.date(2028, 4, 17),
    dt.date(2028, 4, 27),
    dt.date(2028, 5, 25),
    dt.date(2028, 6, 5),
    dt.date(2028, 12, 25),
    dt.date(2028, 12, 26),
}
KINDS = {"first_contact": "contact", "second_offer": "offer"}  # all others are talks
STRICTNESS = ("declined", "light", "standard", "serious")
PLANNED = {
    "declined": Counter(offer=1),
    "light": Counter(talk=1),
    "standard": Counter(talk=3),
    "serious": Counter(contact=1, talk=3),
}
# Days from the first talk (standard) or the report (serious), and how much later at most.
FOLLOW_UPS = {"standard": (14, 42), "serious": (28, 90)}
SLACK = dt.timedelta(days=7)
FIRST_TALK, LIGHT_TALK = dt.timedelta(hours=72), dt.timedelta(days=14)
LATE = {0: dt.timedelta(hours=24), 1: dt.timedelta(hours=48), 2: dt.timedelta(hours=72)}
UNCLAIMED = {1: dt.timedelta(minutes=30), 2: dt.timedelta(minutes=60)}
# How much a report of a severity weighs; a small thing that is only counted weighs as rudeness.
WEIGHTS = (0, 1, 3, 6, 10)
MUCH_WITHIN, REST = 14 * DAY, 28 * DAY
MUCH = 4  # the organisation of this test offers a check-in sooner than others


def kind_of(step: str) -> str:
    return KINDS.get(step, "talk")


def preset_of(severity: int, reading: int, when: str) -> str:
    """Which care a report of a severity leads to, with the person's own reading of it and wish."""
    grave = max(severity, reading)
    if grave < 2:
        return "" if when in {"", "none"} else "light"
    if when == "none":
        return "declined"
    if grave > 2:
        return "serious"
    return "light" if reading == 1 else "standard"


@dataclass
class Care:
    """What the oracle knows of one person, apart for what they told without their name."""

    is_running: bool = False
    preset: str = ""
    is_offered_twice: bool = False
    open: Counter[str] = field(default_factory=Counter)
    alert_since: dt.datetime | None = None
    talked_at: dt.datetime | None = None
    ends: list[str] = field(default_factory=list)
    cared_for: set[int] = field(default_factory=set)

    def begin(self, preset: str, seen: Counter[str]) -> None:
        """A report or a wish comes: care starts exactly as promised, or takes it up."""
        is_declined = preset == "declined"
        if not self.is_running:
            self.is_running, self.is_offered_twice = True, is_declined
            self.preset, self.open = preset, Counter(PLANNED[preset])
            return
        self.preset = max(self.preset, preset, key=STRICTNESS.index)
        if not is_declined:
            self.is_offered_twice = False
            self._take_up(PLANNED[preset], seen)

    def _take_up(self, own: Counter[str], seen: Counter[str]) -> None:
        for kind, most in (("contact", 1), ("talk", 3)):
            before = self.open[kind]
            least = max(own[kind], min(before, most))
            assert least <= seen[kind] <= before + own[kind], (kind, before, own, seen)
        self.open = Counter(contact=seen["contact"], talk=seen["talk"])

    def decline(self) -> None:
        if self.is_offered_twice:
            self.end("declined")
            return
        self.preset, self.is_offered_twice = "declined", True
        self.open = Counter(PLANNED["declined"])

    def alert(self, now: dt.datetime, again: dt.datetime | None) -> None:
        """The alert counts from now, unless one before it has still somebody to tell.

        `again`: since when one waits a second time, its holder having gone.
        """
        self.alert_since = self.alert_since or again
        if self.alert_since is None or now - self.alert_since >= max(UNCLAIMED.values()):
            self.alert_since = now

    def hold(
        self, kind: str, now: dt.datetime, *, has_next: bool, is_last: bool, is_again: bool
    ) -> None:
        """One contact is held; the others stay. Another comes when agreed on or needed."""
        self.open[kind] -= 1
        if kind == "talk":
            self.talked_at = now
        if is_last:
            self.end("by_person")
            return
        is_nothing_left = not self.open.total()
        if (has_next and not self.open["talk"]) or (is_again and is_nothing_left):
            self.open["talk"] += 1
        if not self.open.total():
            self.end("completed")

    def end(self, why: str) -> None:
        self.is_running, self.is_offered_twice = False, False
        self.preset, self.alert_since, self.open = "", None, Counter()
        self.ends.append(why)


@dataclass
class Load:
    """What somebody met of late, and when they were offered a check-in for it."""

    met: list[tuple[dt.datetime, int]] = field(default_factory=list)
    offered: list[dt.datetime] = field(default_factory=list)

    def look(self, now: dt.datetime, *, is_cared_for: bool) -> None:
        """One offer when it is much, none beside care, none within the days of rest."""
        much = sum(weight for at, weight in self.met if now - at <= MUCH_WITHIN)
        is_rested = not self.offered or now - self.offered[-1] >= REST
        if much >= MUCH and is_rested and not is_cared_for:
            self.offered.append(now)


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(AMSTERDAM).date()


def at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=AMSTERDAM)


@dataclass(frozen=True)
class Calendar:
    """The days somebody works: Monday to Friday from nine to five, not when they are away."""

    away: frozenset[dt.date] = frozenset()

    def works_on(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in PUBLIC_HOLIDAYS and day not in self.away

    def on_or_after(self, day: dt.date) -> dt.date:
        while not self.works_on(day):
            day += DAY
        return day

    def days_after(self, day: dt.date, count: int) -> dt.date:
        for _one in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def days_between(self, one: dt.datetime, other: dt.datetime) -> int:
        """Working days after the day of one, up to the day of the other."""
        first, last = day_of(one), day_of(other)
        days = (first + n * DAY for n in range(1, (last - first).days + 1))
        return sum(self.works_on(day) for day in days)

    def worked(self, since: dt.datetime, until: dt.datetime) -> dt.timedelta:
        """How much of the time between two moments is working time."""
        day, total = day_of(since), dt.timedelta()
        while day <= day_of(until):
            if self.works_on(day):
                begin, end = max(since, at(day, OPENS)), min(until, at(day, CLOSES))
                total += max(end - begin, dt.timedelta())
            day += DAY
        return total

    def latest_talk(
        self, now: dt.datetime, preset: str, when: str, talked_at: dt.datetime | None
    ) -> dt.datetime:
        """Up to when the first talk has to be; the first working moment after it when none is.

        Five working days after the last talk, when that is later.
        """
        if preset == "light" and not when:
            found = at(self.days_after(day_of(now), 1), CLOSES)
        else:
            found = now + (LIGHT_TALK if preset == "light" else FIRST_TALK)
            if not self.worked(now, found):
                found = at(self.on_or_after(day_of(found)), OPENS)
        if talked_at is not None:
            found = max(found, at(self.days_after(day_of(talked_at), 5), OPENS))
        return found

    def wish_met_by(
        self, now: dt.datetime, when: str, wished_at: dt.datetime | None
    ) -> dt.datetime:
        """Up to when a contact meets a wish."""
        if wished_at is not None:
            return wished_at
        following = self.days_after(day_of(now), 1)
        if when == "soon":
            return at(following, dt.time(OPENS.hour + 2))
        return at(following, CLOSES)


def late_levels(due_at: dt.datetime, now: dt.datetime, *, is_serious: bool) -> set[int]:
    """Who has been told by now: by the clock after something serious, else by working hours."""
    passed = now - due_at if is_serious else Calendar().worked(due_at, now)
    return {level for level, after in LATE.items() if passed >= after}
