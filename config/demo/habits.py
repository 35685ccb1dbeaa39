"""How two people of the demonstration want to be told: Ana's choices, and Max's daily message."""

import datetime as dt

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from people.codes import Channel, Topic
from people.models import NoticeChoice, QuietHours


def write_habits(world: World) -> None:
    """Write what differs from the defaults, as the page would."""
    ana, leader = world.staff[SMALL_TEAM.key][0], world.manager[SMALL_TEAM.key]
    NoticeChoice.objects.create(user=ana, topic=Topic.REPORTS, channel=Channel.MAIL, is_on=True)
    QuietHours.objects.bulk_create(
        [
            QuietHours(user=ana, starts_at=dt.time(21), ends_at=dt.time(7, 30)),
            QuietHours(user=leader, digest_at=dt.time(8, 30)),
        ]
    )
