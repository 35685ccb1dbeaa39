"""One run of the bench: a database, the answers compared, the costs, the goals."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.reports.data import NOW, Made, fill
from bench.reports.goals import MILLION, Goal, page_goals, scope_goals, tile_goals
from bench.reports.measure import Cost, Meter, interleaved
from bench.reports.rivals import YEAR, Duck, disagreements, ducks, naive, ours, scoped
from bench.reports.upkeep import exact_goals, mark_cost, plans, refresh_goals
from reports.operations.rollups import rebuild_rollups

NAME = "luwte_bench"
DEPARTMENT = slice(700, 800)  # a hundred teams of the usual size
ROUNDS = 5


@dataclass
class Verdict:
    """What was judged."""

    goals: list[Goal] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    is_missed: bool = False

    def judge(self, rows: int, goals: Iterator[Goal]) -> None:
        for goal in goals:
            self.goals.append(goal)
            self.is_missed |= goal.is_missed(rows)
            show(goal.line(rows))


@dataclass(frozen=True)
class Bench:
    """So many reports, made from a seed; `folder` takes the files of DuckDB."""

    rows: int
    seed: int
    folder: Path

    def alone(self) -> dict[str, Cost]:
        """Give what our own tiles take, to see how they grow."""
        with _database():
            self._fill()
            return interleaved(Meter(), dict(ours()), ROUNDS, frozenset())

    def whole(self, small: dict[str, Cost] | None) -> Verdict:
        """Compare, measure and judge everything."""
        verdict = Verdict()
        with _database():
            made = self._fill()
            teams = [made.team + place for place in range(DEPARTMENT.start, DEPARTMENT.stop)]
            with _timed("DuckDB"):
                duck = Duck(self.folder)
            tiles = ours(), ducks(duck), naive()
            department = scoped(teams, duck)
            with _timed("comparing answers"):
                verdict.differing = disagreements(*tiles) + disagreements(*department)
            if verdict.differing:
                show(f"answers differ: {verdict.differing}")
                verdict.is_missed = True
                return verdict
            show("all answers agree\n")
            self._measure(verdict, tiles, department, small, teams)
            duck.close()
            self._upkeep(verdict, made)
        return verdict

    def _measure(
        self,
        verdict: Verdict,
        tiles: tuple[dict[str, Any], ...],
        department: tuple[dict[str, Any], ...],
        small: dict[str, Cost] | None,
        teams: list[int],
    ) -> None:
        meter = Meter()
        mine, duck, orm = self._costs(meter, ("ours", "duck", "orm"), tiles)
        _table(mine, duck, orm)
        own, theirs = self._costs(meter, ("ours", "duck"), department)
        show("")
        _table(own, theirs, {})
        show("")
        verdict.judge(self.rows, tile_goals(mine, duck, orm))
        verdict.judge(self.rows, page_goals(mine, small or mine))
        verdict.judge(self.rows, scope_goals(own, theirs, plans(teams, YEAR)))

    def _costs(
        self, meter: Meter, sides: tuple[str, ...], asked: tuple[dict[str, Any], ...]
    ) -> list[dict[str, Cost]]:
        """Ask every side every question, turn by turn; the ORM once when it takes long."""
        works: dict[str, Callable[[], Any]] = {
            f"{side} {name}": asks[name]
            for name in asked[0]
            for side, asks in zip(sides, asked, strict=True)
            if name in asks
        }
        slow = frozenset(key for key in works if key.startswith("orm") and self.rows > MILLION)
        seen = interleaved(meter, works, ROUNDS, slow)
        return [
            {name: seen[f"{side} {name}"] for name in asks}
            for side, asks in zip(sides, asked, strict=True)
        ]

    def _upkeep(self, verdict: Verdict, made: Made) -> None:
        meter = Meter()
        verdict.judge(self.rows, refresh_goals(meter, made, ROUNDS))
        marked, plain = mark_cost(meter, made, 100)
        show(f"    an insert takes {marked:.2f} ms of CPU with its mark, {plain:.2f} without")
        steps = min(10_000, max(self.rows // 100, 600))
        with _timed("six writers"):
            verdict.judge(self.rows, exact_goals(made, steps, self.seed))

    def _fill(self) -> Made:
        with _timed(f"{self.rows:,} reports"):
            made = fill(self.rows, self.seed)
        with _timed("vacuum"):
            _run("VACUUM ANALYZE incidents_incident")
        with _timed("rollup rebuild"):
            rebuild_rollups(now=NOW)
        _run("VACUUM ANALYZE")
        # The time of helpers could not be told from that of others.
        _run("SET max_parallel_workers_per_gather = 0")
        return made


def _table(ours: dict[str, Cost], duck: dict[str, Cost], orm: dict[str, Cost]) -> None:
    """Print wall and processor milliseconds of each side and the ratios."""
    head = "wall/CPU ms"
    show(f"{head:24} {'ours':>17} {'DuckDB':>17} {'ORM':>19} {'ours/DuckDB':>12} {'ORM/ours':>9}")
    for name, mine in ours.items():
        sides = [mine, duck[name], *([orm[name]] if name in orm else [])]
        cells = [f"{cost.wall:8.1f}/{cost.cpu:8.1f}" for cost in sides]
        less = f"{orm[name].cpu / mine.cpu:9.0f}" if name in orm else ""
        cells += [""] * (3 - len(cells))
        ratio = mine.cpu / duck[name].cpu
        show(f"{name:24} {cells[0]:>17} {cells[1]:>17} {cells[2]:>19} {ratio:12.2f} {less:>9}")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    show(f"load average {load}")


def prepare() -> None:
    """Migrate the database that every measured one is a copy of; nothing here need be kept."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        _run(f"ALTER SYSTEM SET {setting} = off")
    _run("SELECT pg_reload_conf()")
    with _timed("migrating"):
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _database() -> Iterator[None]:
    """Work in a copy of the migrated database that is gone afterwards."""
    own = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE {own}")
    _use(NAME)
    try:
        yield
    finally:
        _use(own)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def _timed(what: str) -> Iterator[None]:
    begin = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - begin:.1f} s", file=sys.stderr)  # noqa: T201


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def show(line: str) -> None:
    print(line, flush=True)  # noqa: T201
