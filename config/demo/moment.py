"""The moment itself in the demonstration: small things that were counted and a desk."""

import datetime as dt

from django.utils import timezone
from numpy.random import Generator

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from incidents.models import Tally
from people.ids import uuid7
from people.models import User
from people.operations import register_device

DAYS = 100
EACH = 7  # small things a person counts in that time, on average
FIRST_HOUR, LAST_HOUR = 9, 17


def write_moment(world: World, now: dt.datetime, random: Generator) -> None:
    """Write what stands at hand in the moment, in bulk, as the operations would."""
    rows = [
        _tally(world, key, person, now, random)
        for key, staff in world.staff.items()
        for person in staff
        for _ in range(random.poisson(EACH))
    ]
    Tally.objects.bulk_create(rows, batch_size=2000)
    team = world.teams[SMALL_TEAM.key]
    name = "Balie 1" if world.language == "nl" else "Desk 1"
    register_device(actor=world.manager[SMALL_TEAM.key], team=team, name=name, now=now)


def _tally(world: World, key: str, person: User, now: dt.datetime, random: Generator) -> Tally:
    days, hour = int(random.integers(1, DAYS)), int(random.integers(FIRST_HOUR, LAST_HOUR))
    at = (now - dt.timedelta(days=days)).replace(hour=hour, minute=int(random.integers(60)))
    return Tally(
        person=person,
        team=world.teams[key],
        channel=int(random.integers(1, 4)),
        at=at,
        occurred_on=timezone.localdate(at),
        local_hour=hour,
        key=str(uuid7()),
    )
