"""Writers at work all at once on the reports of a throw-away database, while figures are renewed.

Each transaction of a writer enters, edits, sets aside, moves to another customer or removes a few
reports and stays open for all of them, so transactions end in another order than they began.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

from django.db import connections, transaction
from django.utils import timezone

from incidents.codes import BEHAVIOURS
from incidents.models import Incident
from reports.operations.rollups import refresh_dirty_months

STEPS = ("insert", "insert", "edit", "edit", "set aside", "confirm", "erase")
MERGE_EVERY = 12
MOST_STEPS = 4


@dataclass(frozen=True)
class Pool:
    """What reports can be about."""

    reporter: int
    teams: list[int]
    products: list[int]
    customers: list[int]
    first: dt.date
    days: int


@dataclass
class Writer:
    """One writer: its dice, the reports it entered, and what it did."""

    pool: Pool
    dice: random.Random
    own: list[int] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def work(self, steps: int) -> Counter[str]:
        """Do so many steps, a few in each transaction."""
        try:
            while self.done.total() < steps:
                with transaction.atomic():
                    self._transaction()
        finally:
            connections.close_all()
        return self.done

    def _transaction(self) -> None:
        if self.dice.randrange(MERGE_EVERY) == 0:
            self._merge()
            return
        # Rows are taken in the order of their keys: nobody waits for who waits for them.
        chosen = sorted(self.dice.sample(self.own, min(len(self.own), MOST_STEPS)))
        for key in chosen:
            self._step(key)
        if not chosen:
            self._insert()

    def _step(self, key: int) -> None:
        step = self.dice.choice(STEPS)
        row = Incident.objects.filter(pk=key)
        if step == "insert":
            self._insert()
            return
        self.done[step] += 1
        if step == "erase":
            row.delete()
            self.own.remove(key)
        elif step == "edit":
            row.update(**self._facts())
        elif step == "set aside":
            row.update(set_aside_at=timezone.now())
        else:
            row.update(confirmed_at=timezone.now())

    def _facts(self) -> dict[str, object]:
        pool, dice = self.pool, self.dice
        return {
            "team_id": dice.choice(pool.teams),
            "product_id": dice.choice([None, *pool.products]),
            "customer_id": dice.choice([None, *pool.customers]),
            "occurred_on": pool.first + dt.timedelta(dice.randrange(pool.days)),
            "local_hour": dice.choice([None, *range(24)]),
        }

    def _insert(self) -> None:
        behaviour, now = self.dice.choice(BEHAVIOURS), timezone.now()
        is_own = self.dice.random() < 0.8
        incident = Incident.objects.create(
            reported_by_id=self.pool.reporter,
            written_by_id=None if is_own else self.pool.reporter + 1,
            confirmed_at=now if is_own else None,
            channel=self.dice.randint(1, 11),
            behaviours=[behaviour.number],
            severity=behaviour.severity,
            occurred_at=now,
            reported_at=now,
            **self._facts(),
        )
        self.own.append(incident.pk)
        self.done["insert"] += 1

    def _merge(self) -> None:
        kept, gone = self.dice.sample(self.pool.customers, 2)
        keys = Incident.objects.filter(customer=gone).order_by("pk").values_list("pk", flat=True)
        held = list(keys.select_for_update(no_key=True))
        Incident.objects.filter(pk__in=held).update(customer=kept)
        self.done["merge"] += 1


def write_together(pool: Pool, *, writers: int, steps: int, seed: int) -> Counter[str]:
    """Have writers do `steps` together while the figures are renewed again and again.

    Returns what was done, and how often the figures were renewed.
    """
    stop = Event()
    with ThreadPoolExecutor(writers + 1) as threads:
        renewing = threads.submit(_renew, stop.is_set)
        working = [
            threads.submit(Writer(pool, random.Random(f"{seed} {n}")).work, steps // writers)  # noqa: S311 - reproducible on purpose
            for n in range(writers)
        ]
        try:
            done = sum((writer.result() for writer in working), Counter[str]())
        finally:
            stop.set()
        done["refresh"] = renewing.result()
    refresh_dirty_months(now=timezone.now())
    return done


def _renew(is_over: Callable[[], bool]) -> int:
    rounds = 0
    try:
        while not is_over():
            refresh_dirty_months(now=timezone.now())
            rounds += 1
    finally:
        connections.close_all()
    return rounds
