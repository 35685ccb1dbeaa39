"""Many people in care at once, written by the database from one row of each kind."""

import datetime as dt

from django.db import connection

from people.models import LineChange, Membership, Notice
from tests.cast import Cast
from tests.factories import (
    CareSeriesFactory,
    CheckInFactory,
    IncidentFactory,
    MembershipFactory,
    UserFactory,
)
from wellbeing.codes import Level, Reason, Step
from wellbeing.models import CheckIn, Escalation, SeriesReport

FIRST = 1_000_000  # ids from here on are theirs
LATE, EARLY = dt.timedelta(days=20), dt.timedelta(days=5)
TEAMS = 25


def fill(cast: Cast, *, rows: int, due: int, now: dt.datetime) -> None:
    """Write as many people, each with a report and one open check-in; of these so many are late.

    They work in many teams that Max leads. All were told about their care, and Max of what is
    late: it goes on to the next level. Triggers and references are switched off while it is
    written: what is copied kept to them.
    """
    row = _pattern(cast, now)
    series, person = row.series, row.series.person
    ids, unique = {"id": f"{FIRST} + g"}, {"public_id": "gen_random_uuid()"}
    team = {"team_id": f"{FIRST} + g % {min(rows, TEAMS)} + 1"}
    named = {"sign_in_name": "'person-' || g", "name": "'Person ' || g", "email": "NULL"}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _copy(cast.north, TEAMS, ids | unique | {"name": "'Team ' || g"})
        for place in Membership.objects.leading().filter(team=cast.north):
            _copy(place, TEAMS, unique | {"team_id": f"{FIRST} + g"})
        _copy(person, rows, ids | unique | named)
        _copy(person.memberships.get(), rows, unique | team | {"user_id": f"{FIRST} + g"})
        _copy(series, rows, ids | team | {"person_id": f"{FIRST} + g"})
        _copy(row, rows, ids | unique | _moments(due, now) | {"series_id": f"{FIRST} + g"})
        _copy_what_was_before(row, cast, rows=rows, due=due, now=now)
        cursor.execute("SET session_replication_role = DEFAULT")
        series.reports.all().delete()
        row.escalations.all().delete()
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


def _moments(due: int, now: dt.datetime) -> dict[str, str]:
    late, early = f"'{now - LATE}'::timestamptz", f"'{now + EARLY}'::timestamptz"
    moment = f"CASE WHEN g <= {due} THEN {late} ELSE {early} END"
    return dict.fromkeys(("due_at", "latest_at", "promised_at", "escalate_at"), moment)


def _copy_what_was_before(
    row: CheckIn, cast: Cast, *, rows: int, due: int, now: dt.datetime
) -> None:
    """A report that each care is about, a line that told of it, and who knows of what is late."""
    person = row.series.person
    report = IncidentFactory.create(reported_by=person, team=cast.north)
    joined = SeriesReport.objects.create(series=row.series, incident=report, joined_at=now)
    line = Notice.objects.create(recipient=person, kind="care_offer", key="", created_at=now)
    told = Escalation.objects.create(
        checkin=row,
        reason=Reason.LATE,
        level=Level.OWNER,
        told=cast.max,
        since=now - LATE,
        told_at=now - LATE,
    )
    own, unique = {"id": f"{FIRST} + g"}, {"public_id": "gen_random_uuid()"}
    _copy(report, rows, own | unique | {"reported_by_id": f"{FIRST} + g"})
    _copy(joined, rows, {"series_id": f"{FIRST} + g", "incident_id": f"{FIRST} + g"})
    _copy(line, rows, unique | {"recipient_id": f"{FIRST} + g", "key": "'about-' || g"})
    _copy(told, due, {"checkin_id": f"{FIRST} + g"})


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
