"""Calls that a shared device made while nobody was signed in on it."""

import datetime as dt

from incidents.models import HelpCall
from people.models import TeamDevice

# For how long the screen says how a call ended.
SHOWN_FOR = dt.timedelta(minutes=2)


def open_call(device: TeamDevice) -> HelpCall | None:
    """Return the call of this device that is still open."""
    return HelpCall.objects.open().filter(device=device, raised_by__isnull=True).first()


def latest_call(device: TeamDevice, now: dt.datetime) -> HelpCall | None:
    """Return the open call of this device, or the one that just ended."""
    calls = HelpCall.objects.filter(device=device, raised_by__isnull=True)
    call = calls.select_related("accepted_by").order_by("-raised_at").first()
    if call is None or call.is_open:
        return call
    ended_at = call.ended_at or call.withdrawn_at or call.raised_at
    return call if now - ended_at < SHOWN_FOR else None
