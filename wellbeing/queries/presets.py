"""Which steps of care hold for a unit, and from which unit they come."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Organisation, Team, User
from wellbeing.cadence import Setting, Slot, plan
from wellbeing.codes import Preset
from wellbeing.joining import kept_apart
from wellbeing.models import UnitPreset
from wellbeing.presets import (
    DEFAULTS,
    EDITABLE,
    Own,
    Rules,
    TeamKey,
    Timings,
    inherited,
    path_up,
    rules_along,
    with_timings,
)
from wellbeing.queries.week import week_of


@dataclass(frozen=True)
class Held:
    """The steps of a preset as they hold for a unit.

    `source` is the team they come from; none when they are those of the whole organisation, or
    of the product (`is_default`). `is_own` when the unit has set them itself.
    """

    preset: Preset
    timings: Timings
    source: Team | None
    is_own: bool
    is_default: bool


def own_presets() -> Own:
    """Return what units have set. One query."""
    return {(row.team_id, Preset(row.preset)): row.timings for row in UnitPreset.objects.all()}


def rules_of(team: Team | None) -> Rules:
    """Return the rules for care that begins in a team. Two queries at most."""
    own = own_presets()
    return rules_along(own, _path_of(team)) if own else DEFAULTS


def held_by(team: Team | None) -> list[Held]:
    """Return what holds for a unit, preset by preset. Three queries."""
    own, path = own_presets(), _path_of(team)
    sources, rules = inherited(own, path), rules_along(own, path)
    teams = Team.objects.in_bulk([key for key in sources.values() if key is not None])
    return [
        Held(
            preset,
            rules.of(preset),
            source=teams.get(sources.get(preset) or 0),
            is_own=(path[0], preset) in own,
            is_default=preset not in sources,
        )
        for preset in EDITABLE
    ]


def _path_of(team: Team | None) -> list[TeamKey]:
    if team is None:
        return [None]
    return path_up(team.pk, dict(Team.objects.order_by().values_list("pk", "parent")))


def teams_of_their_own(user: User) -> QuerySet[Team]:
    """Return the teams that set at least one preset themselves."""
    own = UnitPreset.objects.visible_to(user).filter(team__isnull=False).values("team")
    return Team.objects.visible_to(user).active().filter(pk__in=own)


def slots_shown(
    reader: User, team: Team | None, preset: Preset, timings: Timings, now: dt.datetime
) -> list[Slot]:
    """Return the check-ins that the reader would get, if it happened to them in this unit now."""
    week = week_of(reader, team, Organisation.current(), now)
    rules = with_timings(rules_of(team), preset, timings)
    setting = Setting(now, week, reader.shift_ends_at or week.ends, rules=rules)
    return list(kept_apart(plan(preset, setting), None, week))
