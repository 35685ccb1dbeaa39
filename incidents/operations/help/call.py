"""Raising a call: one press, one call, whatever the thumb does."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY, Reading
from incidents.models import HelpCall, TakeoverKind
from incidents.operations.help.end import finish
from incidents.operations.help.travel import ask_levels
from incidents.operations.rules import UNKNOWN_CHANNEL, UNKNOWN_READING
from incidents.queries.duty import route_of
from people.errors import RuleBroken
from people.ids import uuid7
from people.models import Team, TeamDevice, User

NO_TEAM = _("Choose the team that should come.")
NOT_YOUR_TEAM = _("You do not work in this team today.")
UNKNOWN_WANTED = _("Choose one of the three.")
PLACE_TOO_LONG = _("This is too long: 80 characters at most.")
CLOSED_DEVICE = _("This device is not registered any more.")
NOT_YOUR_CALL = _("This call was somebody else's.")
OVER = _("This call is over.")
PLACE_MAX = 80


@transaction.atomic
def raise_call(
    *,
    actor: User | None,
    team: Team,
    key: str,
    wanted: str = "",
    heat: int | None = None,
    channel: str = "",
    place: str = "",
    device: TeamDevice | None = None,
    now: dt.datetime,
) -> HelpCall:
    """Ask for help now. A second press gives the call that is open; so does the same key.

    `actor` is None when a registered device calls. `channel` is a key of its list, `heat` one of
    the four readings. An open call that leads nowhere ends here: a new press rings.

    Checks: the team is open and the actor's own, or the device's; the values are known.
    Writes: the call, its rings and notices. Signals: help_rung. Sends: what ringing sends.
    """
    _check_team(actor, team, device)
    check_reason(wanted=wanted, heat=heat, channel=channel, place=place)
    _queue_up(actor, device)
    standing = _standing(actor, device, key, now)
    if standing is not None:
        return standing
    call = HelpCall.objects.create(
        raised_by=actor,
        device=device,
        team=team,
        site=team.site,
        key=_fresh(key, actor, device),
        wanted=wanted,
        heat=heat,
        channel=number_of(channel),
        place=place.strip() or (device.name if device else ""),
        raised_at=now,
    )
    ask_levels(call, route_of(team).levels, now)
    return call


@transaction.atomic
def add_reason(
    *,
    actor: User,
    call: HelpCall,
    wanted: str,
    heat: int | None,
    channel: str,
    place: str,
    now: dt.datetime,
) -> HelpCall:
    """Say what for and where, after the press. What is left empty becomes empty.

    Checks: the actor called, the call is open, the values are known. Writes: the reason.
    """
    if call.raised_by_id != actor.pk:
        raise RuleBroken(NOT_YOUR_CALL)
    check_reason(wanted=wanted, heat=heat, channel=channel, place=place)
    call.wanted, call.heat = wanted, heat
    call.channel, call.place = number_of(channel), place.strip()
    open_call = HelpCall.objects.open().filter(pk=call.pk)
    if not open_call.update(
        wanted=call.wanted, heat=call.heat, channel=call.channel, place=call.place
    ):
        raise RuleBroken(OVER)
    return call


@transaction.atomic
def call_again(*, actor: User, call: HelpCall, key: str, now: dt.datetime) -> HelpCall:
    """Ring everybody once more because nobody has come: this call ends and the same one begins.

    Checks: the actor called and the call is open. Writes: its end, and what raise_call writes.
    """
    call = HelpCall.objects.select_for_update(of=("self",), no_key=True).get(pk=call.pk)
    if call.raised_by_id != actor.pk:
        raise RuleBroken(NOT_YOUR_CALL)
    if call.is_open:
        finish(call, now, by=actor)
    again = raise_call(actor=actor, team=call.team, key=key, wanted=call.wanted, now=now)
    again.heat, again.channel, again.place = call.heat, call.channel, call.place
    again.save(update_fields=["heat", "channel", "place"])
    return again


def check_reason(*, wanted: str, heat: int | None, channel: str, place: str) -> None:
    """Refuse what is not one of the lists, and a place that does not fit."""
    if wanted and wanted not in TakeoverKind.values:
        raise RuleBroken(UNKNOWN_WANTED, field="wanted")
    if heat is not None and heat not in set(Reading):
        raise RuleBroken(UNKNOWN_READING, field="heat")
    if channel and channel not in CHANNEL_BY_KEY:
        raise RuleBroken(UNKNOWN_CHANNEL, field="channel")
    if len(place.strip()) > PLACE_MAX or "\x00" in place:
        raise RuleBroken(PLACE_TOO_LONG, field="place")


def number_of(channel: str) -> int | None:
    return CHANNEL_BY_KEY[channel].number if channel else None


def _check_team(actor: User | None, team: Team, device: TeamDevice | None) -> None:
    if team.closed_on is not None:
        raise RuleBroken(NO_TEAM, field="team")
    if device is not None:
        if device.revoked_at is not None or device.team_id != team.pk:
            raise RuleBroken(CLOSED_DEVICE)
    elif actor is None or team.pk not in actor.team_ids:
        raise RuleBroken(NOT_YOUR_TEAM, field="team")


def _queue_up(actor: User | None, device: TeamDevice | None) -> None:
    """Let two presses of one person, or of one device, come one after the other."""
    if actor is not None:
        User.objects.get_queryset().select_for_update(no_key=True).get(pk=actor.pk)
    elif device is not None:
        TeamDevice.objects.select_for_update(no_key=True, of=("self",)).get(pk=device.pk)


def _fresh(key: str, actor: User | None, device: TeamDevice | None) -> str:
    """Return a key of its own for a page that has been open since an earlier call: it calls."""
    is_used = HelpCall.objects.filter(raised_by=actor, device=device, key=key).exists()
    return str(uuid7()) if is_used else key


def _standing(
    actor: User | None, device: TeamDevice | None, key: str, now: dt.datetime
) -> HelpCall | None:
    """Return the open call that this press belongs to; one that leads nowhere is ended."""
    mine = HelpCall.objects.open().filter(raised_by=actor)
    call = mine.first() if actor else mine.filter(device=device).first()
    if call is None or call.key == key or not call.leads_nowhere:
        return call
    finish(call, now, by=actor)
    return None
