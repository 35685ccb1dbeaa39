"""Loading the demonstration: all of it in one transaction, or nothing."""

import datetime as dt
from collections.abc import Callable

import numpy as np
from django.db import connection, transaction
from django.utils import timezone
from numpy.random import Generator

from config.demo import (
    care,
    circle,
    contacts,
    council,
    details,
    fairness,
    habits,
    helpnow,
    incidents,
    involved,
    measures,
    moment,
    outcomes,
    patterns,
    people,
    practice,
    presets,
    private,
    register,
    talks,
    training,
    trends,
)
from config.demo.plans import SMALL_TEAM
from incidents.codes import WishWhen
from incidents.models import Answer, Incident
from incidents.operations import ReportInput, Wish, report_incident
from people.models import User
from people.operations import set_absence
from reports.operations.publish import publish_due_months

SEED = 20261  # of every draw: the same organisation each time
SMALL_REPORTS = 140
SMALL_CUSTOMERS = 300

Progress = Callable[[int], None]


class NotEmpty(Exception):
    """There are people here: the demonstration is for empty databases alone."""


@transaction.atomic
def load_demonstration(
    *, now: dt.datetime, language: str, is_small: bool = False, progress: Progress
) -> None:
    """Write the demonstration organisation, with dates that end at `now`.

    Checks: nobody exists yet (raises NotEmpty). Writes: everything. Sends: what two reports of
    today lead to, into the outbox.
    """
    if User.objects.exists():
        raise NotEmpty
    random = np.random.default_rng(SEED)
    progress(2)
    make = people.make_small_firm if is_small else people.make_people
    world = make(timezone.localdate(now), language)
    progress(8)
    volume = contacts.draw_contacts(world, random)
    contacts.write_contacts(world, volume)
    progress(25)
    wanted = SMALL_REPORTS if is_small else incidents.REPORTS
    told = incidents.draw_reports(world, volume, now, random, wanted)
    count = SMALL_CUSTOMERS if is_small else incidents.CUSTOMERS
    customers = incidents.make_customers(random, count)
    incidents.give_customers(told, customers, random)
    details.fill_in(told, np.random.default_rng(SEED + 20))
    training.say_prepared(told, np.random.default_rng(SEED + 40))
    progress(40)
    _write_reports(world, told, now, random)
    progress(60)
    written = _live_through(world, told, now, random)
    care.write_care(written)
    progress(80)
    _what_came_of_it(world, told, written, customers[0].pk, now, random)
    progress(88)
    practice.write_practice(world, language, now)
    _report_today(world, now)
    progress(92)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # thousands of new rows: without it, queries are planned blindly
    _publish(language, now)
    progress(99)


def _publish(language: str, now: dt.datetime) -> None:
    publish_due_months(now=now)
    patterns.write_patterns(language, now)
    trends.write_trends(language, now)


def _write_reports(
    world: people.World, told: incidents.Told, now: dt.datetime, random: Generator
) -> None:
    outcomes.owe_answers(told.incidents)
    answers = outcomes.answer_reports(world, told, now, random)
    Incident.objects.bulk_create(told.incidents, batch_size=1000)
    incidents.write_words(told, world, random)
    Answer.objects.bulk_create(answers, batch_size=1000)


def _live_through(
    world: people.World, told: incidents.Told, now: dt.datetime, random: Generator
) -> care.Written:
    written = care.Written()
    lives = {
        person.pk: care.Life(person, world.manager[key], world.deputy.get(key), written, random)
        for key, staff in world.staff.items()
        for person in staff
    }
    care.live_through(lives, told.incidents, now)
    return written


def _what_came_of_it(
    world: people.World,
    told: incidents.Told,
    written: care.Written,
    planted_pk: int,
    now: dt.datetime,
    random: Generator,
) -> None:
    """Write talks, needs, what was agreed and everything that was done about the reports."""
    outcomes.write_talks(world, written.checkins, now, random)
    outcomes.write_needs(world, now, random)
    training.write_training(world, now, np.random.default_rng(SEED + 41))
    outcomes.write_agreements(world, told, planted_pk, now, random)
    details.write_details(told, world, now, np.random.default_rng(SEED + 21))
    register.write_register(world, told, now)
    measures.write_measures(world, told, now)
    moment.write_moment(world, now, random)
    fairness.write_fairness(world, told, now)
    helpnow.write_calls(world, now, np.random.default_rng(SEED + 10))
    private.write_private(world, now)
    habits.write_habits(world)
    talks.write_after_talks(world, now)
    circle.write_circle(world, now)
    council.write_council(world, now)
    presets.write_presets(world, now)


def _report_today(world: people.World, now: dt.datetime) -> None:
    """Let two colleagues of Ana report a moment ago, through the operation itself."""
    desk = world.staff[SMALL_TEAM.key]
    for minutes, person, behaviours, reading, when in (
        (50, desk[2], ("shouting", "personal_insult"), 2, WishWhen.TOMORROW),
        (12, desk[3], ("threat_words",), 3, WishWhen.SOON),
    ):
        at = now - dt.timedelta(minutes=minutes)
        report_incident(
            actor=person,
            report=ReportInput(
                occurred_at=at - dt.timedelta(minutes=4),
                team=world.teams[SMALL_TEAM.key],
                reported_by=person,
                channel="counter",
                behaviours=behaviours,
                reading=reading,
                wish=Wish(when=when),
            ),
            now=at,
        )
    involved.write_involved(world, now)
    _one_manager_away(world, now)


def _one_manager_away(world: people.World, now: dt.datetime) -> None:
    """Let one manager be away for some days; the check-ins of those days are with who is there."""
    manager = world.manager[list(world.manager)[-1]]
    today = timezone.localdate(now)
    ends_on = today + dt.timedelta(days=3)
    set_absence(actor=manager, person=manager, starts_on=today, ends_on=ends_on, now=now)
