"""Shared by the operations: lock a person, write planned contacts, keep the sweep's next look."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Q

from incidents.operations import Wish
from people.models import Notice, User
from people.operations import lead_notices, notify, read_page
from wellbeing.cadence import Slot
from wellbeing.codes import Preset, Step
from wellbeing.joining import Joined, spread
from wellbeing.lateness import Call, Watched, calls, pending
from wellbeing.models import CareImpact, CareSeries, CheckIn, StandingAlert
from wellbeing.presets import differing
from wellbeing.queries.frame import Frame, Seat
from wellbeing.queries.preview import last_talk, running, seat_for
from wellbeing.workweek import WorkWeek

WISH_WITH = ("wish_with", "wish_buddy", "may_buddy_read")
# How long until somebody is looked for again when nobody is there.
LOOK_AGAIN = dt.timedelta(hours=1)
TIMING = ["due_at", "latest_at", "is_asked_for", "asked_when", "why", "promised_at", "escalate_at"]


def path_of(checkin: CheckIn) -> str:
    return f"/checkin/{checkin.public_id}/"


def lock_person(person: User) -> None:
    """Let the plans of one person be made one after the other."""
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=person.pk)


def add_checkins(
    series: CareSeries, slots: Iterable[Slot], frame: Frame, *, alert_at: dt.datetime | None = None
) -> list[CheckIn]:
    """Write planned contacts with their holder; a first contact carries the alert."""
    rows = [_row(series, slot, frame, alert_at) for slot in slots]
    return CheckIn.objects.bulk_create(rows)


def _row(series: CareSeries, slot: Slot, frame: Frame, alert_at: dt.datetime | None) -> CheckIn:
    now, seat = frame.setting.now, seat_for(slot, frame, series.wish_with)
    is_settled = seat.holder is not None and frame.is_there(seat.holder, slot.due_at)
    row = CheckIn(
        series=series,
        step=slot.step,
        owner=seat.holder,
        standing_in_for=seat.stands_in_for,
        rehome_at=None if is_settled else now + LOOK_AGAIN,
        created_at=now,
        alert_at=alert_at if slot.step == Step.FIRST_CONTACT else None,
    )
    set_slot(row, slot, frame.week)
    return row


def set_slot(row: CheckIn, slot: Slot, week: WorkWeek) -> None:
    """Put a contact at a moment, and with it the sweep's next look."""
    row.step = slot.step
    row.due_at, row.latest_at = slot.due_at, slot.latest_at
    row.asked_when, row.why = slot.asked_when, slot.why
    row.is_asked_for = slot.asked_when != ""
    row.promised_at = slot.due_at
    set_next_look(row, week)


def watched(row: CheckIn) -> Watched:
    is_serious = row.alert_at is not None or row.series.preset == Preset.SERIOUS
    return Watched(row.due_at, row.alert_at, row.claimed_at is not None, is_serious)


def set_next_look(
    row: CheckIn, week: WorkWeek, made: Iterable[tuple[str, int, dt.datetime]] = ()
) -> list[Call]:
    """Set `escalate_at` to the next call that has not been made; return those still to make."""
    left = pending(calls(watched(row), week), made)
    row.escalate_at = left[0].at if left else None
    return left


def renew_looks(series: CareSeries, week: WorkWeek) -> None:
    """Set the next looks anew: when somebody is told depends on how serious the care is."""
    rows = CheckIn.objects.open().filter(series=series, escalate_at__isnull=False)
    for row in rows.select_related("series").prefetch_related("escalations"):
        made = [(told.reason, told.level, told.since) for told in row.escalations.all()]
        set_next_look(row, week, made)
        row.save(update_fields=["escalate_at"])


def apply(joined: Joined, series: CareSeries, frame: Frame) -> None:
    """Write what joining decided: changed moments, cancelled and added contacts."""
    now = frame.setting.now
    for row in CheckIn.objects.filter(pk__in=joined.changed).select_related("series"):
        set_slot(row, joined.changed[row.pk], frame.week)
        row.save(update_fields=["step", *TIMING])
    CheckIn.objects.filter(pk__in=joined.cancelled).update(cancelled_at=now)
    add_checkins(series, joined.added, frame)


def reseat(seats: Mapping[int, Seat], frame: Frame) -> None:
    """Give talks that were planned before to whom the person wishes for.

    Tells once who gets them and who had them.
    """
    now, told = frame.setting.now, set[int]()
    rows = CheckIn.objects.open().filter(pk__in=seats).select_related("series", "owner")
    for row in rows:
        before = row.owner
        _sit(row, seats[row.pk], frame)
        if row.owner is None or row.owner == before:
            continue
        if row.owner.pk not in told:
            tell_holder(row, now, reason="asked")
        if before is not None:
            read_page(actor=before, path=path_of(row), now=now)
            if before.pk not in told:
                tell_gone(row, before, now)
        told |= {user.pk for user in (row.owner, before) if user is not None}


def _sit(row: CheckIn, seat: Seat, frame: Frame) -> None:
    """Put a talk with who holds it from now on; what was taken up moves along."""
    now = frame.setting.now
    if row.owner != seat.holder:
        row.owner, row.opened_at = seat.holder, None
        if row.claimed_by is not None:
            row.claimed_at, row.claimed_by = now, seat.holder
    row.standing_in_for = seat.stands_in_for
    is_settled = row.owner is not None and frame.is_there(row.owner, row.due_at)
    row.rehome_at = None if is_settled else now + LOOK_AGAIN
    row.save(
        update_fields=[
            "owner",
            "opened_at",
            "claimed_at",
            "claimed_by",
            "standing_in_for",
            "rehome_at",
        ]
    )


def keep_distance(series: CareSeries, week: WorkWeek) -> None:
    """Put off talks that nobody asked for and that would follow too soon on the one before."""
    known = running(series, last_talk(series))
    moved = spread({one.key: one.slot for one in known.open}, known.talked_at, week)
    for row in CheckIn.objects.filter(pk__in=moved).select_related("series"):
        set_slot(row, moved[row.pk], week)
        row.save(update_fields=TIMING)


def cancel_open(series: CareSeries, now: dt.datetime) -> None:
    CheckIn.objects.open().filter(series=series).update(cancelled_at=now, escalate_at=None)


def end_series(series: CareSeries, end: CareSeries.End, now: dt.datetime) -> None:
    """Close a series with its reason; nothing of it stays open. The person gets a closing line.

    What the person said about the impact goes with it. A serious report that nobody has taken up
    goes on waiting for somebody to know of it, without a contact.
    """
    _keep_alerts(series, now)
    cancel_open(series, now)
    CareImpact.objects.filter(incident__in=series.reports.values("incident")).delete()
    series.ended_at, series.end = now, end
    series.save(update_fields=["ended_at", "end"])
    notify(
        recipient=series.person,
        kind="care_ended",
        path="/home/",
        key=f"care-ended:{series.pk}",
        now=now,
    )


def _keep_alerts(series: CareSeries, now: dt.datetime) -> None:
    """Let alerts outlive the contacts they hang on; who was told is led to where they stand.

    An alert that was passed on at this very moment counts where it hangs now.
    """
    closing = Q(done_at=now) | Q(done_at__isnull=True, cancelled_at__isnull=True)
    waiting = CheckIn.objects.filter(closing, series=series, claimed_at__isnull=True)
    waiting = waiting.filter(alert_at__isnull=False).order_by("alert_at", "-pk")
    for row in waiting.distinct("alert_at"):
        alert = StandingAlert.objects.create(checkin=row, look_at=now)
        lead_notices(kind=Notice.Kind.ALERT, path=path_of(row), to=alert.get_absolute_url())


def set_wish_with(series: CareSeries, with_whom: str, buddy: User | None) -> None:
    """Keep by whom the person wants to be asked; what a buddy may read is asked for each."""
    if buddy != series.wish_buddy:
        series.may_buddy_read = False
    series.wish_with, series.wish_buddy = with_whom, buddy


def start_series(frame: Frame, preset: Preset, wish: Wish) -> CareSeries:
    return CareSeries.objects.create(
        person=frame.person,
        team=frame.team,
        preset=preset,
        wish_with=wish.with_whom,
        wish_buddy=wish.buddy,
        is_second_offer_made=preset == Preset.DECLINED,
        is_private=frame.is_private,
        own_steps=differing(frame.setting.rules),
        started_at=frame.setting.now,
    )


def tell_holder(row: CheckIn, now: dt.datetime, *, reason: str) -> None:
    """Tell the present holder that a contact is theirs now: a line, and a mail without content.

    An alert that nobody has taken up needs its new holder at once, as it did the one before.
    """
    if row.owner is None:
        return
    is_waiting = row.alert_at is not None and row.claimed_at is None
    kind = Notice.Kind.ALERT if is_waiting else Notice.Kind.CHECKIN_TASK
    key = f"task:{reason}:{row.pk}:{row.owner.pk}:{now.isoformat()}"
    notify(recipient=row.owner, kind=kind, path=path_of(row), key=key, now=now)


def tell_gone(row: CheckIn, before: User, now: dt.datetime) -> None:
    """Tell who held a contact that it is with somebody else from now on."""
    key = f"gone:{row.pk}:{before.pk}:{now.isoformat()}"
    notify(recipient=before, kind="checkin_gone", path="/today/", key=key, now=now)


def tell_person_of_holder(row: CheckIn, now: dt.datetime) -> None:
    """Tell the person that somebody else holds the talk from now on."""
    notify(
        recipient=row.series.person,
        kind="checkin_owner",
        path=path_of(row),
        key=f"holder:{row.pk}:{row.owner_id}:{now.isoformat()}",
        now=now,
    )
