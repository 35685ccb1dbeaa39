"""How calls for help travel: which levels, in which order, and how long each has."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import HelpRoute
from people.errors import RuleBroken
from people.models import Team, User

SHORTEST, LONGEST = 30, 300


@transaction.atomic
def set_route(
    *, actor: User, team: Team | None, levels: list[int], seconds: int, now: dt.datetime
) -> HelpRoute:
    """Say how the calls of a team travel; without a team, those of all teams without an own route.

    Checks: at least one level, each known and asked once; 30 to 300 seconds for each; the team is
    open. Writes: the route. Calls under way follow it from their next step. Sends nothing.
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
    route, _is_new = HelpRoute.objects.update_or_create(
        team=team, defaults={"levels": levels, "seconds": seconds}
    )
    return route


@transaction.atomic
def reset_route(*, actor: User, team: Team, now: dt.datetime) -> None:
    """Let the calls of a team travel as those of the organisation. Deletes: the own route."""
    HelpRoute.objects.filter(team=team).delete()
