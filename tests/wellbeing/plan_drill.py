"""Compare the product's plans with the minute-by-minute oracle, for every day of 2026 to 2036.

`make drill-time` runs it whole and prints what it counted; the tests take the weeks in which
clocks change and days drawn at random.
"""

import datetime as dt
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.wellbeing import plan_oracle as oracle
from wellbeing.cadence import Setting, plan
from wellbeing.codes import Preset
from wellbeing.workweek import WorkWeek

YEARS = range(2026, 2037)
WISHES = ("", "soon", "end_of_shift", "tomorrow", "at")
RULES_A_YEAR = 3


@dataclass
class Tally:
    """What was compared, and what differed."""

    days: int = 0
    plans: int = 0
    contacts: int = 0
    missed: int = 0
    doubled: int = 0
    first: str = ""
    weeks: list[WorkWeek] = field(default_factory=list)

    def compare(self, rule: oracle.Rule, now: int, preset: Preset, when: str, at: int) -> None:
        """Plan once with the product and once with the oracle; every contact has to be the same.

        In every second plan somebody else than the wished person makes the first contact.
        """
        is_wished = self.plans % 2 == 0
        shift_ends = dt.time(rule.shift_ends // 60, rule.shift_ends % 60)
        asked, rules = oracle.asked(when, at), oracle.rules_of(rule.steps)
        setting = Setting(oracle.moment(now), rule.week, shift_ends, asked, rules)
        slots = plan(preset, setting, is_contact_by_wished=is_wished)
        found = Counter(oracle.seen(slot) for slot in slots)
        wanted = Counter(
            oracle.expected(preset, rule, now, when, at, is_contact_by_wished=is_wished)
        )
        missed, doubled = wanted - found, found - wanted
        self.plans += 1
        self.contacts += wanted.total()
        self.missed += missed.total()
        self.doubled += doubled.total()
        if (missed or doubled) and not self.first:
            self.first = f"{setting} {preset}: {missed} {doubled}"


def walk(tally: Tally, rule: oracle.Rule, days: Iterable[dt.date], number: int) -> None:
    """Report something on each of these days, at any minute, and compare every preset."""
    draw = random.Random(number)  # noqa: S311 - a draw of test data
    tally.weeks.append(rule.week)
    for day in days:
        first = (day.toordinal() - dt.date(1970, 1, 1).toordinal()) * oracle.PER_DAY
        now = first + draw.randrange(oracle.PER_DAY)
        tally.days += 1
        for preset in Preset:
            at = now + draw.randrange(-600, 20 * oracle.PER_DAY)
            tally.compare(rule, now, preset, draw.choice(WISHES), at)


def days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def weeks_of_change(zone: str) -> list[dt.date]:
    """The days of every week in which the clocks of a zone change."""
    place = ZoneInfo(zone)

    def offset(day: dt.date) -> dt.timedelta | None:
        return dt.datetime.combine(day, dt.time(0), tzinfo=place).utcoffset()

    changes = [d for y in YEARS for d in days_of(y) if offset(d) != offset(d + dt.timedelta(1))]
    return [day + dt.timedelta(days=n) for day in changes for n in range(-3, 4)]


def drill(tally: Tally, zone: str, days: list[dt.date], count: int) -> None:
    """Let hypothesis make rules for these days, and walk through them with each rule.

    Its first example is always the simplest there is, one weekday from midnight to two, and says
    little: it is left out.
    """
    made = itertools.count()

    @seed(f"{zone} {days[0]}")
    @settings(
        max_examples=count + 1,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rule=oracle.rules(zone, days[0], days[-1]), number=st.integers(0, 2**32))
    def with_rules(rule: oracle.Rule, number: int) -> None:
        if next(made):
            walk(tally, rule, days, number)

    with_rules()


def main() -> int:
    """Walk every day in every zone and print the figures."""
    begun, total = time.monotonic(), Tally()
    for zone in oracle.ZONES:
        tally, since = Tally(), time.monotonic()
        for year in YEARS:
            drill(tally, zone, days_of(year), RULES_A_YEAR)
        for number, rule in enumerate(oracle.rules_of_change(zone)):
            walk(tally, rule, weeks_of_change(zone), number)
        oracle.clock_of(zone).forget()
        _print(zone, tally, time.monotonic() - since)
        for name in ("days", "plans", "contacts", "missed", "doubled"):
            setattr(total, name, getattr(total, name) + getattr(tally, name))
        total.first = total.first or tally.first
    _print(f"{len(oracle.ZONES)} zones", total, time.monotonic() - begun)
    return 1 if total.missed or total.doubled else 0


def _print(name: str, tally: Tally, seconds: float) -> None:
    print(  # noqa: T201 - the figures are what the drill is for
        f"{name}: {tally.days} days walked, {tally.plans} plans with {tally.contacts} contacts"
        f" compared, {tally.missed} missed, {tally.doubled} doubled, {seconds:.0f} s",
        flush=True,
    )
    if tally.first:
        print(tally.first, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
