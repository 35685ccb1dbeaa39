"""An organisation of 33,000 to 3,300,000 people made up: five years of reports, set by set.

Customers, products and teams are of very different size, days grow towards the end of the week,
hours follow opening times. The same seed and number of rows give the same reports.
"""

import datetime as dt
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from incidents.codes import BEHAVIOURS
from incidents.models import Incident, Product
from incidents.severity import severity_of
from people.models import Organisation, Team, User

FIRST = dt.date(2021, 1, 1)
START, DAYS = dt.date(2021, 1, 4), 1823
LAST = START + dt.timedelta(DAYS - 1)
NOW = dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC)
ZONE = "Europe/Amsterdam"
TEAMS, PRODUCTS, MOST_CUSTOMERS = 2_000, 500, 200_000
BATCH = 500_000
MIXES = 4_000
LENGTHS = (1,) * 45 + (2,) * 41 + (3,) * 14  # behaviours of a report: 1.69 on average
# The hour that a change of the clock skips or repeats is not among them.
BUSY = (1, 4, 8, 9, 9, 7, 6, 8, 9, 9, 8, 6, 3, 2, 1)  # from seven in the morning on
HOURS = [7 + place for place, n in enumerate(BUSY) for _ in range(n)]
WORKDAYS = (0, 0, 0, 0, 1, 2, 3)  # a report of a weekend is often of a Friday or a Monday


@dataclass(frozen=True)
class Made:
    """The first keys of what was made; the others follow."""

    team: int
    product: int
    customer: int
    customers: int
    reporter: int


def fill(rows: int, seed: int) -> Made:
    """Make teams, products, customers and so many reports."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Bench", "time_zone": ZONE})
    made = _people(min(MOST_CUSTOMERS, max(rows // 5, 50)))
    with connection.cursor() as cursor, _quick(rows):
        cursor.execute(
            "CREATE TEMP TABLE bench_mix"
            " (id int PRIMARY KEY, behaviours smallint[], severity smallint)"
        )
        cursor.executemany("INSERT INTO bench_mix VALUES (%s, %s, %s)", list(_mixes(seed)))
        cursor.execute("ANALYZE bench_mix")
        for start in range(1, rows + 1, BATCH):
            end = min(start + BATCH - 1, rows)
            cursor.execute("SELECT setseed(%s)", [(seed * 7919 + start) % 100_003 / 100_003])
            cursor.execute(_INSERT, _values(made, start, end, rows))
            print(f"{end:,} reports", file=sys.stderr)  # noqa: T201
        cursor.execute("DROP TABLE bench_mix")
    return made


def _people(customers: int) -> Made:
    teams = Team.objects.bulk_create(Team(name=f"Team {n}") for n in range(TEAMS))
    products = Product.objects.bulk_create(Product(name=f"Product {n}") for n in range(PRODUCTS))
    users = User.objects.bulk_create(
        User(name=f"Person {n}", email=f"p{n}@bench.example") for n in range(TEAMS)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO incidents_customer (public_id, kind, language, created_at)"
            " SELECT gen_random_uuid(), 'person', '', %s FROM generate_series(1, %s) RETURNING id",
            [timezone.now(), customers],
        )
        first = min(key for (key,) in cursor.fetchall())
    return Made(teams[0].pk, products[0].pk, first, customers, users[0].pk)


def _mixes(seed: int) -> Iterator[tuple[int, list[int], int]]:
    """Give behaviours as reports have them, some far more often than others."""
    dice = random.Random(seed)  # noqa: S311 - the same company for the same seed
    numbers = [behaviour.number for behaviour in BEHAVIOURS]
    weights = [1 / (place + 1) for place in range(len(numbers))]
    for key in range(1, MIXES + 1):
        length, chosen = dice.choice(LENGTHS), set[int]()
        while len(chosen) < length:
            chosen.add(dice.choices(numbers, weights)[0])
        yield key, sorted(chosen), int(severity_of(sorted(chosen)))


_INSERT = """
INSERT INTO incidents_incident (
  public_id, reported_by_id, team_id, product_id, customer_id, channel, behaviours, severity,
  occurred_at, occurred_on, local_hour, reported_at, confirmed_at, source, wish_when, wish_with,
  circumstances, behaved_by, prepared, is_anonymous, answer_reminders
)
SELECT lpad(to_hex(n), 32, '0')::uuid, %(reporter)s + team, %(team)s + team,
  %(product)s + product, %(customer)s + customer, channel, mix.behaviours, mix.severity,
  moment, day, hour, moment, moment, 1, '', '', '{}', '', '', false, 0
FROM (
  SELECT *,
    (day + make_interval(hours => hour, mins => (n %% 60)::int)) AT TIME ZONE %(zone)s AS moment
  FROM (
    SELECT n, hour, channel, mix_id, team, product, customer, day - (%(workdays)s::int[])[
      CASE WHEN moves THEN extract(isodow FROM day)::int ELSE 1 END
    ] AS day
    FROM (
      SELECT n,
        %(first)s::date + ((n - 1) * %(days)s / %(rows)s)::int AS day,
        random() < 0.6 AS moves,
        (%(hours)s::int[])[1 + floor(random() * %(open)s)::int] AS hour,
        1 + floor(random() * random() * 11)::int AS channel,
        1 + floor(random() * %(mixes)s)::int AS mix_id,
        floor((((%(teams)s + 1.0) ^ 0.7 - 1) * random() + 1) ^ (1 / 0.7))::int - 1 AS team,
        floor((((%(products)s + 1.0) ^ 0.2 - 1) * random() + 1) ^ 5)::int - 1 AS product,
        floor((%(customers)s + 1.0) ^ random())::int - 1 AS customer
      FROM generate_series(%(start)s::bigint, %(end)s) AS n
    ) AS drawn
  ) AS moved
) AS dated JOIN bench_mix AS mix ON mix.id = mix_id ORDER BY n
"""


def _values(made: Made, start: int, end: int, rows: int) -> dict[str, Any]:
    return {
        "reporter": made.reporter,
        "team": made.team,
        "product": made.product,
        "customer": made.customer,
        "customers": made.customers,
        "teams": TEAMS,
        "products": PRODUCTS,
        "mixes": MIXES,
        "hours": HOURS,
        "open": len(HOURS),
        "workdays": list(WORKDAYS),
        "zone": ZONE,
        "first": START,
        "days": DAYS,
        "rows": rows,
        "start": start,
        "end": end,
    }


@contextmanager
def _quick(rows: int) -> Iterator[None]:
    """Load without triggers; many rows without indexes too, which are made again afterwards."""
    table = Incident._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
            [table],
        )
        indexes = cursor.fetchall() if rows > BATCH else []
        for name, _made_by in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for name, made_by in indexes:
            print(f"index {name}", file=sys.stderr)  # noqa: T201
            cursor.execute(made_by)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
