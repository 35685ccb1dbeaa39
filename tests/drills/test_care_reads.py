"""What one sweep reads when few of many open check-ins are due.

`make drill-million` does it with 1,000,000 open check-ins of which 1,000 are due. Each statement
is explained as it runs. A row counts as read as often as a plan visits it in a table, those that
a filter then drops included, those of an UPDATE too.

The short form may not read whole tables: of so few rows that would be the cheaper way. The long
form leaves the choice to the planner.
"""

import datetime as dt
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.db import connection, transaction

from people.queries import database_now
from tests.cast import assemble
from tests.drills.many import fill
from wellbeing.models import CheckIn, Escalation
from wellbeing.operations import sweep, sweep_care

OPEN = int(os.environ.get("DRILL_OPEN", "20000"))
DUE = int(os.environ.get("DRILL_DUE", "500"))
IS_LONG = OPEN >= 1_000_000
FOUND_PER_DUE_ROW, HANDLED_PER_DUE_ROW = 3, 12


class Reads:
    """Explains every statement and sums the rows its plan says it read, by table."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.plans: dict[str, str] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            self._explain(execute, sql, *rest)
        elif sql.startswith("UPDATE"):
            before = transaction.savepoint()
            self._explain(execute, sql, *rest)
            transaction.savepoint_rollback(before)
        return execute(sql, *rest)

    def _explain(self, execute: Callable[..., Any], sql: str, *rest: Any) -> None:
        execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", *rest)
        plan = rest[-1]["cursor"].fetchone()[0]
        top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
        self.plans.setdefault(sql, "\n".join(_lines(top)))
        self._count(top)

    def _count(self, node: dict[str, Any]) -> None:
        if "Relation Name" in node and "Scan" in node["Node Type"]:
            self.rows[node["Relation Name"]] += round(_visited(node) * node["Actual Loops"])
        for below in node.get("Plans", ()):
            self._count(below)


def _visited(node: dict[str, Any]) -> float:
    dropped = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    found: float = node["Actual Rows"] + sum(node.get(name, 0) for name in dropped)
    return found


def _lines(node: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Write a plan as EXPLAIN does, without the conditions."""
    using = f" using {node['Index Name']}" if "Index Name" in node else ""
    on = f" on {node['Relation Name']}" if "Relation Name" in node else ""
    rows = f"rows={_visited(node):g} loops={node['Actual Loops']:g}"
    yield f"{'  ' * depth}{node['Node Type']}{using}{on} ({rows})"
    for below in node.get("Plans", ()):
        yield from _lines(below, depth + 1)


@pytest.mark.drill
@pytest.mark.django_db
def test_sweep_reads_what_is_due_and_not_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = assemble()
    now = database_now()
    begun = time.monotonic()
    fill(cast, rows=OPEN, due=DUE, now=now)
    print(f"{OPEN} open written in {time.monotonic() - begun:.0f} s")  # noqa: T201 - a figure
    finding, handling, look = Reads(), Reads(), sweep.look_at
    reading = [finding]

    def look_at(keys: Sequence[int], *, now: dt.datetime) -> list[int]:
        reading.append(handling)
        left = look(keys, now=now)
        reading.pop()
        return left

    monkeypatch.setattr(sweep, "look_at", look_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('enable_seqscan', %s, true)", ["on" if IS_LONG else "off"]
        )
    with connection.execute_wrapper(lambda *statement: reading[-1](*statement)):
        seen = sweep_care(now=now)
    found, handled = finding.rows.total(), handling.rows.total()
    print(  # noqa: T201 - the figures of the drill
        *("To find what is due:", *finding.plans.values()),
        *("To tell whom it concerns:", *handling.plans.values()),
        f"{seen} due of {OPEN} open: {found} rows read to find them {dict(finding.rows)},",
        f"{handled} to tell whom they concern {dict(handling.rows)}",
        sep="\n\n",
    )
    assert seen == DUE
    assert CheckIn.objects.open().count() == OPEN
    assert Escalation.objects.count() == 3 * DUE
    assert found <= FOUND_PER_DUE_ROW * DUE
    assert handled <= HANDLED_PER_DUE_ROW * DUE
