"""An organisation with a wanted number of reports, published as the nights do it."""

import datetime as dt

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from config.demo import contacts, incidents, people
from config.demo.load import SEED, load_demonstration
from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.operations import ReportInput, report_incident
from incidents.severity import severity_of
from reports.operations.nightly import look_for_patterns
from reports.operations.publish import publish_due_months
from reports.operations.rollups import rebuild_rollups

FEW, MANY = 3, 10_000


def found(size: int, language: str, now: dt.datetime) -> None:
    """Write an organisation: a handful of reports by hand, many in one statement."""
    if FEW < size < MANY:
        incidents.REPORTS = size
        load_demonstration(now=now, language=language, progress=lambda _percent: None)
        return
    with transaction.atomic():
        world = people.make_people(timezone.localdate(now), language)
        if size <= FEW:
            contacts.make_products(world)
            _report(world, size, now)
        else:
            volume = contacts.draw_contacts(world, np.random.default_rng(SEED))
            contacts.write_contacts(world, volume)
            _write(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rebuild_rollups(now=now)
    publish_due_months(now=now)
    look_for_patterns(now=now)


def _report(world: people.World, size: int, now: dt.datetime) -> None:
    key = next(iter(world.staff))
    for n, person in enumerate(world.staff[key][:size]):
        told = now - dt.timedelta(days=70 + 40 * n)
        report = ReportInput(
            occurred_at=told,
            team=world.teams[key],
            reported_by=person,
            channel="counter",
            behaviours=("shouting",),
            reading=2,
        )
        report_incident(actor=person, report=report, now=told + dt.timedelta(minutes=5))


def _write(size: int) -> None:
    """Draw reports from the contacts of each day, team, product and channel."""
    mixes = [
        (sorted(BEHAVIOUR_BY_KEY[key].number for key in keys), weight)
        for keys, weight in incidents.MIXES
    ]
    chosen = [mix for mix, weight in mixes for _ in range(max(1, round(weight)))]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE mix (id int, behaviours smallint[], severity smallint)")
        rows = [(n, mix, int(severity_of(mix))) for n, mix in enumerate(chosen)]
        cursor.executemany("INSERT INTO mix VALUES (%s, %s, %s)", rows)
        cursor.execute("ALTER TABLE incidents_incident DISABLE TRIGGER ALL")
        cursor.execute("SELECT setseed(0.3)")
        cursor.execute(_INSERT, {"size": size, "mixes": len(rows)})
        cursor.execute("ALTER TABLE incidents_incident ENABLE TRIGGER ALL")
        cursor.execute("DROP TABLE mix")


_INSERT = """
INSERT INTO incidents_incident (
  public_id, reported_by_id, team_id, product_id, channel, behaviours, severity, occurred_at,
  occurred_on, local_hour, reported_at, confirmed_at, source, wish_when, wish_with,
  circumstances, behaved_by, prepared, is_anonymous, answer_reminders
)
SELECT gen_random_uuid(), staff.people[1 + floor(random() * cardinality(staff.people))::int],
  team_id, product_id, channel, mix.behaviours, mix.severity, moment, day, hour, moment, moment,
  1, '', '', '{}', '', '', false, 0
FROM (
  SELECT v.*, hour, floor(random() * %(mixes)s)::int AS mix_id,
    (day + make_interval(hours => hour)) AT TIME ZONE 'Europe/Amsterdam' AS moment
  FROM reports_contactvolume v
  CROSS JOIN LATERAL (
    SELECT 8 + floor(random() * 10)::int AS hour FROM generate_series(
      1, floor(v.contacts * %(size)s::float / (SELECT sum(contacts) FROM
        reports_contactvolume) + random())::int
    )
  ) AS drawn
  WHERE day < current_date
) AS told
JOIN mix ON mix.id = mix_id
JOIN (
  SELECT team_id AS of_team, array_agg(user_id ORDER BY user_id) AS people
  FROM people_membership WHERE kind = 'staff' GROUP BY team_id
) AS staff ON staff.of_team = team_id
"""
