"""The works council of the demonstration, and two settings that were changed before."""

import datetime as dt

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from people.models import RoleGrant, SettingChange, User

CHANGES = (("load_limit", 12, 10, 200), ("relation_review_at", 4, 3, 90))


def write_council(world: World, now: dt.datetime) -> None:
    """Put one colleague on the works council and date two changes of the administrator."""
    member, role = world.staff[SMALL_TEAM.key][-1], RoleGrant.Role
    RoleGrant.objects.create(user=member, role=role.COUNCIL)
    admin = User.objects.active().with_role(role.ADMIN)[0]
    SettingChange.objects.bulk_create(
        SettingChange(
            at=now - dt.timedelta(days=days),
            by=admin,
            area=SettingChange.Area.ORGANISATION,
            name=name,
            old=old,
            new=new,
        )
        for name, old, new, days in CHANGES
    )
