"""A random organisation in memory, answering what the publishing operations ask the database."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from incidents.codes import CHANNELS
from incidents.codes.after import TRIGGERS
from reports.disclosure import Group, Unit, rolled_up
from reports.periods import shifted
from wellbeing.queries.care import KeptShare

OUTCOMES = (1, 2, 3, 4, 5)
SET_OFF = (TRIGGERS[0].number, TRIGGERS[1].number, TRIGGERS[2].number)


@dataclass(frozen=True)
class Report:
    """One report, as far as anything published counts it."""

    day: dt.date
    hour: int
    team: int
    site: int | None
    product: int | None
    channel: int
    reporter: int
    is_serious: bool
    outcome: int | None
    trigger: int | None

    @property
    def month(self) -> dt.date:
        return self.day.replace(day=1)


class Company:
    """Teams under parents and at sites, with staff; products; months of reports."""

    def __init__(self, seed: int, months: list[dt.date]) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - made-up companies, nothing secret
        dice = self.dice
        self.products = {key: f"P{key}" for key in range(1, dice.randint(2, 9))}
        self.sites = {key: (str(key), f"S{key}") for key in range(1, dice.randint(1, 4) + 1)}
        parents = list(range(100, 100 + dice.randint(1, 3)))
        self.tree: dict[int, tuple[int | None, str]] = {key: (None, f"U{key}") for key in parents}
        self.site_of: dict[int, int | None] = {}
        self.staff: dict[int, list[int]] = {}
        for key in range(1, dice.randint(2, 10)):
            self.tree[key] = (dice.choice([*parents, None]), f"T{key}")
            self.site_of[key] = dice.choice([*self.sites, None])
            people = dice.choice([3, 6, 9, 12, 15, 20, 40])
            self.staff[key] = [1000 * key + i for i in range(people)]
        self.months = months
        # In some, one trigger sets nearly everything off; drawn apart, so that all else stays.
        self.apart = random.Random(seed) if seed % 4 == 1 else None  # noqa: S311 - as above
        per_person = dice.choice([0.05, 0.15, 0.3, 0.6, 1.2])
        self.reports = [row for month in self.months for row in self._month(month, per_person)]

    def _month(self, month: dt.date, per_person: float) -> list[Report]:
        dice, found = self.dice, []
        shares = [dice.random() ** 2 + 0.02 for _ in self.products]
        for team, people in self.staff.items():
            heavy = dice.choice(people)
            for _ in range(_poisson(dice, per_person * len(people))):
                product = dice.choices(list(self.products), shares)[0]
                found.append(
                    Report(
                        day=month + dt.timedelta(days=dice.randrange(28)),
                        hour=dice.choice([9, 10, 10, 11, 14, 14, 15, 16, 20]),
                        team=team,
                        site=self.site_of[team],
                        product=None if dice.random() < 0.05 else product,
                        channel=dice.choice([word.number for word in CHANNELS]),
                        reporter=heavy if dice.random() < 0.2 else dice.choice(people),
                        is_serious=dice.random() < 0.15,
                        outcome=dice.choice(OUTCOMES) if dice.random() < 0.7 else None,
                        trigger=self._trigger(),
                    )
                )
        return found

    def _trigger(self) -> int | None:
        usual = self.dice.choice(SET_OFF) if self.dice.random() < 0.8 else None
        if self.apart is None or self.apart.random() < 0.05:
            return usual
        return SET_OFF[0]

    @property
    def size(self) -> int:
        """How many people work here."""
        return sum(len(people) for people in self.staff.values())

    def groups(self) -> list[Group]:
        """Give the teams that are shown alone or together, as everybody who works there knows."""
        units = [
            Unit(key, self.tree[key][0], len(people)) for key, people in sorted(self.staff.items())
        ]
        return rolled_up(units, {key: parent for key, (parent, _name) in self.tree.items()})

    def grouped(
        self, first: dt.date, last: dt.date, key: Callable[[Report], tuple[Any, ...]]
    ) -> list[Any]:
        """Count the reports of some months as the database would: a row per key, in order."""
        end = shifted(last, 1)
        counted = Counter(key(row) for row in self.reports if first <= row.day < end)
        return [(*found, n) for found, n in sorted(counted.items(), key=str)]

    def answers(self) -> dict[str, Callable[..., Any]]:
        """Give, under its name, each function of reports.queries that publishing asks."""
        return {
            "month_rows": lambda m: self.grouped(
                m, m, lambda r: (r.team, r.product, r.reporter, int(r.is_serious))
            ),
            "channel_rows": lambda m: self.grouped(m, m, lambda r: (r.channel, r.reporter)),
            "site_rows": lambda m: self.grouped(m, m, lambda r: (r.team, r.site, r.reporter)),
            "hour_rows": lambda a, b: self.grouped(
                a, b, lambda r: (r.day.weekday(), r.hour, r.reporter)
            ),
            "ending_rows": self._ending_rows,
            "trigger_rows": self._trigger_rows,
            "remedy_rows": _none,
            "promise_rows": _none,
            "settlement_rows": _none,
            "behaviour_rows": _none,
            "relation_rows": _none,
            "complaint_rows": _none,
            "customer_rows": _none,
            "customer_count": lambda: 0,
            "customers_with_agreement": lambda _customers, _day: set(),
            "contact_rows": _none,
            "small_things": lambda _month: {},
            "first_month": lambda: self.months[0],
            "team_tree": lambda: self.tree,
            "staff_per_team": lambda _day: {key: len(who) for key, who in self.staff.items()},
            "product_names": lambda: self.products,
            "site_names": lambda: self.sites,
        }

    def _ending_rows(self, first: dt.date, last: dt.date) -> list[Any]:
        found = self.grouped(first, last, lambda r: (r.outcome, r.reporter))
        return [row for row in found if row[0] is not None]

    def _trigger_rows(self, first: dt.date, last: dt.date) -> list[Any]:
        found = self.grouped(first, last, lambda r: (r.trigger, r.product, r.reporter))
        return [row for row in found if None not in row]

    def kept(self, month: dt.date) -> KeptShare:
        """Give care that was kept: most of it, most of the time."""
        dice = random.Random(f"{len(self.reports)} {month}")  # noqa: S311 - as above
        due = dice.randint(0, 60)
        late = min(due, dice.choice([0, 0, 1, 2, 3, 4, 9]))
        return KeptShare(due=due, kept=due - late, declined=0, people=due // 2)


def _none(*_months: dt.date) -> Iterable[Any]:
    return []


def _poisson(dice: random.Random, mean: float) -> int:
    """Draw how often something happens that is as likely in any part of the time."""
    count, left = 0, dice.expovariate(1)
    while left < mean:
        count, left = count + 1, left + dice.expovariate(1)
    return count
