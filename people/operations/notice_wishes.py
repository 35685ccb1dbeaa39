"""What people set about how they are told things."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.codes import ALWAYS, DEFAULTS, Channel
from people.errors import RuleBroken
from people.models import NoticeChoice, QuietHours, User
from people.operations.habits import ways_of


@dataclass(frozen=True)
class NoticeWishes:
    """Every way that is on for each kind, the quiet hours, and the time of the daily digest."""

    ways: frozenset[tuple[str, Channel]]
    quiet: tuple[dt.time, dt.time] | None
    digest_at: dt.time | None


def wishes_of(user: User) -> NoticeWishes:
    """Return what holds for a person: what they chose, else the defaults."""
    row = QuietHours.objects.visible_to(user).first() or QuietHours(user=user)
    chosen = ways_of([user.pk])[user.pk]
    ways = frozenset((kind, way) for kind, on in chosen.items() for way in on)
    return NoticeWishes(ways=ways, quiet=row.span, digest_at=row.digest_at)


@transaction.atomic
def choose_notices(*, actor: User, wishes: NoticeWishes, now: dt.datetime) -> None:
    """Set by which ways one is told what, and when not.

    Checks: a leader's digest does not come in quiet hours. Writes: a row where somebody departs
    from the default, and the hours; who leads nobody keeps the digest that they would have. What
    is already on its way keeps its moment. Sends nothing.
    """
    if not actor.is_manager:
        wishes = replace(wishes, digest_at=wishes_of(actor).digest_at)
    elif wishes.quiet and wishes.digest_at and _lies_in(wishes.digest_at, wishes.quiet):
        raise RuleBroken(_("Choose a time outside your quiet hours."), field="digest_at")
    NoticeChoice.objects.visible_to(actor).delete()
    wanted = wishes.ways | ALWAYS
    NoticeChoice.objects.bulk_create(
        NoticeChoice(user=actor, kind=kind, channel=channel, is_on=(kind, channel) in wanted)
        for kind, channel in sorted(wanted ^ DEFAULTS)
    )
    start, end = wishes.quiet or (None, None)
    QuietHours.objects.update_or_create(
        user=actor,
        defaults={"starts_at": start, "ends_at": end, "digest_at": wishes.digest_at},
    )


def _lies_in(time: dt.time, span: tuple[dt.time, dt.time]) -> bool:
    start, end = span
    return start <= time < end if start < end else time >= start or time < end
