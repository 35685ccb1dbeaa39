"""Who is told when."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.wellbeing.stories import local
from wellbeing.codes import Level, Reason
from wellbeing.lateness import Call, Watched, calls, pending
from wellbeing.workweek import WorkWeek

WEEK = WorkWeek(zone=ZoneInfo("Europe/Amsterdam"))
DUE = local("2026-11-16 10:00")


def at(found: list[Call], level: Level, reason: Reason = Reason.LATE) -> dt.datetime:
    return next(call.at for call in found if (call.level, call.reason) == (level, reason))


def test_late_counts_working_hours() -> None:
    found = calls(Watched(DUE, None, is_claimed=False, is_serious=False), WEEK)
    assert at(found, Level.OWNER) == local("2026-11-19 10:00")
    assert at(found, Level.DEPUTY) == local("2026-11-24 10:00")
    assert at(found, Level.NEXT_LEVEL) == local("2026-11-27 10:00")


def test_late_counts_clock_hours_for_serious_reports() -> None:
    found = calls(Watched(DUE, None, is_claimed=True, is_serious=True), WEEK)
    assert [call.at - DUE for call in found] == [dt.timedelta(hours=h) for h in (24, 48, 72)]


def test_unclaimed_alert_goes_up_after_half_an_hour_and_an_hour() -> None:
    found = calls(Watched(DUE, DUE, is_claimed=False, is_serious=True), WEEK)
    assert at(found, Level.DEPUTY, Reason.UNCLAIMED) == DUE + dt.timedelta(minutes=30)
    assert at(found, Level.NEXT_LEVEL, Reason.UNCLAIMED) == DUE + dt.timedelta(minutes=60)


def test_claimed_alert_goes_no_further() -> None:
    found = calls(Watched(DUE, DUE, is_claimed=True, is_serious=True), WEEK)
    assert {call.reason for call in found} == {Reason.LATE}


def test_pending_leaves_out_what_was_made() -> None:
    found = calls(Watched(DUE, None, is_claimed=False, is_serious=False), WEEK)
    left = pending(found, [("late", 0, DUE), ("late", 1, DUE + dt.timedelta(days=1))])
    assert [call.level for call in left] == [Level.DEPUTY, Level.NEXT_LEVEL]
