"""One team of the demonstration that sets a preset itself: a longer way, so more time."""

import datetime as dt

from config.demo.people import World
from people.models import RoleGrant, User
from wellbeing.codes import Preset, Step
from wellbeing.operations.presets import set_preset
from wellbeing.presets import Timing


def write_presets(world: World, now: dt.datetime) -> None:
    """Give the last team its own light care: people on the road, asked within two days."""
    admin = User.objects.active().with_role(RoleGrant.Role.ADMIN).first()
    team = world.teams[list(world.staff)[-1]]
    if admin is not None:
        set_preset(
            actor=admin,
            team=team,
            preset=Preset.LIGHT,
            timings=(Timing(Step.TOUCH_BASE, after=2, latest=21),),
            now=now - dt.timedelta(hours=1),
        )
