"""How two people of the demonstration want to be told: Ana's choices, and Max's daily message."""

import datetime as dt

from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from people.codes import Channel, Topic, kinds_of
from people.models import NoticeChoice, QuietHours


def write_habits(world: World) -> None:
    """Write what differs from the defaults, as the page would."""
    ana, leader = world.staff[SMALL_TEAM.key][0], world.manager[SMALL_TEAM.key]
    # News about her reports also by mail; of ten minutes with a buddy, no line at all.
    NoticeChoice.objects.bulk_create(
        [
            *(
                NoticeChoice(user=ana, kind=kind, channel=Channel.MAIL, is_on=True)
                for kind in kinds_of(Topic.REPORTS)
            ),
            NoticeChoice(user=ana, kind="buddy_reply", channel=Channel.APP, is_on=False),
        ]
    )
    QuietHours.objects.bulk_create(
        [
            QuietHours(user=ana, starts_at=dt.time(21), ends_at=dt.time(7, 30)),
            QuietHours(user=leader, digest_at=dt.time(8, 30)),
        ]
    )
