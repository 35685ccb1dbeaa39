"""Which check-ins stand in somebody's calendar, and whose calendar an address opens."""

import datetime as dt
import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from people.ids import hash_of
from people.models import User
from wellbeing.models import CalendarFeed, CheckIn

# What is over stays in a calendar for a while, so that it is seen to be over.
STAYS = dt.timedelta(days=30)
PAGE = re.compile(r"/checkin/([0-9a-f-]{36})/")


def feed_of(user: User) -> CalendarFeed | None:
    """Return somebody's own address, without its token: that is kept nowhere."""
    return CalendarFeed.objects.visible_to(user).open().first()


def feed_at(token: str) -> CalendarFeed | None:
    """Return the address that a token opens. One query."""
    found = CalendarFeed.objects.open().filter(token_hash=hash_of(token))
    return found.select_related("person").first()


def calendar_rows(user: User, now: dt.datetime) -> QuerySet[CheckIn]:
    """Return the check-ins for a person and those they hold: open ones, and the recent past."""
    since = now - STAYS
    is_open = Q(done_at__isnull=True, cancelled_at__isnull=True)
    is_recent = Q(done_at__gte=since) | Q(cancelled_at__gte=since)
    return _of_the_two(user).filter(is_open | is_recent).order_by("due_at", "pk")


def checkins_at(user: User, paths: Iterable[str]) -> list[CheckIn]:
    """Return the check-ins whose pages these are, where they are for the reader or theirs to hold.

    At most one query; none when no such page is among them.
    """
    keys = [found.group(1) for path in paths if (found := PAGE.fullmatch(path))]
    if not keys:
        return []
    return list(_of_the_two(user).filter(public_id__in=keys).order_by("due_at", "pk"))


def _of_the_two(user: User) -> QuerySet[CheckIn]:
    mine = Q(series__person=user) | Q(owner=user)
    return CheckIn.objects.visible_to(user).filter(mine)
