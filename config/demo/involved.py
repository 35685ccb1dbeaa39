"""Others in a report: one without a name, one for a colleague, a witness and a question."""

import datetime as dt

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from incidents.models import Incident
from incidents.operations import ReportInput, invite_witness, report_incident, write_message
from people.models import User


def write_involved(world: World, now: dt.datetime) -> None:
    """Write a few of each through the operations themselves, within the last two days."""
    desk = world.staff[SMALL_TEAM.key]
    manager = world.manager[SMALL_TEAM.key]
    nameless = _report(world, desk[4], desk[4], now - dt.timedelta(hours=27), is_anonymous=True)
    asked_at = now - dt.timedelta(hours=20)
    question = "Would it help when two of us are there on Friday?"
    write_message(actor=manager, incident=nameless, body=question, now=asked_at)
    _report(world, desk[2], desk[0], now - dt.timedelta(hours=5))
    own = _report(world, desk[3], desk[3], now - dt.timedelta(hours=30))
    invite_witness(actor=desk[3], incident=own, person=desk[0], may_see_facts=True, now=asked_at)


def _report(
    world: World, writer: User, person: User, at: dt.datetime, *, is_anonymous: bool = False
) -> Incident:
    return report_incident(
        actor=writer,
        report=ReportInput(
            occurred_at=at - dt.timedelta(minutes=9),
            team=world.teams[SMALL_TEAM.key],
            reported_by=person,
            channel="counter",
            behaviours=("personal_insult",),
            reading=2,
            is_anonymous=is_anonymous,
        ),
        now=at,
    )
