"""A call of a shared device: whoever stands at it may say that it is over."""

import datetime as dt

from django.db import transaction

from incidents.models import HelpCall
from incidents.operations.help.end import finish
from incidents.operations.help.notices import settle
from people.models import TeamDevice


@transaction.atomic
def end_device_call(*, device: TeamDevice, call: HelpCall, now: dt.datetime) -> HelpCall:
    """Say at the device itself that a call made there is over, or was a mistake.

    Checks: the call was made on this device and nobody was signed in; else nothing happens.
    Writes: that it was withdrawn, or when it ended if somebody had come; the lines of those who
    were asked are taken away. Sends nothing.
    """
    own = HelpCall.objects.open().filter(device=device, raised_by__isnull=True)
    row = own.select_for_update(no_key=True, of=("self",)).filter(pk=call.pk).first()
    if row is None:
        return call
    if row.accepted_at is not None:
        return finish(row, now, by=None)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    settle(row, now)
    return row
