"""What something costs: the time that passes, and the processor time of us and of the database."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Cost:
    """Milliseconds: that passed, and of processor in this process and in its database backend."""

    wall: float
    cpu: float


class Meter:
    """Measure what this process does on its own connection. Linux alone tells of a backend."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (key,) = cursor.fetchone()
        self._backend = Path(f"/proc/{key}/schedstat")

    def cost(self, work: Callable[[], Any]) -> Cost:
        """Do it once."""
        begin, ran = time.perf_counter(), self._ran()
        work()
        return Cost((time.perf_counter() - begin) * 1000, (self._ran() - ran) * 1000)

    def _ran(self) -> float:
        nanoseconds = int(self._backend.read_text(encoding="ascii").split()[0])
        return time.process_time() + nanoseconds / 1e9


def interleaved(
    meter: Meter, works: dict[str, Callable[[], Any]], rounds: int, once: frozenset[str]
) -> dict[str, Cost]:
    """Measure several works turn by turn and give the median of each; `once` are done once."""
    seen: dict[str, list[Cost]] = {name: [] for name in works}
    for place in range(rounds):
        for name, work in works.items():
            if place == 0 or name not in once:
                seen[name].append(meter.cost(work))
    return {
        name: Cost(median(c.wall for c in costs), median(c.cpu for c in costs))
        for name, costs in seen.items()
    }
