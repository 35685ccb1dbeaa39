"""Which check-ins stand in somebody's calendar, and whose calendar an address opens."""

import datetime as dt

from django.db.models import Q, QuerySet

from people.ids import hash_of
from people.models import User
from wellbeing.models import CalendarFeed, CheckIn

# What is over stays in a calendar for a while, so that it is seen to be over.
STAYS = dt.timedelta(days=30)


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
    mine = Q(series__person=user) | Q(owner=user)
    is_open = Q(done_at__isnull=True, cancelled_at__isnull=True)
    is_recent = Q(done_at__gte=since) | Q(cancelled_at__gte=since)
    seen = CheckIn.objects.visible_to(user).filter(mine)
    return seen.filter(is_open | is_recent).order_by("due_at", "pk")
