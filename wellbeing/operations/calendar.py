"""The private address of somebody's calendar: made, renewed, ended."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from people.ids import hash_of
from people.models import User
from wellbeing.models import CalendarFeed
from wellbeing.operations.schedule import lock_person

TOKEN_BYTES = 32


@transaction.atomic
def make_feed(*, actor: User, now: dt.datetime) -> tuple[CalendarFeed, str]:
    """Make a new address; the one before stops answering.

    Checks: none. Writes: the address with the hash of its token. Sends nothing. The token is
    returned this once.
    """
    lock_person(actor)
    revoke_feed(actor=actor, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(person=actor, token_hash=hash_of(token), made_at=now)
    return feed, token


@transaction.atomic
def revoke_feed(*, actor: User, now: dt.datetime) -> None:
    """End the address. Doing it twice changes nothing. Writes: since when it is over."""
    own = CalendarFeed.objects.filter(person=actor, revoked_at__isnull=True)
    own.update(revoked_at=now)


@transaction.atomic
def note_feed_used(*, feed: CalendarFeed, now: dt.datetime) -> None:
    """Note the day a calendar last asked, once a day. Writes: the day."""
    day = timezone.localdate(now, timezone.get_default_timezone())
    if not feed.is_used_on(day):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=day)
