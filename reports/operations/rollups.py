"""Keeping the roll-ups right: months that something changed in are counted anew.

Nothing here remembers how far it came. The database writes a mark with every change of a report
(`incidents.models.change`), in the transaction that changes it; a refresh removes exactly the
marks it sees and counts their months afterwards, each statement reading what is committed by then.
A mark that is committed later stays for the next refresh. One refresh runs at a time.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from incidents.models import Incident
from reports import queries
from reports.models import RollupState
from reports.periods import first_of, shifted
from reports.queries.rollups import ROLLUPS, SCORES, Rollup, scored_from

_LOCK = 15_170_400  # of pg_advisory_xact_lock
_TAKE_MARKS = """
WITH seen AS (DELETE FROM incidents_reportchange RETURNING occurred_on, customer_id)
SELECT array_agg(DISTINCT occurred_on), array_agg(DISTINCT customer_id) FROM seen
"""
_WITHIN = "occurred_on >= %s AND occurred_on < %s"


@transaction.atomic
def refresh_dirty_months(*, now: dt.datetime) -> list[dt.date]:
    """Count anew the months that reports changed in, and the customers they are about.

    Checks: none. Writes: the roll-ups of these months, the scores of these customers (of all when
    another month has begun), until when everything is held; removes the marks it saw. Everything
    when they were never filled. Signals: none. Sends: nothing. Returns the months.
    """
    _wait_for_turn()
    state = RollupState.objects.first()
    if state is None:
        return _fill(now)
    days, customers = _taken_marks()
    months = sorted({first_of(day) for day in days})
    for month in months:
        for rollup in ROLLUPS:
            _recount(rollup, month)
    first = scored_from(queries.today(now))
    if state.scores_from != first:
        _rescore_all(first)
    elif customers:
        _rescore(customers, first)
    state.refreshed_at, state.scores_from = now, first
    state.save(update_fields=["refreshed_at", "scores_from"])
    return months


@transaction.atomic
def rebuild_rollups(*, now: dt.datetime) -> list[dt.date]:
    """Count everything anew from the reports.

    Checks: none. Writes: all roll-ups and scores; removes the marks it saw. Signals: none. Sends:
    nothing. Returns the months that have reports.
    """
    _wait_for_turn()
    RollupState.objects.all().delete()
    return _fill(now)


def _fill(now: dt.datetime) -> list[dt.date]:
    _taken_marks()
    for rollup in ROLLUPS:
        _run(f"DELETE FROM {rollup.table}")  # noqa: S608 - a name of our own
        _insert(rollup, "TRUE", [])
    first = scored_from(queries.today(now))
    _rescore_all(first)
    RollupState.objects.create(refreshed_at=now, scores_from=first)
    counted = Incident.objects.counted().dates("occurred_on", "month")
    return list(counted)


def _wait_for_turn() -> None:
    _run("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _taken_marks() -> tuple[list[dt.date], list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_MARKS)
        days, customers = cursor.fetchone()
    return days or [], [key for key in customers or [] if key is not None]


def _recount(rollup: Rollup, month: dt.date) -> None:
    time = rollup.keys[0]
    bounds = [month, shifted(month, 1)]
    _run(f"DELETE FROM {rollup.table} WHERE {time} >= %s AND {time} < %s", bounds)  # noqa: S608 - names of our own
    _insert(rollup, _WITHIN, bounds)


def _rescore_all(first: dt.date) -> None:
    _run(f"DELETE FROM {SCORES.table}")  # noqa: S608 - a name of our own
    _insert(SCORES, "occurred_on >= %s", [first])


def _rescore(customers: list[int], first: dt.date) -> None:
    _run(f"DELETE FROM {SCORES.table} WHERE customer_id = ANY(%s)", [customers])  # noqa: S608 - a name of our own
    _insert(SCORES, "customer_id = ANY(%s) AND occurred_on >= %s", [customers, first])


def _insert(rollup: Rollup, where: str, values: Sequence[Any]) -> None:
    """Fill in the order of the keys, in which pages read."""
    order = ", ".join(rollup.keys)
    counted = f"SELECT {rollup.columns} FROM ({rollup.of(where)}) AS counted ORDER BY {order}"  # noqa: S608 - names of our own
    _run(f"INSERT INTO {rollup.table} ({rollup.columns}) {counted}", values)


def _run(statement: str, values: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
