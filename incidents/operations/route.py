"""How calls for help travel: which levels, in which order, and how long each has."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import HelpRoute
from people.errors import RuleBroken
from people.models import SettingChange, Team, User
from people.operations import note_settings

SHORTEST, LONGEST = 30, 300


@transaction.atomic
def set_route(
    *, actor: User, team: Team | None, levels: list[int], seconds: int, now: dt.datetime
) -> HelpRoute:
    """Say how the calls of a team travel; without a team, those of all teams without an own route.

    Checks: at least one level, each known and asked once; 30 to 300 seconds for each; the team is
    open. Writes: the route, and the change in the log of settings. Calls under way follow it from
    their next step. Sends nothing.
    """
    if team is not None and team.closed_on is not None:
        raise RuleBroken(_("This team is closed."))
    if not levels:
        raise RuleBroken(_("At least one level has to be asked."), field="levels")
    if len(set(levels)) != len(levels) or not set(levels) <= set(HelpRoute.all_levels()):
        raise RuleBroken(_("Give each level a place of its own."), field="levels")
    if not SHORTEST <= seconds <= LONGEST:
        raise RuleBroken(
            _("Between %(least)s and %(most)s seconds.") % {"least": SHORTEST, "most": LONGEST},
            field="seconds",
        )
    before = _settings(team)
    route, _is_new = HelpRoute.objects.update_or_create(
        team=team, defaults={"levels": levels, "seconds": seconds}
    )
    _note(actor, team, before, now)
    return route


@transaction.atomic
def reset_route(*, actor: User, team: Team, now: dt.datetime) -> None:
    """Let the calls of a team travel as those of the organisation.

    Checks: nothing. Writes: the change in the log of settings. Deletes: the own route.
    """
    before = _settings(team)
    HelpRoute.objects.filter(team=team).delete()
    _note(actor, team, before, now)


def _settings(team: Team | None) -> dict[str, object]:
    """Give what a route says; nothing where there is none."""
    route = HelpRoute.objects.filter(team=team).first()
    return {"levels": route.levels, "seconds": route.seconds} if route else {}


def _note(actor: User, team: Team | None, before: dict[str, object], now: dt.datetime) -> None:
    after = _settings(team)
    area = SettingChange.Area.HELP
    note_settings(actor=actor, area=area, before=before, after=after, team=team, now=now)
