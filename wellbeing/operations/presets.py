"""How far apart the contacts of a preset lie, set for the organisation or for a team."""

import datetime as dt

from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import SettingChange, Team, User
from people.operations import note_settings
from wellbeing.codes import Preset
from wellbeing.models import UnitPreset
from wellbeing.presets import EDITABLE, Fault, Timings, faults, stored
from wellbeing.queries.presets import Held, held_by

_SAYS: "dict[str, str | Promise]" = {
    "outside": _("Write a whole number from %(least)s to %(most)s."),
    "early": _("The latest moment cannot lie before the planned one."),
    "order": _("This talk has to come after the one before it."),
}


class TeamIsClosed(RuleBroken):
    """Nobody works in this team any more."""


def field_of(fault: Fault) -> str:
    """Return the name of the input a fault belongs to."""
    return f"{fault.number}_{fault.place}"


def says(fault: Fault) -> str:
    """Return a fault in words."""
    least, most = fault.bounds
    return str(_SAYS[fault.what]) % {"least": least, "most": most}


@transaction.atomic
def set_preset(
    *, actor: User, team: Team | None, preset: Preset, timings: Timings, now: dt.datetime
) -> Held:
    """Set the steps of a preset for a unit, for care that begins from now on.

    Checks: the unit still works (TeamIsClosed), every number lies within its bounds and the steps
    are in order. Writes: the steps of the unit, and a line in the log of settings. Care that runs
    keeps its own. Sends nothing.
    """
    _check_open(team)
    for fault in faults(timings):
        raise RuleBroken(says(fault), field=field_of(fault))
    was = _locked(team, preset)
    UnitPreset.objects.update_or_create(
        team=team, preset=preset, defaults={"steps": stored(timings)}
    )
    return _noted(actor, team, was, now)


@transaction.atomic
def reset_preset(*, actor: User, team: Team | None, preset: Preset, now: dt.datetime) -> Held:
    """Let a unit follow again what stands above it: the units above a team, else the defaults.

    Checks: none; a unit without steps of its own stays as it is. Writes: the steps go, and a line
    in the log of settings. Care that runs keeps its own. Sends nothing.
    """
    was = _locked(team, preset)
    UnitPreset.objects.of(team, preset).delete()
    return _noted(actor, team, was, now)


def _check_open(team: Team | None) -> None:
    if team is not None and team.closed_on is not None:
        raise TeamIsClosed(_("This team was closed. No care begins in it any more."))


def _locked(team: Team | None, preset: Preset) -> Held:
    """Let changes of the steps follow each other, and return what holds until now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", ["unit-presets"])
    return _held(team, preset)


def _held(team: Team | None, preset: Preset) -> Held:
    return held_by(team)[EDITABLE.index(preset)]


def _noted(actor: User, team: Team | None, was: Held, now: dt.datetime) -> Held:
    becomes = _held(team, was.preset)
    note_settings(
        actor=actor,
        area=SettingChange.Area.CARE,
        team=team,
        before=_settings(was),
        after=_settings(becomes),
        now=now,
    )
    return becomes


def _settings(held: Held) -> dict[str, object]:
    """Return what the log compares: each step, and whether the unit has set them itself."""
    rows = {f"{held.preset}.{place}": list(row) for place, row in enumerate(stored(held.timings))}
    return {f"{held.preset}.own": held.is_own, **rows}
