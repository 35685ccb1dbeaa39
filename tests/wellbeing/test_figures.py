"""How care is kept in a month, with the number of persons behind each figure."""

import datetime as dt

import pytest

from tests.cast import Cast
from tests.factories import CareSeriesFactory, CheckInFactory
from tests.wellbeing.stories import local
from wellbeing.codes import Level, Outcome, Reason
from wellbeing.models import CheckIn, Escalation
from wellbeing.queries import hr_late_count, kept_share

pytestmark = pytest.mark.django_db
NOVEMBER = dt.date(2026, 11, 15)


def due(at: str, *, done: str = "", outcome: str = Outcome.HELD, **fields: object) -> CheckIn:
    row = CheckInFactory.create(due_at=local(at), latest_at=local("2027-06-01 00:00"), **fields)
    if done:
        row.done_at, row.outcome, row.held_by = local(done), outcome, row.owner
        row.save()
    return row


def test_kept_share_counts_what_fell_due_in_the_month(cast: Cast) -> None:
    due("2026-11-02 12:00", done="2026-11-02 11:00")
    due("2026-11-03 12:00", done="2026-11-05 11:00")
    due("2026-11-04 12:00")
    due("2026-12-01 00:00", done="2026-11-30 11:00")
    due("2026-10-31 23:59", done="2026-11-01 00:10")

    share = kept_share(NOVEMBER)
    assert (share.due, share.kept, share.declined, share.people) == (3, 1, 0, 3)


def test_kept_share_counts_declined_apart_and_cancelled_never(cast: Cast) -> None:
    series = CareSeriesFactory.create()
    due("2026-11-02 12:00", done="2026-11-02 11:00", outcome=Outcome.DECLINED, series=series)
    due("2026-11-16 12:00", cancelled_at=local("2026-11-02 11:00"), series=series)
    due("2026-11-17 12:00", done="2026-11-17 11:00", series=series)
    due("2026-11-18 12:00", done="2026-11-18 11:00", outcome=Outcome.NOT_NOW, series=series)

    share = kept_share(NOVEMBER)
    assert (share.due, share.kept, share.declined, share.people) == (2, 2, 1, 1)


def test_kept_share_goes_by_what_was_promised(cast: Cast) -> None:
    due(
        "2026-11-20 12:00",
        done="2026-11-20 11:00",
        promised_at=local("2026-11-16 12:00"),
    )
    share = kept_share(NOVEMBER)
    assert (share.due, share.kept) == (1, 0)


def test_hr_late_count_counts_the_third_level_of_the_month(cast: Cast) -> None:
    row = due("2026-11-02 12:00")
    for level, told_at in (
        (Level.DEPUTY, "2026-11-04 12:00"),
        (Level.NEXT_LEVEL, "2026-11-05 12:00"),
    ):
        Escalation.objects.create(
            checkin=row,
            reason=Reason.LATE,
            level=level,
            since=row.due_at,
            told=cast.nora,
            told_at=local(told_at),
        )
    late = hr_late_count(NOVEMBER)
    assert (late.checkins, late.people) == (1, 1)
    assert hr_late_count(dt.date(2026, 12, 1)).checkins == 0
