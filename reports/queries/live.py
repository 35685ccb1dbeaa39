"""Counts of reports for those who may open each of them: who leads teams, and advisers of all.

Of the whole organisation they come from the roll-ups, as of the last refresh. Of teams they are
as it is now: from the index that covers what is counted, months nothing changed in from the
roll-up. HR never reads any of this.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from incidents.models import Incident, ReadingConsent, ReportChange
from people.models import User
from reports.models import CustomerScore
from reports.periods import shifted
from reports.queries.rollups import (
    CODES,
    PRODUCT_BEHAVIOURS,
    PRODUCTS,
    TEAMS,
    Rollup,
    state,
)


@dataclass(frozen=True)
class Scope:
    """Whose reports are counted: of some teams, or of all (None), without those to leave out."""

    teams: list[int] | None = None
    unread: list[int] = field(default_factory=list)


def scope_of(user: User, first: dt.date) -> Scope:
    """Return what a person may count from a day on: reports that they may open and read."""
    withheld = ReadingConsent.objects.withheld_from(user)
    unread = {"pk__in": withheld.values("incident"), "occurred_on__gte": first}
    seen = Incident.objects.visible_to(user).counted().filter(**unread)
    if user.is_adviser:
        return Scope(None, sorted(seen.values_list("pk", flat=True)))
    own = seen.filter(team__in=user.led_team_ids)
    return Scope(sorted(user.led_team_ids), sorted(own.values_list("pk", flat=True)))


def summed(
    rollup: Rollup, by: tuple[str, ...], scope: Scope, first: dt.date
) -> list[tuple[Any, ...]]:
    """Give reports from a day on by some of the keys of a roll-up, in the order of the keys."""
    source, values = _source(rollup, scope, first)
    keys, places = ", ".join(by), ", ".join(str(place) for place in range(1, len(by) + 1))
    is_cell = by == rollup.keys  # which stands there once
    count, grouped = ("reports", "") if is_cell else ("sum(reports)", f"GROUP BY {places}")
    return _rows(
        f"SELECT {keys}, {count}::bigint FROM ({source}) AS cells {grouped} ORDER BY {places}",  # noqa: S608 - names of our own
        values,
    )


def behaviours_summed(
    scope: Scope, first: dt.date, products: Sequence[int | None] | None = None
) -> list[tuple[int | None, int, int]]:
    """Give product, behaviour and reports from a day on, in that order.

    `products` asks for some alone; None among them stands for reports about no product.
    """
    source, values = _source(PRODUCT_BEHAVIOURS, scope, first)
    where = "TRUE"
    if products is not None:
        where = "product_id = ANY(%s)" + (" OR product_id IS NULL" if None in products else "")
        values.append([product for product in products if product is not None])
    sums = ", ".join(f"sum(counts[{code}])" for code in CODES)
    rows = _rows(
        f"SELECT product_id, {sums} FROM ({source}) AS cells WHERE {where} GROUP BY 1 ORDER BY 1",  # noqa: S608 - names of our own
        values,
    )
    return [
        (product, code, n)
        for product, *counts in rows
        for code, n in zip(CODES, counts, strict=True)
        if n
    ]


def _source(rollup: Rollup, scope: Scope, first: dt.date) -> tuple[str, list[Any]]:
    """Return the statement that gives the cells from a day on, with its values."""
    where, values = _condition(rollup, scope, first)
    if is_rolled_up(rollup, scope):
        return f"SELECT {rollup.columns} FROM {rollup.table} WHERE {where}", values  # noqa: S608 - names of our own
    return rollup.of_scope(where), values


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def reports_by_month(scope: Scope, months: Sequence[dt.date]) -> dict[dt.date, int]:
    """Count reports of some months, oldest first, those that may not be read yet as well.

    Of everything as of the last refresh; of teams as it is now: what waits to be counted anew, or
    never was, is counted here.
    """
    rollup = PRODUCTS if scope == Scope() else TEAMS
    counts = dict(summed(rollup, ("month",), scope, months[0]))
    if scope.teams is None:
        return counts
    changed = set(ReportChange.objects.dates("occurred_on", "month"))
    for month in months if state() is None else sorted(changed & set(months)):
        counts[month] = (
            Incident.objects.counted()
            .filter(team__in=scope.teams, occurred_on__gte=month, occurred_on__lt=shifted(month, 1))
            .count()
        )
    return counts


def is_rolled_up(rollup: Rollup, scope: Scope) -> bool:
    """Say whether a count comes from the roll-up, and is as old as that."""
    return rollup is TEAMS or (scope.teams is None and not scope.unread)


def _condition(rollup: Rollup, scope: Scope, first: dt.date) -> tuple[str, list[Any]]:
    """Narrow to the scope. That a report was made is known of each: months leave none out."""
    is_held = is_rolled_up(rollup, scope)
    where, values = f"{rollup.keys[0] if is_held else 'occurred_on'} >= %s", [first]
    parts: list[tuple[str, Any]] = []
    if scope.teams is not None:
        parts.append((" AND team_id = ANY(%s)", scope.teams))
    if scope.unread and not is_held:
        parts.append((" AND id <> ALL(%s)", scope.unread))
    return where + "".join(text for text, _ in parts), [*values, *(value for _, value in parts)]


def highest_scores(count: int) -> list[CustomerScore]:
    """Give the customers most is held against in twelve months, for who may see all of them."""
    found = CustomerScore.objects.select_related("customer__identity")
    return list(found[:count])
