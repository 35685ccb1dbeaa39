"""What it costs to keep the roll-ups right, and whether they are after many wrote at once."""

import datetime as dt
import json
from collections.abc import Iterator
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.reports.data import LAST, NOW, Made
from bench.reports.goals import MILLION, Goal
from bench.reports.measure import Cost, Meter
from bench.reports.writers import Pool, write_together
from incidents.codes import BEHAVIOURS
from incidents.models import Incident, ReportChange
from reports.operations.rollups import refresh_dirty_months
from reports.periods import first_of, shifted
from reports.queries.live import Scope
from reports.queries.rollups import HOURS, PRODUCT_BEHAVIOURS, PRODUCTS, differences

MONTH = shifted(first_of(LAST), -1)
WRITERS = 6
_TRIGGER = "ALTER TABLE incidents_incident {} TRIGGER pgtrigger_figures_new_159a1"
# All that the roll-ups of one month hold, read in one pass.
_READ_ONCE = """
SELECT product_id, behaviours, team_id, extract(isodow FROM occurred_on), local_hour, occurred_on,
  severity, channel, count(*)
FROM incidents_incident WHERE confirmed_at IS NOT NULL AND occurred_on >= %s AND occurred_on < %s
GROUP BY GROUPING SETS ((product_id), (product_id, behaviours), (team_id),
  (extract(isodow FROM occurred_on), local_hour), (occurred_on, severity, channel))
"""


def refresh_goals(meter: Meter, made: Made, rounds: int) -> Iterator[Goal]:
    """Judge an insert by its statements, a refresh of a month by one pass over it."""
    with CaptureQueriesContext(connection) as sent:
        _insert(made, 1)
    inserts = [query for query in sent if not query["sql"].startswith(("BEGIN", "ROLLBACK"))]
    yield Goal("G5", "statements beside the insert of a report", len(inserts) - 1, 0)
    ReportChange.objects.all().delete()
    refreshes, passes = [], []
    for _ in range(rounds):
        ReportChange.objects.create(occurred_on=MONTH)
        refreshes.append(meter.cost(lambda: refresh_dirty_months(now=NOW)))
        passes.append(meter.cost(_read_once))
    ours, theirs = (median(cost.cpu for cost in costs) for costs in (refreshes, passes))
    what = f"refresh of a month ({ours:.0f} ms CPU) of one pass ({theirs:.0f})"
    yield Goal("G5", what, ours / theirs, 2, 10 * MILLION)


def mark_cost(meter: Meter, made: Made, inserts: int) -> tuple[float, float]:
    """Give milliseconds of CPU of an insert with the mark the database writes, and without."""
    costs: dict[str, list[Cost]] = {"ENABLE": [], "DISABLE": []}
    with connection.cursor() as cursor:
        for _ in range(5):
            for state, seen in costs.items():
                cursor.execute(_TRIGGER.format(state))
                seen.append(meter.cost(lambda: _insert(made, inserts)))
        cursor.execute(_TRIGGER.format("ENABLE"))
    with_mark, without = (median(cost.cpu for cost in seen) for seen in costs.values())
    return with_mark / inserts, without / inserts


def _insert(made: Made, count: int) -> None:
    """Enter reports and take them back at once."""
    with transaction.atomic():
        for _ in range(count):
            Incident.objects.create(
                reported_by_id=made.reporter,
                team_id=made.team,
                product_id=made.product,
                customer_id=made.customer + made.customers - 1,
                channel=1,
                behaviours=[BEHAVIOURS[0].number],
                severity=BEHAVIOURS[0].severity,
                occurred_at=NOW,
                occurred_on=LAST,
                local_hour=13,
                reported_at=NOW,
                confirmed_at=NOW,
            )
        transaction.set_rollback(True)


def _read_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_READ_ONCE, [MONTH, shifted(MONTH, 1)])
        cursor.fetchall()


def exact_goals(made: Made, steps: int, seed: int) -> Iterator[Goal]:
    """Let six writers work at once, and count the cells that are wrong afterwards."""
    few = range(20)
    pool = Pool(
        reporter=made.reporter,
        teams=[made.team + n for n in few],
        products=[made.product + n for n in few],
        customers=[made.customer + made.customers - 1 - n for n in few],
        first=LAST - dt.timedelta(40),
        days=41,
    )
    done = write_together(pool, writers=WRITERS, steps=steps, seed=seed)
    did = ", ".join(f"{n} {step}" for step, n in sorted(done.items()))
    yield Goal("G6", f"cells wrong after {WRITERS} writers' {did}", len(differences()), 0)


def plans(teams: list[int], year: dt.date) -> dict[str, tuple[bool, int]]:
    """Say of each count of a department whether its index is all it reads, and the fetches."""
    scope, found = Scope(teams), {}
    for name, rollup in (
        ("product x month", PRODUCTS),
        ("product x behaviour", PRODUCT_BEHAVIOURS),
        ("weekday x hour", HOURS),
    ):
        where = rollup.of_scope("occurred_on >= %s AND team_id = ANY(%s)")
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {where}", [year, scope.teams])
            (plan,) = cursor.fetchone()
        plan = json.loads(plan) if isinstance(plan, str) else plan
        nodes = list(_nodes(plan[0]["Plan"]))
        reads = [node for node in nodes if "Scan" in node["Node Type"] and "Relation Name" in node]
        is_only = all(node["Node Type"] == "Index Only Scan" for node in reads)
        found[name] = (is_only, int(sum(node.get("Heap Fetches", 0) for node in reads)))
    return found


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", []):
        yield from _nodes(below)
