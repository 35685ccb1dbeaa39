# ruff: noqa: S608 - every value in a statement here is one of the bench
"""The same questions asked three ways: of our roll-ups, of DuckDB, and of the ORM as one begins."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Sum
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncMonth

from bench.reports.data import FIRST, LAST, ZONE
from incidents.models import Incident
from reports.queries.live import Scope, behaviours_summed, highest_scores, summed
from reports.queries.rollups import (
    HOURS,
    PRODUCTS,
    TEAMS,
    scored_from,
)

Answer = list[tuple[Any, ...]]
Ask = Callable[[], Answer]
YEAR = scored_from(LAST)
EVERYTHING = Scope()
TOP, TOP_PRODUCTS = 50, 20
_MONTH = "date_trunc('month', occurred_on)::date"


class Duck:
    """A DuckDB file with the reports as columns, two threads."""

    def __init__(self, folder: Path) -> None:
        self._own = duckdb.connect(str(folder / "reports.duckdb"), config={"threads": 2})
        self._load(folder / "reports.csv")

    def ask(self, statement: str) -> Answer:
        return self._own.execute(statement).fetchall()

    def close(self) -> None:
        self._own.close()

    def _load(self, path: Path) -> None:
        columns = "occurred_on, local_hour, team_id, product_id, customer_id, channel, severity"
        with path.open("wb") as file, connection.cursor() as cursor:
            asked = (
                f"COPY (SELECT {columns}, array_to_string(behaviours, '|') FROM incidents_incident"
                " WHERE confirmed_at IS NOT NULL ORDER BY id) TO STDOUT (FORMAT csv)"
            )
            with cursor.copy(asked) as copy:
                for block in copy:
                    file.write(block)
        self._own.execute(
            "CREATE TABLE incident AS SELECT occurred_on, local_hour, team_id, product_id,"
            " customer_id, channel, severity,"
            " string_split(codes, '|')::UTINYINT[] AS behaviours"
            " FROM read_csv(?, header = false, columns = {'occurred_on': 'DATE',"
            " 'local_hour': 'UTINYINT', 'team_id': 'INTEGER', 'product_id': 'INTEGER',"
            " 'customer_id': 'INTEGER', 'channel': 'UTINYINT', 'severity': 'UTINYINT',"
            " 'codes': 'VARCHAR'})",
            [str(path)],
        )
        path.unlink()


def ours() -> dict[str, Ask]:
    """Ask the roll-ups, as the page does."""
    top = [
        product
        for product, _n in sorted(
            summed(PRODUCTS, ("product_id",), EVERYTHING, YEAR), key=lambda row: (-row[1], row[0])
        )[:TOP_PRODUCTS]
    ]
    return {
        "Q1 month": lambda: summed(PRODUCTS, ("month",), EVERYTHING, FIRST),
        "Q2 product x month": lambda: summed(PRODUCTS, ("month", "product_id"), EVERYTHING, FIRST),
        "P2 same, 12 months": lambda: summed(PRODUCTS, ("month", "product_id"), EVERYTHING, YEAR),
        "Q3 customers": lambda: [
            (row.customer_id, row.reports, row.score) for row in highest_scores(TOP)
        ],
        "Q4 product x behaviour": lambda: behaviours_summed(EVERYTHING, FIRST),
        "P4 same, page": lambda: behaviours_summed(EVERYTHING, YEAR, top),
        "Q5 weekday x hour": lambda: summed(HOURS, ("weekday", "hour"), EVERYTHING, FIRST),
    }


def ducks(duck: Duck) -> dict[str, Ask]:
    """Ask DuckDB."""
    year = f"occurred_on >= DATE '{YEAR}'"
    top = (
        f"SELECT product_id FROM incident WHERE {year}"
        f" GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {TOP_PRODUCTS}"
    )
    each = "SELECT product_id, unnest(behaviours) AS code FROM incident"
    asked = {
        "Q1 month": f"SELECT {_MONTH}, count(*) FROM incident GROUP BY 1",
        "Q2 product x month": f"SELECT {_MONTH}, product_id, count(*) FROM incident GROUP BY 1, 2",
        "P2 same, 12 months": (
            f"SELECT {_MONTH}, product_id, count(*) FROM incident WHERE {year} GROUP BY 1, 2"
        ),
        "Q3 customers": (
            "SELECT customer_id, count(*) AS n, sum(severity::INTEGER * severity)::BIGINT AS score"
            f" FROM incident WHERE {year} GROUP BY 1 ORDER BY score DESC, n DESC, 1 LIMIT {TOP}"
        ),
        "Q4 product x behaviour": f"SELECT product_id, code, count(*) FROM ({each}) GROUP BY 1, 2",
        "P4 same, page": (
            f"SELECT product_id, code, count(*) FROM ({each} WHERE {year}"
            f" AND product_id IN ({top})) GROUP BY 1, 2"
        ),
        "Q5 weekday x hour": (
            "SELECT isodow(occurred_on) - 1, local_hour, count(*) FROM incident GROUP BY 1, 2"
        ),
    }
    return {name: _asking(duck, statement) for name, statement in asked.items()}


def _asking(duck: Duck, statement: str) -> Ask:
    return lambda: duck.ask(statement)


def naive() -> dict[str, Ask]:
    """Ask the ORM by the moment it happened, as a first version or a dashboard does."""
    zone = ZoneInfo(ZONE)
    since = dt.datetime.combine(YEAR, dt.time.min, tzinfo=zone)
    rows, n = Incident.objects.counted(), Count("id")
    monthly = rows.annotate(month=TruncMonth("occurred_at", tzinfo=zone)).order_by()
    coded = rows.annotate(
        code=Func(F("behaviours"), function="unnest", output_field=IntegerField())
    )
    hours = rows.annotate(
        weekday=ExtractIsoWeekDay("occurred_at", tzinfo=zone),
        hour=ExtractHour("occurred_at", tzinfo=zone),
    ).order_by()
    by_product = monthly.values_list("month", "product_id").annotate(n=n)
    scores = (
        rows.filter(occurred_at__gte=since)
        .values_list("customer_id")
        .annotate(n=n, score=Sum(F("severity") * F("severity")))
        .order_by("-score", "-n", "customer_id")
    )
    return {
        "Q1 month": lambda: list(monthly.values_list("month").annotate(n=n)),
        "Q2 product x month": lambda: list(by_product.all()),
        "P2 same, 12 months": lambda: list(by_product.filter(occurred_at__gte=since)),
        "Q3 customers": lambda: list(scores[:TOP]),
        "Q4 product x behaviour": lambda: list(
            coded.order_by().values_list("product_id", "code").annotate(n=n)
        ),
        "Q5 weekday x hour": lambda: [
            (weekday - 1, hour, count)
            for weekday, hour, count in hours.values_list("weekday", "hour").annotate(n=n)
        ],
    }


def scoped(teams: Sequence[int], duck: Duck) -> tuple[dict[str, Ask], dict[str, Ask]]:
    """Ask about a department: us by the index of its teams, DuckDB by its columns."""
    scope = Scope(list(teams))
    where = f"team_id IN ({', '.join(map(str, teams))}) AND occurred_on >= DATE"
    year = f"{where} '{YEAR}'"
    each = f"SELECT product_id, unnest(behaviours) AS code FROM incident WHERE {year}"
    mine: dict[str, Ask] = {
        "months, 5 years": lambda: summed(TEAMS, ("month",), scope, FIRST),
        "product x month": lambda: summed(PRODUCTS, ("month", "product_id"), scope, YEAR),
        "product x behaviour": lambda: behaviours_summed(scope, YEAR),
        "weekday x hour": lambda: summed(HOURS, ("weekday", "hour"), scope, YEAR),
    }
    theirs = {
        "months, 5 years": (
            f"SELECT {_MONTH}, count(*) FROM incident WHERE {where} '{FIRST}' GROUP BY 1"
        ),
        "product x month": (
            f"SELECT {_MONTH}, product_id, count(*) FROM incident WHERE {year} GROUP BY 1, 2"
        ),
        "product x behaviour": f"SELECT product_id, code, count(*) FROM ({each}) GROUP BY 1, 2",
        "weekday x hour": (
            "SELECT isodow(occurred_on) - 1, local_hour, count(*) FROM incident"
            f" WHERE {year} GROUP BY 1, 2"
        ),
    }
    return mine, {name: _asking(duck, statement) for name, statement in theirs.items()}


def disagreements(*asked: dict[str, Ask]) -> list[str]:
    """Name the questions to which not all give the same answer."""
    found = []
    for name in asked[0]:
        answers = [_plain(asks[name]()) for asks in asked if name in asks]
        if not answers[0] or any(answer != answers[0] for answer in answers):
            found.append(name)
    return found


def _plain(answer: Answer) -> list[tuple[str, ...]]:
    """Write days of every kind as days and numbers of every kind as numbers, in one order."""
    return sorted(tuple(_value(value) for value in row) for row in answer)


def _value(value: Any) -> str:  # noqa: ANN401 - whatever a rival gives
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d")
    return f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else str(int(value))
