"""Open check-ins follow the line: who left, or leads the team no more, hands them over."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from people.models import User
from wellbeing.models import CheckIn
from wellbeing.operations.schedule import tell_holder, tell_person_of_holder
from wellbeing.queries.frame import everybody_in, frame_of, team_of
from wellbeing.queries.holders import misplaced_checkins


def hand_over(*, now: dt.datetime) -> int:
    """Give each open check-in whose holder left the line to the present one.

    Writes: the holder, and the person's present team. Tells the person and the new holder.
    Sends nothing. Returns how many changed hands.
    """
    return sum(_hand_over_one(key, now) for key in misplaced_checkins(now))


@transaction.atomic
def _hand_over_one(key: int, now: dt.datetime) -> int:
    row = (
        CheckIn.objects.open()
        .select_for_update(of=("self",), no_key=True, skip_locked=True)
        .select_related("series__person", "series__team__site", "owner")
        .filter(pk=key)
        .first()
    )
    if row is None:
        return 0
    series = row.series
    frame = frame_of(
        series.person, team_of(series.person, timezone.localdate(now)) or series.team, now
    )
    if row.owner is not None and row.owner in everybody_in(frame.line):
        return _follow_team(row, frame.team.pk if frame.team else None)
    successor = frame.holder(series.wish_with)
    if successor == row.owner:
        return 0
    _give(row, successor, now)
    return 1 + _follow_team(row, frame.team.pk if frame.team else None)


def _follow_team(row: CheckIn, team_id: int | None) -> int:
    """Keep the team of the series the one the person works in."""
    if row.series.team_id != team_id:
        row.series.team_id = team_id
        row.series.save(update_fields=["team"])
    return 0


def _give(row: CheckIn, successor: User | None, now: dt.datetime) -> None:
    row.owner = successor
    row.save(update_fields=["owner"])
    tell_person_of_holder(row, now)
    tell_holder(row, now, reason="handover")
