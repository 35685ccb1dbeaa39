"""What the person may do with what is planned, and who takes it up."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWith
from incidents.operations import rules
from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing import cadence
from wellbeing.codes import Outcome, Preset, Step
from wellbeing.models import CareSeries, CheckIn
from wellbeing.operations.alerts import pass_alert_on
from wellbeing.operations.schedule import (
    TIMING,
    WISH_WITH,
    add_checkins,
    cancel_open,
    end_series,
    keep_distance,
    lock_person,
    path_of,
    set_next_look,
    set_slot,
    set_wish_with,
    tell_holder,
    tell_person_of_holder,
)
from wellbeing.queries.frame import chosen_in, frame_for
from wellbeing.queries.preview import latest_for, slot_of


class CheckInClosed(RuleBroken):
    """The check-in was held or cancelled already."""


class AlreadyClaimed(RuleBroken):
    """Somebody else has taken it up."""


def lock_open(checkin: CheckIn) -> CheckIn:
    """Return the check-in, locked with its person, as it is now; raises CheckInClosed."""
    lock_person(checkin.series.person)
    locked = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("series__person", "series__team__site", "owner", "claimed_by")
        .get(pk=checkin.pk)
    )
    if not locked.is_open:
        raise CheckInClosed(_("This check-in has been held or cancelled already."))
    return locked


@transaction.atomic
def claim_checkin(*, actor: User, checkin: CheckIn, now: dt.datetime) -> CheckIn:
    """Take up a check-in: from now on it is the actor's. Claiming twice changes nothing.

    Checks: it is open (CheckInClosed) and nobody else has it (AlreadyClaimed), unless they are
    late with it. Writes: the claim and the holder. Tells the person when the holder changes.
    Sends nothing.
    """
    row = lock_open(checkin)
    if row.claimed_by == actor and row.owner == actor:
        return row
    if row.claimed_by not in {None, actor} and not row.is_late(now):
        raise AlreadyClaimed(
            _("%(name)s has taken this up already.") % {"name": row.claimed_by.name}
        )
    frame = frame_for(row.series, now)
    if actor.pk in frame.barred:
        # Not a word of why: who named them is nobody's to guess.
        raise RuleBroken(_("Somebody else holds this check-in by now."))
    is_new_holder = row.owner_id != actor.pk
    row.claimed_at, row.claimed_by, row.owner = now, actor, actor
    made = row.escalations.values_list("reason", "level", "since")
    set_next_look(row, frame.week, made)
    row.save(update_fields=["claimed_at", "claimed_by", "owner", "escalate_at"])
    if is_new_holder:
        tell_person_of_holder(row, now)
    return row


@transaction.atomic
def move_checkin(*, actor: User, checkin: CheckIn, at: dt.datetime, now: dt.datetime) -> CheckIn:
    """Give a check-in another moment, by the person or by its holder with the person.

    Checks: it is open, the moment is to come and not after the latest one. Writes: the moment,
    as asked for only when the person chose it. Tells the other of the two. Sends nothing.
    """
    row = lock_open(checkin)
    if at <= now:
        raise RuleBroken(_("Choose a moment that is still to come."), field="at")
    frame = frame_for(row.series, now)
    latest_at = latest_for(row, frame)
    if at > latest_at:
        raise RuleBroken(too_late(row, latest_at), field="at")
    promised_at = row.promised_at or row.due_at
    is_own, was_late = actor == row.series.person, row.is_late(now)
    slot = cadence.moved(slot_of(row), at)
    set_slot(row, slot if is_own else replace(slot, asked_when=""), frame.week)
    row.save(update_fields=TIMING)
    keep_distance(row.series, frame.week)
    row.refresh_from_db(fields=TIMING)
    if was_late and not is_own:
        row.promised_at = promised_at
        row.save(update_fields=["promised_at"])
    tell_other(row, actor, now)
    return row


def too_late(row: CheckIn, latest_at: dt.datetime) -> str:
    moment = formats.date_format(timezone.localtime(latest_at), "DATETIME_FORMAT")
    if row.step in {Step.FIRST_CONTACT, Step.TALK}:
        message = _(
            "%(moment)s is the latest: after something serious a talk should not wait longer."
        )
    else:
        message = _("%(moment)s is the latest for this check-in.")
    return message % {"moment": moment}


def tell_other(row: CheckIn, actor: User, now: dt.datetime) -> None:
    other = row.owner if actor == row.series.person else row.series.person
    if other is None or other == actor:
        return
    notify(
        recipient=other,
        kind="checkin_moved",
        path=path_of(row),
        key=f"moved:{row.pk}:{now.isoformat()}",
        now=now,
    )


@transaction.atomic
def choose_holder(
    *,
    actor: User,
    checkin: CheckIn,
    with_whom: WishWith,
    buddy: User | None = None,
    may_read: bool = False,
    now: dt.datetime,
) -> CheckIn:
    """Let the person choose who holds this check-in and the later ones.

    A trained buddy reads what the person wrote only when `may_read`.

    Checks: it is open, there is such a person, a buddy is named and there. Writes: the holder and
    the wish. Tells the new holder. Sends nothing.
    """
    row = lock_open(checkin)
    rules.check_buddy(with_whom, buddy, row.series.person, now)
    series = row.series
    set_wish_with(series, with_whom, buddy)
    series.may_buddy_read = may_read and buddy is not None
    chosen = chosen_in(frame_for(series, now).line_at(row.due_at), with_whom)
    if chosen is None:
        raise RuleBroken(_("There is nobody in this place at the moment."), field="with_whom")
    series.save(update_fields=WISH_WITH)
    if row.owner_id == chosen.pk:
        return row
    later = CheckIn.objects.open().filter(series=series, due_at__gte=row.due_at)
    later.filter(owner=row.owner).update(owner=chosen, standing_in_for=None)
    row.owner, row.standing_in_for = chosen, None
    if row.claimed_by is not None:  # what was taken up moves along with the talk
        row.claimed_at, row.claimed_by = now, chosen
    row.save(update_fields=["owner", "standing_in_for", "claimed_at", "claimed_by"])
    tell_holder(row, now, reason="chosen")
    return row


@transaction.atomic
def decline_care(*, actor: User, checkin: CheckIn, now: dt.datetime) -> CareSeries:
    """The person would rather not: it is offered once more after two weeks, then never again.

    Checks: the check-in is open. Writes: the decline; everything open is cancelled; the second
    offer, or the end of the series with a closing line. Sends nothing.
    """
    row = lock_open(checkin)
    row.done_at, row.outcome, row.escalate_at = now, Outcome.DECLINED, None
    row.save(update_fields=["done_at", "outcome", "escalate_at"])
    return offer_again_or_end(row, now)


def offer_again_or_end(row: CheckIn, now: dt.datetime) -> CareSeries:
    """After a decline: plan the second offer once, or end the series."""
    series = row.series
    if series.is_second_offer_made:
        end_series(series, CareSeries.End.DECLINED, now)
        return series
    frame = frame_for(series, now)
    closed = [row, *CheckIn.objects.open().filter(series=series)]
    cancel_open(series, now)
    series.preset, series.is_second_offer_made = Preset.DECLINED, True
    series.save(update_fields=["preset", "is_second_offer_made"])
    add_checkins(series, [cadence.second_offer(now, frame.week)], frame)
    pass_alert_on(series, closed, frame.week)  # declining does not stop it
    return series


@transaction.atomic
def end_care(*, actor: User, series: CareSeries, now: dt.datetime) -> CareSeries:
    """The person ends their care. Checks: it still runs. Writes: the end. Sends nothing."""
    lock_person(series.person)
    locked = CareSeries.objects.select_for_update().get(pk=series.pk)
    if locked.ended_at is None:
        end_series(locked, CareSeries.End.BY_PERSON, now)
    return locked


def note_opened(*, actor: User, checkin: CheckIn, now: dt.datetime) -> None:
    """Note that its holder has looked at it: from now on it stays with them.

    Checks: the actor holds it and it is open. Writes: when it was opened first. Sends nothing.
    """
    mine = CheckIn.objects.open().filter(pk=checkin.pk, owner=actor, opened_at__isnull=True)
    mine.update(opened_at=now)
