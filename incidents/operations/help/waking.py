"""What follows when the phone of somebody who is asked to come cannot be woken."""

import datetime as dt
import uuid

from django.db import transaction

from incidents.models import HelpCall

PREFIX = "help:"


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
