"""Which phones are to be woken for what; written in the transaction that causes it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from people.models import Notice, Push, PushSubscription
from people.routing import GIVE_UP_AFTER

LASTS = dt.timedelta(minutes=5)  # who is woken later for a call of help is woken for nothing


def queue_pushes(notices: Sequence[tuple[Notice, dt.datetime]], now: dt.datetime) -> set[int]:
    """Write a waking for each browser of those who are told; return which notices have one.

    Writes: the wakings, once per notice. Sends nothing, `send_due_pushes` does.
    """
    if not notices:
        return set()
    browsers: dict[int, list[PushSubscription]] = defaultdict(list)
    people = {notice.recipient_id for notice, _at in notices}
    for browser in PushSubscription.objects.filter(user__in=people):
        browsers[browser.user_id].append(browser)
    rows = [
        Push(
            subscription=browser,
            notice=notice,
            key=notice.key,
            path=notice.path,
            created_at=now,
            due_at=at,
            expires_at=at + (LASTS if notice.kind == Notice.Kind.HELP else GIVE_UP_AFTER),
        )
        for notice, at in notices
        for browser in browsers[notice.recipient_id]
    ]
    Push.objects.bulk_create(rows, ignore_conflicts=True)
    return {notice.pk for notice, _at in notices if browsers[notice.recipient_id]}
