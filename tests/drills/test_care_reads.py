"""What one sweep reads when few of many open check-ins are due.

`make drill-million` does it with 1,000,000 open check-ins of which 1,000 are due.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from people.queries import database_now
from tests.cast import assemble
from tests.drills.many import fill
from wellbeing.models import CheckIn
from wellbeing.operations import sweep_care

OPEN = int(os.environ.get("DRILL_OPEN", "20000"))
DUE = int(os.environ.get("DRILL_DUE", "20"))
MOST_PER_DUE_ROW = 3


class Reads:
    """Explains every query of the sweep and sums the rows its plan says it read, by table."""

    def __init__(self) -> None:
        self.selected: Counter[str] = Counter()
        self.changed: Counter[str] = Counter()

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            self._explain(self.selected, execute, sql, *rest)
        elif sql.startswith("UPDATE"):
            before = transaction.savepoint()
            self._explain(self.changed, execute, sql, *rest)
            transaction.savepoint_rollback(before)
        return execute(sql, *rest)

    def _explain(
        self, into: Counter[str], execute: Callable[..., Any], sql: str, *rest: Any
    ) -> None:
        execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *rest)
        plan = rest[-1]["cursor"].fetchone()[0]
        _count((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"], into)


def _count(node: dict[str, Any], into: Counter[str]) -> None:
    if "Relation Name" in node and "Scan" in node["Node Type"]:
        dropped = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        read = node["Actual Rows"] + sum(node.get(name, 0) for name in dropped)
        into[node["Relation Name"]] += round(read * node["Actual Loops"])
    for below in node.get("Plans", ()):
        _count(below, into)


@pytest.mark.drill
@pytest.mark.django_db
def test_sweep_reads_what_is_due_and_not_the_rest() -> None:
    cast = assemble()
    now = database_now()
    begun = time.monotonic()
    fill(cast, rows=OPEN, due=DUE, now=now)
    filled = time.monotonic() - begun
    reads = Reads()
    begun = time.monotonic()
    with connection.execute_wrapper(reads):
        seen = sweep_care(now=now)
    took = time.monotonic() - begun
    print(  # noqa: T201 - the figures of the drill
        f"{OPEN} open (written in {filled:.0f} s), {seen} looked at in {took:.0f} s\n"
        f"read: {dict(reads.selected)}\nread to change: {dict(reads.changed)}"
    )
    assert seen == DUE
    assert CheckIn.objects.open().count() == OPEN
    of_care = reads.selected["wellbeing_checkin"] + reads.selected["wellbeing_careseries"]
    assert of_care <= MOST_PER_DUE_ROW * DUE
