"""The presets: how much care, when, until when, and why a wish could not be met."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.codes import Reading, Severity, WishWhen
from incidents.severity import care_severity
from tests.wellbeing import oracle
from tests.wellbeing.stories import local
from wellbeing.cadence import (
    Asked,
    Setting,
    end_of_shift,
    plan,
    preset_for,
)
from wellbeing.codes import Impact, Preset, Step, Why
from wellbeing.workweek import WorkWeek

WEEK = WorkWeek(zone=ZoneInfo("Europe/Amsterdam"))
HOUR = dt.timedelta(hours=1)
S0, S1, S2, S3, S4 = Severity
OPEN, NONE, SOON = Asked(), Asked(WishWhen.NONE), Asked(WishWhen.SOON)


@pytest.mark.parametrize(
    ("severity", "reading", "asked", "expected"),
    [
        (S0, None, OPEN, None),
        (S1, Reading.UNPLEASANT, OPEN, None),
        (S1, Reading.UNPLEASANT, NONE, None),
        (S0, Reading.UNPLEASANT, SOON, Preset.LIGHT),
        (S1, Reading.UNPLEASANT, SOON, Preset.LIGHT),
        (S1, Reading.OVER_THE_LINE, OPEN, Preset.STANDARD),
        (S2, None, OPEN, Preset.STANDARD),
        (S2, Reading.UNPLEASANT, OPEN, Preset.LIGHT),
        (S2, Reading.OVER_THE_LINE, OPEN, Preset.STANDARD),
        (S2, Reading.THREATENING, OPEN, Preset.SERIOUS),
        (S2, Reading.UNPLEASANT, NONE, Preset.DECLINED),
        (S3, Reading.UNPLEASANT, OPEN, Preset.SERIOUS),
        (S3, Reading.UNPLEASANT, NONE, Preset.DECLINED),
        (S4, None, SOON, Preset.SERIOUS),
        (S1, Reading.PHYSICAL, OPEN, Preset.SERIOUS),
    ],
)
def test_preset_follows_severity_reading_and_wish(
    severity: Severity, reading: Reading | None, asked: Asked, expected: Preset | None
) -> None:
    assert preset_for(severity, care_severity(severity, reading), reading, asked) == expected


@pytest.mark.parametrize(
    ("severity", "reading", "asked", "impact", "expected"),
    [
        (S1, Reading.UNPLEASANT, OPEN, 0, None),
        (S1, Reading.UNPLEASANT, OPEN, 1, None),
        (S1, Reading.UNPLEASANT, OPEN, 2, Preset.LIGHT),
        (S0, None, OPEN, 3, Preset.STANDARD),
        (S1, Reading.UNPLEASANT, OPEN, 4, Preset.SERIOUS),
        (S1, Reading.UNPLEASANT, NONE, 4, Preset.DECLINED),
        (S2, Reading.UNPLEASANT, OPEN, 1, Preset.LIGHT),
        (S2, Reading.UNPLEASANT, OPEN, 3, Preset.STANDARD),
        (S2, Reading.OVER_THE_LINE, OPEN, 2, Preset.STANDARD),
        (S2, Reading.OVER_THE_LINE, OPEN, 4, Preset.SERIOUS),
        (S3, Reading.UNPLEASANT, OPEN, 0, Preset.SERIOUS),
        (S3, Reading.UNPLEASANT, NONE, 4, Preset.DECLINED),
    ],
)
def test_care_level_is_the_highest_of_severity_and_impact(
    severity: Severity, reading: Reading | None, asked: Asked, impact: int, expected: Preset | None
) -> None:
    care = care_severity(severity, reading)
    assert preset_for(severity, care, reading, asked, Impact(impact)) == expected


def setting(now: str, asked: Asked = OPEN, shift_ends: str = "17:00") -> Setting:
    return Setting(local(now), WEEK, dt.time.fromisoformat(shift_ends), asked)


def test_light_is_one_working_day_of_working_time() -> None:
    (friday,) = plan(Preset.LIGHT, setting("2026-11-20 16:00"))
    assert (friday.step, friday.due_at) == (Step.TOUCH_BASE, local("2026-11-23 16:00"))
    (night,) = plan(Preset.LIGHT, setting("2026-11-20 23:00"))
    assert night.due_at == local("2026-11-23 17:00")


def test_light_takes_any_moment_within_two_weeks() -> None:
    chosen = local("2026-11-29 20:00")
    (slot,) = plan(Preset.LIGHT, setting("2026-11-20 16:00", Asked(WishWhen.AT, chosen)))
    assert (slot.due_at, slot.asked_when, slot.why) == (chosen, WishWhen.AT, "")


def test_standard_spreads_three_talks_over_eight_weeks() -> None:
    talk, second, third = plan(Preset.STANDARD, setting("2026-11-16 10:00"))
    assert talk.due_at == local("2026-11-19 10:00")
    assert second.due_at == local("2026-12-03 10:00")
    assert third.due_at == local("2026-12-31 10:00")
    assert third.latest_at == local("2027-01-14 17:00")


def test_talk_before_a_weekend_is_due_before_the_weekend() -> None:
    talk = plan(Preset.STANDARD, setting("2026-11-18 14:05"))[0]
    assert talk.due_at == local("2026-11-20 17:00")


def test_talk_without_working_time_before_the_limit_is_due_after_it_and_says_so() -> None:
    closed = frozenset(dt.date(2026, 12, day) for day in range(24, 32))
    week = WorkWeek(zone=WEEK.zone, holidays=closed)
    now = local("2026-12-23 18:00")
    talk = plan(Preset.STANDARD, Setting(now, week, dt.time(17)))[0]
    assert talk.due_at == local("2027-01-01 09:00")
    assert talk.why == Why.NO_WORKING_TIME
    assert talk.due_at <= talk.latest_at


def test_serious_has_contact_in_the_shift_and_a_talk() -> None:
    contact, talk, month, quarter = plan(Preset.SERIOUS, setting("2026-11-16 10:00"))
    assert (contact.step, contact.due_at) == (Step.FIRST_CONTACT, local("2026-11-16 17:00"))
    assert (talk.step, talk.due_at) == (Step.TALK, local("2026-11-19 10:00"))
    assert month.due_at == local("2026-12-14 10:00")
    assert quarter.due_at == local("2027-02-15 10:00")


def test_serious_after_the_shift_does_not_wait_for_the_next_one() -> None:
    contact = plan(Preset.SERIOUS, setting("2026-11-16 19:00"))[0]
    assert contact.due_at == local("2026-11-17 03:00")


def test_serious_meets_a_wish_for_soon_with_the_first_contact() -> None:
    contact, talk, *_ = plan(Preset.SERIOUS, setting("2026-11-16 10:00", SOON))
    assert (contact.due_at, contact.asked_when) == (local("2026-11-16 12:00"), "soon")
    assert talk.asked_when == ""


def test_declined_is_offered_again_after_two_weeks() -> None:
    (offer,) = plan(Preset.DECLINED, setting("2026-11-14 10:00", NONE))
    assert (offer.step, offer.due_at) == (Step.SECOND_OFFER, local("2026-11-30 10:00"))


@pytest.mark.parametrize(
    ("when", "shift_ends", "now", "expected"),
    [
        ("soon", "17:00", "2026-11-18 14:05", "2026-11-18 16:05"),
        ("end_of_shift", "16:30", "2026-11-18 14:05", "2026-11-18 16:30"),
        ("end_of_shift", "22:00", "2026-11-21 14:05", "2026-11-21 22:00"),
        ("end_of_shift", "06:00", "2026-11-20 22:00", "2026-11-21 06:00"),
        ("end_of_shift", "17:00", "2026-11-19 18:00", "2026-11-20 17:00"),
        ("tomorrow", "17:00", "2026-11-18 14:05", "2026-11-19 14:05"),
        ("tomorrow", "17:00", "2026-11-18 22:00", "2026-11-19 17:00"),
    ],
)
def test_wish_is_met(when: str, shift_ends: str, now: str, expected: str) -> None:
    talk = plan(Preset.STANDARD, setting(now, Asked(when), shift_ends))[0]
    assert (talk.due_at, talk.asked_when, talk.why) == (local(expected), when, "")


@pytest.mark.parametrize(
    ("when", "now", "expected"),
    [
        ("soon", "2026-11-18 15:30", "2026-11-19 09:30"),
        ("soon", "2026-11-20 22:00", "2026-11-23 11:00"),
        ("end_of_shift", "2026-11-20 22:00", "2026-11-23 17:00"),
        ("tomorrow", "2026-11-20 10:00", "2026-11-23 10:00"),
    ],
)
def test_wish_for_when_nobody_works_is_the_first_moment_and_says_why(
    when: str, now: str, expected: str
) -> None:
    talk = plan(Preset.STANDARD, setting(now, Asked(when)))[0]
    assert (talk.due_at, talk.asked_when) == (local(expected), when)
    assert talk.why == Why.NO_WORK_THEN


@pytest.mark.parametrize("when", ["soon", "end_of_shift"])
def test_first_contact_in_the_weekend_says_why_it_is_not_as_asked(when: str) -> None:
    contact = plan(Preset.SERIOUS, setting("2026-11-20 22:00", Asked(when)))[0]
    assert (contact.step, contact.due_at) == (Step.FIRST_CONTACT, local("2026-11-21 06:00"))
    assert (contact.asked_when, contact.why) == (when, Why.NO_WORK_THEN)


def test_wish_beyond_the_bound_is_the_last_working_moment_and_says_why() -> None:
    asked = Asked(WishWhen.AT, local("2026-11-26 10:00"))
    talk = plan(Preset.STANDARD, setting("2026-11-18 14:05", asked))[0]
    assert (talk.due_at, talk.why) == (local("2026-11-20 17:00"), Why.BEYOND_BOUND)


def test_wish_that_has_gone_by_becomes_soon_and_says_why() -> None:
    asked = Asked(WishWhen.AT, local("2026-11-18 09:00"))
    talk = plan(Preset.STANDARD, setting("2026-11-18 10:00", asked))[0]
    assert (talk.due_at, talk.why) == (local("2026-11-18 12:00"), Why.PASSED)


wishes = st.one_of(
    st.sampled_from(["", "soon", "end_of_shift", "tomorrow"]).map(Asked),
    st.integers(-600, 30 * 24 * 60),  # minutes from now
)


@settings(max_examples=300, deadline=None)
@given(
    preset=st.sampled_from([Preset.LIGHT, Preset.STANDARD, Preset.SERIOUS, Preset.DECLINED]),
    now=oracle.moments(),
    week=oracle.weeks(),
    shift_ends=st.integers(4, 23).map(dt.time),
    wish=wishes,
)
def test_every_plan_is_in_order_within_its_bounds_and_explained(
    preset: Preset, now: dt.datetime, week: WorkWeek, shift_ends: dt.time, wish: Asked | int
) -> None:
    asked = wish if isinstance(wish, Asked) else Asked("at", now + wish * oracle.MINUTE)
    slots = plan(preset, Setting(now, week, shift_ends, asked))

    for slot in slots:
        assert now <= slot.due_at <= slot.latest_at
        assert slot.due_at.utcoffset() == dt.timedelta(0)
    for slot in slots:
        if slot.step == Step.FIRST_CONTACT:
            assert slot.due_at <= now + 8 * HOUR < slot.latest_at
        if slot.step == Step.TALK and slot.why != Why.NO_WORKING_TIME:
            assert slot.due_at <= max(now + 72 * HOUR, slot.latest_at)
        if slot.asked_when == "at" and asked.at is not None and not slot.why:
            assert slot.due_at == asked.at
    if asked.when == "at" and preset in {Preset.LIGHT, Preset.STANDARD}:
        is_met = slots[0].due_at == asked.at
        assert is_met or slots[0].why in {Why.BEYOND_BOUND, Why.PASSED}


@settings(max_examples=100, deadline=None)
@given(now=oracle.moments(), week=oracle.weeks(), hour=st.integers(4, 23))
def test_end_of_shift_is_the_next_time_the_clock_shows_it(
    now: dt.datetime, week: WorkWeek, hour: int
) -> None:
    shift_ends = dt.time(hour)
    found = end_of_shift(Setting(now, week, shift_ends))

    for moment, time in oracle.wall_times(now, week):
        if time == shift_ends:
            is_in_sight = moment - now <= dt.timedelta(hours=12)
            if is_in_sight or week.works_on(moment.astimezone(week.zone).date()):
                assert found == moment
                return
