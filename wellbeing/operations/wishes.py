"""Another moment for a check-in by the same choices as at first, and a buddy who cannot."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWhen
from incidents.operations import Wish
from people.errors import RuleBroken
from people.models import User
from wellbeing.cadence import Asked
from wellbeing.models import CheckIn
from wellbeing.operations.choices import decline_care, lock_open, move_checkin, tell_other
from wellbeing.operations.schedule import (
    TIMING,
    WISH_WITH,
    keep_distance,
    set_next_look,
    set_slot,
    set_wish_with,
    tell_holder,
    tell_person_of_holder,
)
from wellbeing.queries.frame import frame_for
from wellbeing.queries.preview import slot_wished


@transaction.atomic
def wish_moment(*, actor: User, checkin: CheckIn, wish: Wish, now: dt.datetime) -> CheckIn:
    """Let the person choose again when they are asked: now, later, a moment, or not now.

    Checks: it is open; a moment of their own is to come and not after the latest one. Writes: the
    moment with the reason when it is not the wished one; "not now" declines. Tells the holder.
    Sends nothing.
    """
    if wish.when == WishWhen.NONE:
        decline_care(actor=actor, checkin=checkin, now=now)
        return checkin
    if wish.when == WishWhen.AT:
        if wish.at is None:
            raise RuleBroken(_("Say on which day and at what time."), field="on")
        return move_checkin(actor=actor, checkin=checkin, at=wish.at, now=now)
    row = lock_open(checkin)
    frame = frame_for(row.series, now)
    set_slot(row, slot_wished(row, Asked(wish.when), frame), frame.week)
    row.save(update_fields=TIMING)
    keep_distance(row.series, frame.week)
    tell_other(row, actor, now)
    return row


@transaction.atomic
def pass_on(*, actor: User, checkin: CheckIn, now: dt.datetime) -> CheckIn:
    """Let a buddy say that they cannot: the check-in and the later ones go to the next.

    Checks: it is open and the actor holds it as the chosen buddy. Writes: the holder; the wish
    for this buddy ends. Tells the person and the new holder. Sends nothing.
    """
    row = lock_open(checkin)
    series = row.series
    if row.owner_id != actor.pk or series.wish_buddy_id != actor.pk:
        raise RuleBroken(_("This check-in is not yours to hold."))
    set_wish_with(series, "", None)
    series.save(update_fields=WISH_WITH)
    successor = frame_for(series, now).line.first()
    for each in CheckIn.objects.open().filter(series=series, owner=actor):
        _give(each, successor, now)
    row.refresh_from_db(fields=["owner", "alert_at", "claimed_at"])
    tell_person_of_holder(row, now)
    tell_holder(row, now, reason="cannot")
    return row


def _give(row: CheckIn, successor: User | None, now: dt.datetime) -> None:
    """Hand it on; an alert that was taken up is open again."""
    row.owner, row.standing_in_for = successor, None
    if row.claimed_at is not None:
        row.claimed_at = row.claimed_by = None
        row.alert_at = now if row.alert_at is not None else None
        set_next_look(row, frame_for(row.series, now).week)
    row.save(
        update_fields=[
            "owner",
            "standing_in_for",
            "claimed_at",
            "claimed_by",
            "alert_at",
            "escalate_at",
        ]
    )
