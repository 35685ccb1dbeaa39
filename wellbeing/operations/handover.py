"""Open check-ins follow the line: who left, or leads the team no more, hands them over."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from people.models import User
from wellbeing.models import CareSeries, CheckIn
from wellbeing.operations.schedule import (
    end_series,
    lock_person,
    set_next_look,
    tell_holder,
    tell_person_of_holder,
)
from wellbeing.queries.frame import Frame, everybody_in, frame_of, team_of
from wellbeing.queries.holders import misplaced_checkins

logger = logging.getLogger(__name__)


def hand_over(*, now: dt.datetime) -> int:
    """Give each open check-in whose holder left the line to the present one.

    Care of who left the organisation ends. Writes: the holder, and the person's present team.
    Tells the person and the new holder. Sends nothing. Returns how many changed hands; a row
    that fails is logged and stops nobody.
    """
    for key in CareSeries.objects.running().filter(person__is_active=False).values_list("pk"):
        _end_care_of_leaver(key[0], now)
    return sum(_safely(key, now) for key in misplaced_checkins(now))


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
    row = CheckIn.objects.select_related("series__person", "series__team__site", "owner").get(
        pk=key
    )
    if not row.is_open:
        return 0
    series = row.series
    team = team_of(series.person, timezone.localdate(now)) or series.team
    frame = frame_of(
        series.person, team, now, is_private=series.is_private, buddy=series.chosen_buddy
    )
    if row.owner is not None and row.owner in everybody_in(frame.line):
        return _follow_team(row, frame.team.pk if frame.team else None)
    successor = frame.holder(series.wish_with)
    if successor == row.owner:
        return 0
    _give(row, successor, frame, now)
    return 1 + _follow_team(row, frame.team.pk if frame.team else None)


def _follow_team(row: CheckIn, team_id: int | None) -> int:
    """Keep the team of the series the one the person works in."""
    if row.series.team_id != team_id:
        row.series.team_id = team_id
        row.series.save(update_fields=["team"])
    return 0


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
