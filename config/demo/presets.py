"""One team of the demonstration that sets a preset itself: a longer way, so more time."""

import datetime as dt

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from people.models import RoleGrant, User
from wellbeing.codes import Preset, Step
from wellbeing.operations.presets import set_preset
from wellbeing.presets import Timing


def write_presets(world: World, now: dt.datetime) -> None:
    """Give the last team its own light care: people on the road, asked within two days.

    The small firm has no second team, and keeps the defaults.
    """
    admin = User.objects.active().with_role(RoleGrant.Role.ADMIN).first()
    key = list(world.staff)[-1]
    team = world.teams[key]
    if admin is not None and key != SMALL_TEAM.key:
        set_preset(
            actor=admin,
            team=team,
            preset=Preset.LIGHT,
            timings=(Timing(Step.TOUCH_BASE, after=2, latest=21),),
            now=now - dt.timedelta(hours=1),
        )
