"""A call of a shared device: whoever stands at it says that it is over, or still going on."""

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
    row = _held(device, call)
    if row is None:
        return call
    if row.accepted_at is not None:
        return finish(row, now, by=None)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    settle(row, now)
    return row


@transaction.atomic
def say_device_still(*, device: TeamDevice, call: HelpCall, now: dt.datetime) -> HelpCall:
    """Say at the device itself that it is still going on; the question comes back in 15 minutes.

    Checks: the call was made on this device and nobody was signed in, somebody has come and it
    is open; else nothing happens. Writes: when it was said.
    """
    row = _held(device, call)
    if row is None or row.accepted_at is None:
        return call
    row.still_at = now
    row.save(update_fields=["still_at"])
    return row


def _held(device: TeamDevice, call: HelpCall) -> HelpCall | None:
    """Lock an open call that was made on this device while nobody was signed in."""
    own = HelpCall.objects.open().filter(device=device, raised_by__isnull=True, pk=call.pk)
    return own.select_for_update(no_key=True, of=("self",)).first()
