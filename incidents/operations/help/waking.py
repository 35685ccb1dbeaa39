"""Waking the phones of those who are asked, and what follows when that fails."""

import datetime as dt
import uuid

from django.db import transaction

from incidents.models import HelpCall
from people.models import User
from people.operations import queue_push

PREFIX = "help:"


def wake_for_call(*, call: HelpCall, person: User, now: dt.datetime) -> None:
    """Let the browsers of somebody who is asked to come be woken.

    Call it in the transaction of the ring. Writes: a waking for each browser; none, when the
    person wants none. Sends nothing: raising a call never waits for a network.
    """
    key = f"{PREFIX}{call.public_id}:{person.pk}"
    queue_push(recipient=person, path=call.get_absolute_url(), key=key, now=now)


@transaction.atomic
def note_sending_failed(*, key: str, now: dt.datetime) -> None:
    """Count a call as not reached when a phone could not be woken: the numbers show at once.

    Checks: the key is one of a call that still waits. Writes: when sending first failed.
    """
    if not key.startswith(PREFIX):
        return
    public_id = uuid.UUID(key.split(":")[1])
    waiting = HelpCall.objects.waiting().filter(public_id=public_id)
    waiting.filter(send_failed_at__isnull=True).update(send_failed_at=now)
