"""The lines that a call puts on people's pages, and taking them away when nobody is needed."""

import datetime as dt

from incidents.models import HelpCall
from people.models import User
from people.operations import settle_notices


def notice_key(call: HelpCall, person: User) -> str:
    return f"help:{call.public_id}:{person.pk}"


def settle(call: HelpCall, now: dt.datetime, *, without: User | None = None) -> None:
    """Take the line away from everybody who was asked to come, but for one."""
    rings = call.rings.select_related("person")
    keys = [
        notice_key(call, ring.person)
        for ring in rings
        if without is None or ring.person_id != without.pk
    ]
    settle_notices(keys=keys, now=now)
