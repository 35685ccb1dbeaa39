"""Open check-ins follow the line: who left, leads no more or is away hands them over.

The database notes whose line may have changed (`LineChange`); their check-ins are marked with
`rehome_at`, and marked ones alone are looked at. What has nobody is looked at again each hour.
"""

import datetime as dt
import logging
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from incidents.models import Incident
from incidents.operations.reading import ask_reading
from people.models import LineChange, User
from wellbeing.models import CareSeries, CheckIn
from wellbeing.operations.schedule import (
    LOOK_AGAIN,
    end_series,
    lock_person,
    set_next_look,
    tell_holder,
    tell_person_of_holder,
)
from wellbeing.queries.frame import (
    Frame,
    Seat,
    everybody_in,
    frame_of,
    involved_with,
    team_of,
)
from wellbeing.queries.holders import changed_lines, misplaced_checkins, touched_by

logger = logging.getLogger(__name__)

BATCH = 100
CHANGES = 500
LEASE = dt.timedelta(minutes=5)


def hand_over(*, now: dt.datetime) -> int:
    """Give each marked check-in whose holder is not there to the one who is.

    Care of who left the organisation ends. Writes: the holder, and the person's present team.
    Tells the person and the new holder. Sends nothing. Returns how many changed hands; a row
    that fails is logged, tried again later and stops nobody.
    """
    while _take_in_changes(now):
        pass
    moved = 0
    while keys := _claim_batch(now):
        moved += sum(_safely(key, now) for key in keys)
    return moved


@transaction.atomic
def hand_over_of(*, person: User, now: dt.datetime) -> int:
    """Do at once what the next sweep would do for one person: they are away, or back.

    Checks, writes and tells as `hand_over`; check-ins that somebody works on this very moment
    are left to the sweep.
    """
    keys = _mark(touched_by({person.pk}, set()), now)
    ordered = CheckIn.objects.filter(pk__in=keys).order_by("series__person", "pk")
    return sum(_safely(key, now) for key in ordered.values_list("pk", flat=True))


@transaction.atomic
def hand_over_from(*, incident: Incident, person: User, now: dt.datetime) -> int:
    """Take the talks about a report from who turns out to have been there or part of it, at once.

    Those of the reporter, and of who was offered care for it; also those that would have come
    back to them.
    """
    about = Q(reports__incident=incident) | Q(offers__incident=incident)
    held = CareSeries.objects.running().filter(about, checkins__in=_talks_of({person.pk}))
    found = held.distinct().order_by("person", "pk")
    return sum(_hand_over_series(series, now) for series in found)


def hand_over_barred(*, series: CareSeries, now: dt.datetime) -> int:
    """Take the talks of a series from all who were part of what it is about from now on."""
    part = involved_with(series.person, is_private=series.is_private)
    is_held = _talks_of(part).filter(series=series).exists()
    return _hand_over_series(series, now) if is_held else 0


def _talks_of(people: Collection[int]) -> QuerySet[CheckIn]:
    return CheckIn.objects.open().filter(Q(owner__in=people) | Q(standing_in_for__in=people))


def _hand_over_series(series: CareSeries, now: dt.datetime) -> int:
    keys = CheckIn.objects.open().filter(series=series).values_list("pk", flat=True)
    return sum(_hand_over_one(key, now) for key in list(keys))


def recheck_holders(*, now: dt.datetime) -> int:
    """Go through all open check-ins, page by page, and mark those that look misplaced.

    The net under the marks: once a day, apart from the sweep. Returns how many were marked.
    """
    marked = 0
    for keys in misplaced_checkins(now):
        marked += CheckIn.objects.open().filter(pk__in=keys).update(rehome_at=now)
    return marked


@transaction.atomic
def _take_in_changes(now: dt.datetime) -> bool:
    """Mark what the oldest changes touch; return whether there may be more to take in."""
    changes = changed_lines(now, CHANGES)
    people = {change.user_id for change in changes if change.user_id is not None}
    teams = {change.team_id for change in changes if change.team_id is not None}
    if not changes:
        return False
    gone = CareSeries.objects.running().filter(person__in=people, person__is_active=False)
    for key in gone.order_by("person").values_list("pk", flat=True):
        _end_care_of_leaver(key, now)
    touched = touched_by(people, teams)
    if len(_mark(touched, now)) < len(touched):
        return False  # somebody works on one of them: all of it again at the next sweep
    LineChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes) == CHANGES


def _mark(touched: set[int], now: dt.datetime) -> list[int]:
    """Mark those of these check-ins that nobody works on now."""
    rows = CheckIn.objects.open().filter(pk__in=touched).order_by("pk")
    keys = list(rows.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    CheckIn.objects.filter(pk__in=keys).update(rehome_at=now)
    return keys


@transaction.atomic
def _claim_batch(now: dt.datetime) -> list[int]:
    """Take marked rows for some minutes; a crash leaves them marked."""
    due = (
        CheckIn.objects.open()
        .filter(rehome_at__lte=now)
        .order_by("rehome_at")
        .select_for_update(skip_locked=True, no_key=True)
    )
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    CheckIn.objects.filter(pk__in=keys).update(rehome_at=now + LEASE)
    return keys


def _safely(key: int, now: dt.datetime) -> int:
    try:
        return _hand_over_one(key, now)
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        logger.warning("check-in %s: handing over failed with %s", key, type(error).__name__)
        return 0


@transaction.atomic
def _end_care_of_leaver(key: int, now: dt.datetime) -> None:
    series = CareSeries.objects.select_related("person").get(pk=key)
    lock_person(series.person)
    series.refresh_from_db(fields=["ended_at"])
    if series.ended_at is None:
        end_series(series, CareSeries.End.LEFT, now)


@transaction.atomic
def _hand_over_one(key: int, now: dt.datetime) -> int:
    """Lock the person first, as planning does, so that the two never wait for each other."""
    row = CheckIn.objects.select_related("series__person").get(pk=key)
    lock_person(row.series.person)
    row = CheckIn.objects.select_related(
        "series__person", "series__team__site", "owner", "standing_in_for"
    ).get(pk=key)
    if not row.is_open:
        return 0
    series = row.series
    team = team_of(series.person, timezone.localdate(now)) or series.team
    frame = frame_of(
        series.person, team, now, is_private=series.is_private, buddy=series.chosen_buddy
    )
    _follow_team(row, frame)
    seat = _seat_of(row, frame)
    is_moved = seat.holder != row.owner
    is_successor = _is_successor(row, frame)
    if is_moved:
        _give(row, seat.holder, frame, now)
    if is_successor and seat.holder is not None:
        told = [report.incident for report in series.reports.select_related("incident")]
        ask_reading(incidents=told, reader=seat.holder, now=now)
    row.standing_in_for = seat.stands_in_for
    is_settled = row.owner is not None and frame.is_there(row.owner, row.due_at)
    row.rehome_at = None if is_settled else now + LOOK_AGAIN
    row.save(update_fields=["standing_in_for", "rehome_at"])
    return int(is_moved)


def _seat_of(row: CheckIn, frame: Frame) -> Seat:
    """Return who holds it from now on: who has it, as long as they lead and are there.

    What nobody has opened goes back to whom they stood in for, once those are there again.
    """
    there = everybody_in(frame.line_at(row.due_at))
    usual = row.standing_in_for if row.standing_in_for in _everybody(frame) else None
    if usual is not None and usual in there:
        is_opened = row.opened_at is not None or row.claimed_at is not None
        return Seat(row.owner if is_opened and row.owner in there else usual)
    if row.owner is not None and row.owner in there:
        return Seat(row.owner, usual)
    away = usual or (row.owner if row.owner in _everybody(frame) else None)
    holder = frame.seat(row.due_at, row.series.wish_with).holder
    return Seat(holder, None if away == holder else away)


def _is_successor(row: CheckIn, frame: Frame) -> bool:
    """Whether who holds it next follows somebody who left: they were told nothing yet."""
    before = row.standing_in_for or row.owner
    return before is None or (before not in _everybody(frame) and before.pk not in frame.barred)


def _everybody(frame: Frame) -> list[User]:
    """Who could hold it when nobody were away."""
    return everybody_in(frame.chain.everybody())


def _follow_team(row: CheckIn, frame: Frame) -> None:
    """Keep the team of the series the one the person works in."""
    team_id = frame.team.pk if frame.team else None
    if row.series.team_id != team_id:
        row.series.team_id = team_id
        row.series.save(update_fields=["team"])


def _give(row: CheckIn, successor: User | None, frame: Frame, now: dt.datetime) -> None:
    """Give it to the successor; an alert that was taken up by who left is open again."""
    row.owner = successor
    if row.claimed_at is not None:
        row.claimed_at = row.claimed_by = None
        row.alert_at = now if row.alert_at is not None else None
        set_next_look(row, frame.week)
    row.save(update_fields=["owner", "claimed_at", "claimed_by", "alert_at", "escalate_at"])
    tell_person_of_holder(row, now)
    tell_holder(row, now, reason="handover")
