"""Calls for help of the past year: who came, how fast, in which way, and how that felt."""

import datetime as dt

from django.utils import timezone
from numpy.random import Generator

from config.demo.people import World
from incidents.codes.after import HANDOVER_REASONS
from incidents.models import FeltBacked, HelpCall, HelpRing, Takeover, TakeoverKind
from people.models import DutySwitch, Membership, RoleGrant, User

TEAMS_SHOWN, CALLS_PER_TEAM = 6, 14
DAYS = 300
KINDS = (TakeoverKind.JOIN, TakeoverKind.TAKE_OVER, TakeoverKind.ADVISE)
REPLIES = ("yes", "yes", "yes", "partly", "no")


def write_calls(world: World, now: dt.datetime, random: Generator) -> None:
    """Let everybody who can be called be on duty, and write the calls with what came of them."""
    _stay_on_duty(now)
    calls = [
        _call(world, key, number, now, random)
        for key in list(world.staff)[:TEAMS_SHOWN]
        if key in world.manager and world.staff[key]
        for number in range(CALLS_PER_TEAM)
    ]
    HelpCall.objects.bulk_create(calls)
    HelpRing.objects.bulk_create(_ring(call) for call in calls)
    takeovers = [_takeover(call, random) for call in calls]
    Takeover.objects.bulk_create(takeovers)
    FeltBacked.objects.bulk_create(
        FeltBacked(
            takeover=takeover,
            reply=REPLIES[int(random.integers(len(REPLIES)))],
            may_manager_see=bool(random.random() < 0.1),
            replied_at=takeover.taken_at + dt.timedelta(hours=20),
        )
        for number, takeover in enumerate(takeovers)
        if number % 5
    )


def _stay_on_duty(now: dt.datetime) -> None:
    """By their switch: the hours of a team also say when care can be planned."""
    leaders = Membership.objects.on(timezone.localdate(now)).leading().values("user")
    called = User.objects.with_role(RoleGrant.Role.ADVISER) | User.objects.filter(pk__in=leaders)
    DutySwitch.objects.bulk_create(
        DutySwitch(user=person, is_on_duty=True, switched_at=now) for person in called.distinct()
    )


def _call(world: World, key: str, number: int, now: dt.datetime, random: Generator) -> HelpCall:
    staff, team = world.staff[key], world.teams[key]
    person: User = staff[int(random.integers(len(staff)))]
    raised = now - dt.timedelta(
        days=int(random.integers(2, DAYS)), minutes=int(random.integers(600))
    )
    accepted = raised + dt.timedelta(seconds=int(random.integers(6, 75)))
    return HelpCall(
        raised_by=person,
        team=team,
        site=team.site,
        key=f"demo-{number}-{key}"[:64],
        wanted=KINDS[int(random.integers(len(KINDS)))],
        raised_at=raised,
        accepted_by=world.manager[key],
        accepted_at=accepted,
        ended_at=accepted + dt.timedelta(minutes=int(random.integers(4, 14))),
        ended_by=person,
    )


def _ring(call: HelpCall) -> HelpRing:
    seen = call.raised_at + dt.timedelta(seconds=3)
    return HelpRing(
        call=call,
        person=call.accepted_by,
        level=HelpCall.Level.MANAGERS,
        rung_at=call.raised_at,
        seen_at=seen,
    )


def _takeover(call: HelpCall, random: Generator) -> Takeover:
    kind = KINDS[int(random.integers(len(KINDS)))]
    reason = HANDOVER_REASONS[int(random.integers(len(HANDOVER_REASONS)))].number
    return Takeover(
        call=call,
        team=call.team,
        kind=kind,
        person=call.raised_by,
        taken_by=call.accepted_by,
        taken_at=call.accepted_at or call.raised_at,
        reason=reason if kind == TakeoverKind.TAKE_OVER else None,
        is_said=True,
    )
