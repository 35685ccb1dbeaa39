"""Many people in care at once, written by the database from one row of each kind."""

import datetime as dt

from django.db import connection

from people.models import LineChange
from tests.cast import Cast
from tests.factories import CareSeriesFactory, CheckInFactory, MembershipFactory, UserFactory
from wellbeing.codes import Step
from wellbeing.models import CheckIn

FIRST = 1_000_000  # ids from here on are theirs
LATE, EARLY = dt.timedelta(days=20), dt.timedelta(days=5)


def fill(cast: Cast, *, rows: int, due: int, now: dt.datetime) -> None:
    """Write as many people, each with one open check-in; of these so many are late.

    Triggers and references are switched off while it is written: what is copied kept to them.
    """
    row = _pattern(cast, now)
    series, person = row.series, row.series.person
    place = person.memberships.get()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        unique = {"public_id": "gen_random_uuid()"}
        ids = {"id": f"{FIRST} + g"}
        named = {"sign_in_name": "'person-' || g", "name": "'Person ' || g", "email": "NULL"}
        _copy(person, rows, ids | unique | named)
        _copy(place, rows, unique | {"user_id": f"{FIRST} + g"})
        _copy(series, rows, ids | {"person_id": f"{FIRST} + g"})
        is_due = f"g <= {due}"
        late, early = f"'{now - LATE}'::timestamptz", f"'{now + EARLY}'::timestamptz"
        moment = f"CASE WHEN {is_due} THEN {late} ELSE {early} END"
        moments = dict.fromkeys(("due_at", "latest_at", "promised_at", "escalate_at"), moment)
        _copy(row, rows, ids | unique | moments | {"series_id": f"{FIRST} + g"})
        cursor.execute("SET session_replication_role = DEFAULT")
        row.delete()
        LineChange.objects.all().delete()  # a usual minute, in which nobody's line has changed
        cursor.execute("ANALYZE")


def _pattern(cast: Cast, now: dt.datetime) -> CheckIn:
    person = UserFactory.create(name="Pattern", email=None, sign_in_name="pattern")
    MembershipFactory.create(user=person, team=cast.north)
    series = CareSeriesFactory.create(person=person, team=cast.north, started_at=now - 2 * LATE)
    made: CheckIn = CheckInFactory.create(
        series=series, step=Step.TALK, owner=cast.max, due_at=now + EARLY
    )
    return made


def _copy(row: object, count: int, changed: dict[str, str]) -> None:
    """Write a row so many times; every column is that of the row unless it is named."""
    meta = row._meta  # type: ignore[attr-defined]
    columns = [field.column for field in meta.concrete_fields if field.column != "id"]
    columns += ["id"] if "id" in changed else []
    taken = [changed.get(column, f't."{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = connection.ops.quote_name(meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(taken)} "  # noqa: S608 - own tables
            f"FROM {table} t, generate_series(1, {count}) g WHERE t.id = {row.pk}"  # type: ignore[attr-defined]
        )
