"""On duty or not, with one tap; the hours take over again by themselves."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.queries.duty import can_be_rung, hours_end, hours_open_next
from people.errors import RuleBroken
from people.models import DutySwitch, User

# Somebody who switches on outside the hours is on duty for the length of a shift.
SHIFT = dt.timedelta(hours=8)


class NobodyRings(RuleBroken):
    """Calls for help never reach this person."""

    def __init__(self) -> None:
        super().__init__(_("Calls for help do not come to you."))


@transaction.atomic
def switch_duty(*, actor: User, is_on: bool, now: dt.datetime) -> DutySwitch:
    """Say that one is on duty until the hours end (or eight hours), or off until they begin.

    Checks: the actor leads a team or is an adviser. Writes: the switch.
    """
    if not can_be_rung(actor):
        raise NobodyRings
    until = (hours_end(actor, now) or now + SHIFT) if is_on else hours_open_next(actor, now)
    switch, _made = DutySwitch.objects.update_or_create(
        user=actor, defaults={"is_on_duty": is_on, "until": until, "switched_at": now}
    )
    return switch
