"""Helpers that everybody reads, and ten minutes with a buddy that leave no trace."""

import datetime as dt
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWhen
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import forget_page, notify
from people.queries import buddies
from wellbeing.cadence import Asked, wished_moment
from wellbeing.models import BuddyCard, Helper, VentSlot
from wellbeing.permissions import may_keep_helpers
from wellbeing.queries.frame import frame_of, team_of

KEPT = dt.timedelta(days=7)
IN_AN_HOUR = dt.timedelta(hours=1)


class Moment(StrEnum):
    """When the ten minutes should be: the second tap."""

    NOW = "now"
    HOUR = "hour"
    END_OF_SHIFT = "end_of_shift"
    TOMORROW = "tomorrow"


class NotHR(RuleBroken):
    """Only HR keeps the list of helpers."""


@transaction.atomic
def keep_helper(*, actor: User, helper: Helper | None, values: dict[str, Any]) -> Helper:
    """Add a helper to the list, or change one. Checks: HR (NotHR). Writes: it. Sends nothing."""
    if not may_keep_helpers(actor):
        raise NotHR(_("HR keeps the list of helpers."))
    row = helper or Helper()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@transaction.atomic
def remove_helper(*, actor: User, helper: Helper) -> None:
    """Take a helper off the list. Checks: HR (NotHR). Deletes: the row. Sends nothing."""
    if not may_keep_helpers(actor):
        raise NotHR(_("HR keeps the list of helpers."))
    helper.delete()


@transaction.atomic
def say_how_to_reach(*, actor: User, how_to_reach: str) -> None:
    """Say how a buddy likes to be reached; empty says nothing. Checks: a buddy. Writes: it."""
    if not actor.is_buddy:
        raise RuleBroken(_("This is for trained buddies."))
    BuddyCard.objects.filter(user=actor).delete()
    if how_to_reach.strip():
        BuddyCard.objects.create(user=actor, how_to_reach=how_to_reach.strip())


def path_of_slot(slot: VentSlot) -> str:
    return f"/ten-minutes/{slot.public_id}/"


@transaction.atomic
def ask_buddy(*, actor: User, buddy: User, moment: Moment, now: dt.datetime) -> VentSlot:
    """Ask a buddy for ten minutes; asking again changes the moment.

    Checks: the buddy is there. Writes: the moment and the two people. Deletes: the line that an
    earlier time of the two does not go on. Tells: the buddy that a colleague would like to talk,
    and nobody else. Sends nothing.
    """
    if buddy not in buddies(without=actor, day=timezone.localdate(now)):
        raise RuleBroken(_("Choose a buddy who is there."), field="buddy")
    values = {"starts_at": _moment_of(actor, moment, now), "waits_for": buddy}
    slot, _is_new = VentSlot.objects.update_or_create(person=actor, buddy=buddy, defaults=values)
    Notice.objects.filter(key=_gone(slot)).delete()
    _tell(slot, buddy, "buddy_ask", now)
    return slot


def _moment_of(person: User, moment: Moment, now: dt.datetime) -> dt.datetime:
    if moment == Moment.NOW:
        return now
    if moment == Moment.HOUR:
        return now + IN_AN_HOUR
    asked = Asked(WishWhen(moment.value))
    team = team_of(person, timezone.localdate(now))
    return wished_moment(frame_of(person, team, now, asked).setting)[0]


@transaction.atomic
def agree_slot(*, actor: User, slot: VentSlot, now: dt.datetime) -> VentSlot:
    """Say yes to the moment. Checks: it waits for the actor; twice changes nothing. Writes: that
    both agree. Tells the other. Sends nothing.
    """
    row = _locked(slot)
    if row.waits_for_id is None:
        return row
    if row.waits_for_id != actor.pk:
        raise RuleBroken(_("The other has to say yes first."))
    row.waits_for = None
    row.save(update_fields=["waits_for"])
    _tell(row, row.other_than(actor), "buddy_reply", now)
    return row


@transaction.atomic
def suggest_time(*, actor: User, slot: VentSlot, at: dt.datetime, now: dt.datetime) -> VentSlot:
    """Suggest another moment; now it waits for the other.

    Checks: the moment is to come. Writes: it. Tells the other. Sends nothing.
    """
    if at <= now:
        raise RuleBroken(_("Choose a moment that is still to come."), field="on")
    row = _locked(slot)
    row.starts_at, row.waits_for = at, row.other_than(actor)
    row.save(update_fields=["starts_at", "waits_for"])
    _tell(row, row.other_than(actor), "buddy_reply", now)
    return row


@transaction.atomic
def drop_slot(*, actor: User, slot: VentSlot, now: dt.datetime) -> None:
    """Say that one cannot, or not any more. Deletes: the slot and every line about it. Tells the
    other that there is an answer. Sends nothing.
    """
    _drop(_locked(slot), actor, now)


@transaction.atomic
def drop_slots_of(*, person: User, now: dt.datetime) -> None:
    """End every coming moment of somebody who left. Deletes and tells as `drop_slot` does."""
    for slot in VentSlot.objects.visible_to(person).filter(starts_at__gte=now):
        _drop(_locked(slot), person, now)


@transaction.atomic
def forget_slots(*, now: dt.datetime) -> int:
    """Delete what was a week ago, with every line about it. Returns how many.

    The line that a time does not go on stays until it was read, and a week at most.
    """
    rows = list(VentSlot.objects.filter(starts_at__lt=now - KEPT))
    for row in rows:
        _forget(row)
    is_over = Q(read_at__isnull=False) | Q(created_at__lt=now - KEPT)
    Notice.objects.filter(is_over, kind=Notice.Kind.BUDDY_GONE).delete()
    return len(rows)


def _gone(slot: VentSlot) -> str:
    """Name the line that a time of these two does not go on; a new time of theirs takes it away."""
    return f"slot-gone:{slot.person_id}:{slot.buddy_id}"


def _drop(row: VentSlot, leaver: User, now: dt.datetime) -> None:
    other, key = row.other_than(leaver), _gone(row)
    _forget(row)
    notify(recipient=other, kind=Notice.Kind.BUDDY_GONE, path="/helpers/", key=key, now=now)


def _forget(row: VentSlot) -> None:
    forget_page(path=path_of_slot(row))
    row.delete()


def _locked(slot: VentSlot) -> VentSlot:
    found = VentSlot.objects.select_for_update(of=("self",)).select_related("person", "buddy")
    row = found.filter(pk=slot.pk).first()
    if row is None:
        raise RuleBroken(_("This was taken back already."))
    return row


def _tell(slot: VentSlot, whom: User, kind: str, now: dt.datetime) -> None:
    key = f"slot:{slot.public_id}:{whom.pk}:{now.isoformat()}"
    notify(recipient=whom, kind=kind, path=path_of_slot(slot), key=key, now=now)
