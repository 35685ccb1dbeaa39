"""Which calls for help a person has to hear of, and how a call stands."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from incidents.codes import CHANNELS
from incidents.models import HelpCall, HelpRing
from incidents.queries.duty import duty_of
from people.models import User

# How long those who were asked still read that somebody else is on the way.
TOLD_FOR = dt.timedelta(minutes=1)


class State(StrEnum):
    """How a call stands for one reader."""

    RING = "ring"
    TAKEN = "taken"
    ASKED = "asked"
    MINE = "mine"
    OWN = "own"
    QUIET = "quiet"


@dataclass(frozen=True)
class Heard:
    """A call and how it stands for the reader."""

    call: HelpCall
    state: State


def has_due_calls() -> bool:
    """Say whether looking after calls would do anything, by the database's clock; one query."""
    quarter, hour = Now() - dt.timedelta(minutes=15), Now() - dt.timedelta(hours=1)
    waiting = Q(accepted_at__isnull=True)
    is_lasting = Q(accepted_at__lte=quarter) & (
        Q(asked_at__isnull=True) | (Q(asked_at__lt=F("still_at")) & Q(still_at__lte=quarter))
    )
    return (
        HelpCall.objects.open()
        .filter(
            (waiting & Q(escalate_at__lte=Now()))
            | (waiting & Q(exhausted_at__lte=hour))
            | is_lasting
            | Q(asked_at__lte=hour)
        )
        .exists()
    )


def open_calls_of(user: User) -> list[HelpCall]:
    """Return the open calls a person may see, oldest first; two queries when there are any."""
    return list(
        HelpCall.objects.visible_to(user)
        .open()
        .select_related("raised_by", "accepted_by", "device", "team")
        .prefetch_related(Prefetch("rings", HelpRing.objects.all(), to_attr="rings_read"))
        .order_by("raised_at", "pk")
    )


def heard_by(user: User, calls: list[HelpCall], now: dt.datetime) -> list[Heard]:
    """Return which of these calls concern a person now, and how they stand."""
    heard = [Heard(call, state_for(user, call, now)) for call in calls]
    return [one for one in heard if one.state != State.QUIET]


def rings_of(call: HelpCall) -> list[HelpRing]:
    """Return the rings of a call that `open_calls_of` has read."""
    rings: list[HelpRing] = call.rings_read  # type: ignore[attr-defined] # the prefetch
    return rings


def state_for(user: User, call: HelpCall, now: dt.datetime) -> State:
    """Return how an open call stands for a reader; needs the rings of `open_calls_of`."""
    if call.raised_by_id == user.pk:
        return State.OWN
    if call.accepted_by_id == user.pk:
        return State.ASKED if call.is_asked else State.MINE
    if not _concerns(user, call, now):
        return State.QUIET
    if call.accepted_at is None:
        return State.RING
    return State.TAKEN if call.accepted_at > now - TOLD_FOR else State.QUIET


def _concerns(user: User, call: HelpCall, now: dt.datetime) -> bool:
    """Who was rung and did not pass; and who leads the team while on duty, at once."""
    own = [ring for ring in rings_of(call) if ring.person_id == user.pk]
    if own:
        return own[0].passed_at is None
    return call.team_id in user.led_team_ids and duty_of(user, now).is_on


def mark_of(call: HelpCall, rings: list[HelpRing]) -> str:
    """Return a text that changes whenever the pages of the two have something new to tell."""
    if not call.is_open:
        return "over"
    seen = sum(ring.seen_at is not None for ring in rings)
    reached = (call.level, call.exhausted_at, call.send_failed_at, seen)
    facts = (*reached, call.accepted_at, call.asked_at, call.still_at)
    return "|".join(str(fact or "") for fact in facts)


def name_of(call: HelpCall) -> str:
    """Return who calls: the person, else the shared device."""
    if call.raised_by is not None:
        return call.raised_by.name
    return call.device.name if call.device else ""


def call_to_report(user: User, public_id: str) -> HelpCall | None:
    """Return a person's own call that a report is to be made of; None for what is not theirs."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    own = HelpCall.objects.filter(raised_by=user, incident__isnull=True)
    return own.select_related("team").filter(public_id=wanted).first()


def told_by_call(call: HelpCall) -> dict[str, Any]:
    """Return what a call has said already, as the report form takes it."""
    at = timezone.localtime(call.raised_at)
    channel = next((word.key for word in CHANNELS if word.number == call.channel), "")
    told = {
        "call": str(call.public_id),
        "occurred_on": at.strftime("%Y-%m-%d"),
        "occurred_time": at.strftime("%H:%M"),
        "team": str(call.team.public_id),
        "channel": channel,
        "reading": str(call.heat) if call.heat else "",
        "narrative": call.place,
    }
    return {name: value for name, value in told.items() if value}


def calls_of_teams(user: User, wanted: dict[str, str]) -> "QuerySet[HelpCall]":
    """Return the calls a leader sees, newest first, as the filters of the address ask."""
    found = (
        HelpCall.objects.visible_to(user)
        .exclude(raised_by=user)
        .select_related("raised_by", "accepted_by", "device", "team", "takeover")
        .order_by("-raised_at", "-pk")
    )
    team, kind, state = wanted.get("team"), wanted.get("kind"), wanted.get("state")
    if team in {str(m.team.public_id) for m in user.present_memberships}:
        found = found.filter(team__public_id=team)
    if kind:
        found = found.filter(takeover__kind=kind)
    if state == "open":
        found = found.open()
    elif state == "nobody":
        found = found.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return found
