"""What each roll-up must hold, as SQL over the reports: to fill it, and to check it.

Rows are folded (by day, or by the same behaviours) before months are told apart and behaviours
unfolded: that is done once per group instead of once per report.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from incidents.codes import BEHAVIOURS
from incidents.models import ReportChange
from reports.models import (
    CustomerScore,
    DaySeverityChannel,
    MonthHour,
    MonthProduct,
    MonthProductBehaviour,
    MonthTeam,
    RollupState,
)
from reports.periods import first_of, shifted

Cell = tuple[Any, ...]

SCORED_MONTHS = 12
CODES = range(1, max(behaviour.number for behaviour in BEHAVIOURS) + 1)
_EACH = ", ".join(f"coalesce(sum(n) FILTER (WHERE {n} = ANY(behaviours)), 0)" for n in CODES)
_MONTH = "date_trunc('month', occurred_on::timestamp)::date"


@dataclass(frozen=True)
class Rollup:
    """A table, its key columns with the one of time first, and what it holds of some reports.

    `select` counts the reports that `{where}` names. `live` does so for the few reports of a scope,
    where there is little to fold; without the month where nobody asks for it.
    """

    model: type[models.Model]
    keys: tuple[str, ...]
    select: str
    values: tuple[str, ...] = ("reports",)
    live: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> str:
        return ", ".join((*self.keys, *self.values))

    def of(self, where: str) -> str:
        """Return the statement that counts the reports of a condition."""
        return self.select.format(where=where)

    def of_scope(self, where: str) -> str:
        """Return the statement that counts the reports of some teams."""
        return (self.live or self.select).format(where=where)


PRODUCTS = Rollup(
    MonthProduct,
    ("month", "product_id"),
    f"""
    SELECT {_MONTH} AS month, product_id, sum(n) AS reports FROM (
      SELECT occurred_on, product_id, count(*) AS n FROM incidents_incident
      WHERE confirmed_at IS NOT NULL AND {{where}} GROUP BY 1, 2
    ) AS folded GROUP BY 1, 2
    """,  # noqa: S608 - no value from outside is part of the text
    live=f"""
    SELECT {_MONTH} AS month, product_id, count(*) AS reports FROM incidents_incident
    WHERE confirmed_at IS NOT NULL AND {{where}} GROUP BY 1, 2
    """,  # noqa: S608 - as above
)
PRODUCT_BEHAVIOURS = Rollup(
    MonthProductBehaviour,
    ("month", "product_id"),
    f"""
    SELECT month, product_id, ARRAY[{_EACH}]::integer[] AS counts FROM (
      SELECT {_MONTH} AS month, product_id, behaviours, count(*) AS n FROM incidents_incident
      WHERE confirmed_at IS NOT NULL AND {{where}} GROUP BY 1, 2, 3
    ) AS folded GROUP BY 1, 2
    """,  # noqa: S608 - as above
    ("counts",),
    live=f"""
    SELECT product_id, ARRAY[{_EACH}]::integer[] AS counts FROM (
      SELECT product_id, behaviours, count(*) AS n FROM incidents_incident
      WHERE confirmed_at IS NOT NULL AND {{where}} GROUP BY 1, 2
    ) AS folded GROUP BY 1
    """,  # noqa: S608 - as above
)
HOURS = Rollup(
    MonthHour,
    ("month", "weekday", "hour"),
    f"""
    SELECT {_MONTH} AS month, extract(isodow FROM occurred_on)::smallint - 1 AS weekday,
      local_hour AS hour, sum(n) AS reports
    FROM (
      SELECT occurred_on, local_hour, count(*) AS n FROM incidents_incident
      WHERE confirmed_at IS NOT NULL AND local_hour IS NOT NULL AND {{where}} GROUP BY 1, 2
    ) AS folded GROUP BY 1, 2, 3
    """,  # noqa: S608 - as above
)
TEAMS = Rollup(
    MonthTeam,
    ("month", "team_id"),
    f"""
    SELECT {_MONTH} AS month, team_id, count(*) AS reports FROM incidents_incident
    WHERE confirmed_at IS NOT NULL AND {{where}} GROUP BY 1, 2
    """,  # noqa: S608 - as above
)
DAYS = Rollup(
    DaySeverityChannel,
    ("day", "severity", "channel"),
    """
    SELECT occurred_on AS day, severity, channel, count(*) AS reports FROM incidents_incident
    WHERE confirmed_at IS NOT NULL AND {where} GROUP BY 1, 2, 3
    """,
)
ROLLUPS = (PRODUCTS, PRODUCT_BEHAVIOURS, HOURS, TEAMS, DAYS)
SCORES = Rollup(
    CustomerScore,
    ("customer_id",),
    """
    SELECT customer_id, count(*) AS reports, sum(severity * severity) AS score,
      max(occurred_on) AS last_on
    FROM incidents_incident
    WHERE confirmed_at IS NOT NULL AND set_aside_at IS NULL AND customer_id IS NOT NULL
      AND {where} GROUP BY 1
    """,
    ("reports", "score", "last_on"),
)


def scored_from(today: dt.date) -> dt.date:
    """Give the first day that counts for the score of a customer."""
    return shifted(first_of(today), 1 - SCORED_MONTHS)


def state() -> RollupState | None:
    """Give until when the roll-ups hold everything; None when they were never filled."""
    return RollupState.objects.first()


@dataclass(frozen=True)
class Difference:
    """A cell that holds something else than the reports say."""

    table: str
    cell: Cell
    held: Cell | None
    counted: Cell | None


def differences() -> list[Difference]:
    """Compare every cell with the reports, but for what waits to be counted anew.

    In one snapshot: the caller has a transaction that reads one state of the database.
    """
    kept = state()
    days = {first_of(day) for day in ReportChange.objects.values_list("occurred_on", flat=True)}
    waiting = set(ReportChange.objects.values_list("customer_id", flat=True))
    found = [
        difference
        for rollup in ROLLUPS
        for difference in _differing(rollup, "TRUE", [])
        if first_of(difference.cell[0]) not in days
    ]
    if kept is not None:
        scored = _differing(SCORES, "occurred_on >= %s", [kept.scores_from])
        found += [difference for difference in scored if difference.cell[0] not in waiting]
    return found


def _differing(rollup: Rollup, where: str, values: list[dt.date]) -> list[Difference]:
    """Give the cells in which what is held is not what is counted."""
    held = _cells(rollup, f"SELECT {rollup.columns} FROM {rollup.table}", [])  # noqa: S608 - names of our own
    counted = _cells(rollup, rollup.of(where), values)
    keys = sorted({*held, *counted}, key=str)
    return [
        Difference(rollup.table, key, held.get(key), counted.get(key))
        for key in keys
        if held.get(key) != counted.get(key)
    ]


def _cells(rollup: Rollup, statement: str, values: list[dt.date]) -> dict[Cell, Cell]:
    size = len(rollup.keys)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values])
        return {tuple(row[:size]): tuple(row[size:]) for row in cursor.fetchall()}
