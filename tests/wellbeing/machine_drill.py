"""Break the product on purpose, one promise at a time: the machine of care has to notice.

`make drill-machine` runs it, with the lives and steps of `make test`. A break counts as noticed
when the unbroken product passes the same lives, and it is the check of that promise that fails.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from django.db.models import Q

from tests.wellbeing.test_care_machine import live
from wellbeing import cadence, lateness
from wellbeing.codes import Outcome, Preset, Step
from wellbeing.load import is_offer_due
from wellbeing.models import CareNote, CareSeries
from wellbeing.operations import choices, handover, load, schedule, talks
from wellbeing.operations.load import watch_load
from wellbeing.operations.schedule import end_series
from wellbeing.presets import Timing
from wellbeing.queries import preview
from wellbeing.queries.preview import seat_for

Patch = pytest.MonkeyPatch


def drop_follow_ups_after_the_first_talk(patch: Patch) -> None:
    whole = talks._after_held

    def shortened(row: Any, talk: talks.Talk, now: dt.datetime) -> None:
        if talk.next_at is None and not talk.is_last:
            end_series(row.series, CareSeries.End.COMPLETED, now)
            watch_load(person=row.series.person, now=now)
        else:
            whole(row, talk, now)

    patch.setitem(talks._FOLLOWING, Outcome.HELD, shortened)


def tell_nobody_after_two_days(patch: Patch) -> None:
    first = min(lateness.LATE_AFTER.items())
    patch.setattr(lateness, "LATE_AFTER", dict([first]))


def tell_nobody_of_the_unclaimed(patch: Patch) -> None:
    patch.setattr(lateness, "UNCLAIMED_AFTER", {})


def plan_everything_as_one_light_touch(patch: Patch) -> None:
    whole = cadence.preset_for

    def lightened(*given: Any) -> Preset | None:
        preset = whole(*given)
        return Preset.LIGHT if preset in {Preset.STANDARD, Preset.SERIOUS} else preset

    patch.setattr(preview, "preset_for", lightened)


def tell_of_the_serious_alone(patch: Patch) -> None:
    whole = lateness.calls

    def fewer(watched: lateness.Watched, week: Any) -> list[lateness.Call]:
        return whole(watched, week) if watched.is_serious else []

    patch.setattr(schedule, "calls", fewer)


def ignore_wishes_of_time(patch: Patch) -> None:
    patch.setattr(cadence, "with_wish", lambda slot, _setting: slot)


def ignore_wishes_by_whom(patch: Patch) -> None:
    whole = seat_for
    patch.setattr(schedule, "seat_for", lambda slot, frame, _wish: whole(slot, frame, ""))


def offer_again_the_next_day(patch: Patch) -> None:
    patch.setattr(cadence, "SECOND_OFFER", Timing(Step.SECOND_OFFER, after=1, latest=2))


def plan_no_follow_ups(patch: Patch) -> None:
    patch.setattr(cadence, "follow_ups", lambda *_given: ())


def talk_a_month_later(patch: Patch) -> None:
    whole = cadence.first_talk

    def later(setting: cadence.Setting, timing: Timing) -> cadence.Slot:
        return whole(setting, replace(timing, after=30 * 24, latest=30 * 24))

    patch.setattr(cadence, "first_talk", later)


def show_notes_to_whoever_comes_after(patch: Patch) -> None:
    def wider(self: Any, user: Any) -> Any:
        of_series = Q(checkin__series__checkins__owner=user)
        return self.filter(
            Q(checkin__series__person=user) | Q(written_by=user) | of_series
        ).distinct()

    patch.setattr(type(CareNote.objects.all()), "visible_to", wider)


def talk_again_the_day_after(patch: Patch) -> None:
    patch.setattr(cadence, "WORKING_DAYS_BETWEEN_TALKS", 1)


def leave_talks_with_who_is_not_there(patch: Patch) -> None:
    patch.setattr(handover, "_hand_over_one", lambda _key, _now: 0)


def go_on_with_who_has_left(patch: Patch) -> None:
    patch.setattr(handover, "_end_care_of_leaver", lambda _key, _now: None)


def forget_who_cannot_handle_a_repeat(patch: Patch) -> None:
    whole = talks._after_held

    def eased(row: Any, talk: talks.Talk, now: dt.datetime) -> None:
        whole(row, replace(talk, repeat_ready=""), now)

    patch.setitem(talks._FOLLOWING, Outcome.HELD, eased)


def stop_alerts_at_a_decline(patch: Patch) -> None:
    patch.setattr(choices, "pass_alert_on", lambda *_given: None)


def offer_for_load_without_a_rest(patch: Patch) -> None:
    whole = is_offer_due
    patch.setattr(
        load, "is_offer_due", lambda *given, **more: whole(*given, **more | {"offered_at": None})
    )


def offer_for_load_beside_care(patch: Patch) -> None:
    whole = is_offer_due
    patch.setattr(
        load, "is_offer_due", lambda *given, **more: whole(*given, **more | {"is_cared_for": False})
    )


def forget_load_when_care_is_complete(patch: Patch) -> None:
    patch.setattr(talks, "watch_load", lambda **_given: None)


# Each break with the checks of which one has to be the first to fail.
BREAKS: tuple[tuple[Callable[[Patch], None], set[str]], ...] = (
    (drop_follow_ups_after_the_first_talk, {"check_runs"}),
    (tell_nobody_after_two_days, {"check_late_told"}),
    (tell_nobody_of_the_unclaimed, {"check_unclaimed_told"}),
    (plan_everything_as_one_light_touch, {"check_first_contact"}),
    (tell_of_the_serious_alone, {"check_late_told"}),
    (ignore_wishes_of_time, {"check_wish_met"}),
    (ignore_wishes_by_whom, {"check_wished_for"}),
    (offer_again_the_next_day, {"check_offered_again"}),
    (plan_no_follow_ups, {"check_follow_ups"}),
    (talk_a_month_later, {"check_first_talk"}),
    (show_notes_to_whoever_comes_after, {"check_notes"}),
    (talk_again_the_day_after, {"check_distance"}),
    (leave_talks_with_who_is_not_there, {"check_holder"}),
    (go_on_with_who_has_left, {"check_runs"}),
    (forget_who_cannot_handle_a_repeat, {"check_runs"}),
    (stop_alerts_at_a_decline, {"check_alert_waits"}),
    (offer_for_load_without_a_rest, {"check_load"}),
    (offer_for_load_beside_care, {"check_load"}),
    (forget_load_when_care_is_complete, {"check_load"}),
)


@cache
def is_passed_unbroken() -> bool:
    """Live the lives of every break with nothing broken; fails for an alarm that is false."""
    with pytest.MonkeyPatch.context() as patch:
        live(patch)
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(("break_it", "checks"), BREAKS)
def test_machine_notices(
    break_it: Callable[[Patch], None], checks: set[str], monkeypatch: Patch
) -> None:
    assert is_passed_unbroken()
    break_it(monkeypatch)
    with pytest.raises(AssertionError) as failure:
        live(monkeypatch)
    assert failure.traceback[-1].name in checks
