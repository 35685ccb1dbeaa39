"""Reports that join running care: stricter, earlier, and never a talk too many."""

import datetime as dt
import itertools
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.codes import WishWhen
from tests.wellbeing.stories import local
from wellbeing.cadence import Asked, Setting, Slot, plan
from wellbeing.codes import STRICTNESS, Preset, Step, Why
from wellbeing.joining import TALKS, Joined, Running, Standing, join, spread
from wellbeing.workweek import WorkWeek

WEEK = WorkWeek(zone=ZoneInfo("Europe/Amsterdam"))
SHIFT = dt.time(17)


def planned(preset: Preset, now: dt.datetime, asked: Asked | None = None) -> tuple[Slot, ...]:
    return plan(preset, Setting(now, WEEK, SHIFT, asked or Asked()))


def started(preset: Preset, now: dt.datetime, asked: Asked | None = None) -> Running:
    slots = planned(preset, now, asked)
    return Running(preset, tuple(Standing(key, slot) for key, slot in enumerate(slots)))


def applied(running: Running, joined: Joined) -> Running:
    """Do to the running series in memory what the operation does in the database."""
    kept = [
        replace(standing, slot=joined.changed.get(standing.key, standing.slot))
        for standing in running.open
        if standing.key not in joined.cancelled
    ]
    first = max((standing.key for standing in running.open), default=-1) + 1
    added = [Standing(first + place, slot) for place, slot in enumerate(joined.added)]
    return replace(running, preset=joined.preset, open=(*kept, *added))


def steps(running: Running) -> list[Step]:
    ordered = sorted(running.open, key=lambda standing: standing.slot.due_at)
    return [standing.slot.step for standing in ordered]


MONDAY = local("2026-11-16 10:00")
DAY = dt.timedelta(days=1)


def test_second_report_takes_the_earlier_talk_and_adds_none() -> None:
    running = started(Preset.STANDARD, MONDAY)
    later = local("2026-11-17 10:00")
    asked = Asked(WishWhen.SOON)

    after = applied(
        running, join(running, Preset.STANDARD, planned(Preset.STANDARD, later, asked), WEEK)
    )

    assert steps(after) == [Step.TALK, Step.FOLLOW_UP, Step.FOLLOW_UP]
    assert after.open[0].slot.due_at == local("2026-11-17 12:00")
    assert after.open[0].slot.asked_when == "soon"


def test_stricter_report_makes_the_series_stricter() -> None:
    running = started(Preset.LIGHT, MONDAY)
    joined = join(running, Preset.SERIOUS, planned(Preset.SERIOUS, MONDAY), WEEK)
    after = applied(running, joined)

    assert after.preset == Preset.SERIOUS
    assert steps(after) == [Step.FIRST_CONTACT, Step.TALK, Step.FOLLOW_UP, Step.FOLLOW_UP]


def test_milder_report_leaves_the_later_talks_alone() -> None:
    running = started(Preset.SERIOUS, MONDAY)
    joined = join(running, Preset.STANDARD, planned(Preset.STANDARD, MONDAY), WEEK)

    assert joined.preset == Preset.SERIOUS
    assert (joined.added, joined.cancelled) == ([], [])


def test_milder_report_after_the_first_talk_has_its_own_care_beside_the_follow_ups() -> None:
    running = started(Preset.SERIOUS, MONDAY)
    follow_ups = [one for one in running.open if one.slot.step == Step.FOLLOW_UP]
    running = Running(Preset.SERIOUS, tuple(follow_ups), talked_at=local("2026-11-17 10:00"))
    slots = planned(Preset.STANDARD, local("2026-11-26 10:00"))

    after = applied(running, join(running, Preset.STANDARD, slots, WEEK))

    assert steps(after) == [Step.TALK, *[Step.FOLLOW_UP] * 3]
    assert sorted(one.slot.due_at for one in after.open) == [
        local("2026-11-27 17:00"),
        local("2026-12-14 10:00"),  # 28 days after the first, and 14 to 21 after this talk
        local("2027-01-08 17:00"),
        local("2027-02-15 10:00"),  # 90 days after the first
    ]


def test_wish_while_only_follow_ups_are_left_takes_none_of_them() -> None:
    running = started(Preset.STANDARD, MONDAY)
    held = replace(running, open=running.open[1:], talked_at=local("2026-11-18 15:00"))
    slots = planned(Preset.LIGHT, local("2026-11-19 10:00"), Asked(WishWhen.TOMORROW))

    after = applied(held, join(held, Preset.LIGHT, slots, WEEK))

    assert steps(after) == [Step.TOUCH_BASE, Step.FOLLOW_UP, Step.FOLLOW_UP]


@pytest.mark.parametrize(("held", "day"), [(2, "2026-12-02"), (3, "2026-12-28")])
def test_wished_check_in_hides_from_no_report_that_the_first_talk_was_held(
    held: int, day: str
) -> None:
    """A serious report after it has its own two talks later, however many were left."""
    running = started(Preset.SERIOUS, MONDAY)
    left = replace(running, open=running.open[held:], talked_at=local(f"{day} 09:00") - 9 * DAY)
    now = local(f"{day} 10:00")
    wish = planned(Preset.LIGHT, now, Asked(WishWhen.TOMORROW))
    between = applied(left, join(left, Preset.LIGHT, wish, WEEK))
    after = applied(between, join(between, Preset.SERIOUS, planned(Preset.SERIOUS, now), WEEK))

    assert steps(after) == [Step.FIRST_CONTACT, Step.TALK, Step.FOLLOW_UP, Step.FOLLOW_UP]
    assert [one.slot.due_at for one in after.open if one.slot.step == Step.FOLLOW_UP] == [
        slot.due_at for slot in planned(Preset.SERIOUS, now) if slot.step == Step.FOLLOW_UP
    ]


def test_chosen_moment_moves_a_talk_nobody_asked_for() -> None:
    running = started(Preset.STANDARD, MONDAY)
    asked = Asked(WishWhen.AT, local("2026-11-19 09:30"))
    slots = planned(Preset.STANDARD, local("2026-11-17 10:00"), asked)

    after = applied(running, join(running, Preset.STANDARD, slots, WEEK))

    assert steps(after).count(Step.TALK) == 1
    assert after.open[0].slot.due_at == asked.at


def test_chosen_moment_after_another_chosen_one_is_a_talk_of_its_own() -> None:
    running = started(Preset.STANDARD, MONDAY, Asked(WishWhen.AT, local("2026-11-17 09:30")))
    asked = Asked(WishWhen.AT, local("2026-11-19 09:30"))
    slots = planned(Preset.STANDARD, local("2026-11-16 15:00"), asked)

    after = applied(running, join(running, Preset.STANDARD, slots, WEEK))

    assert steps(after).count(Step.TALK) == 2


def test_later_wish_is_covered_by_the_earlier_talk_which_says_so() -> None:
    running = started(Preset.STANDARD, MONDAY, Asked(WishWhen.SOON))
    slots = planned(Preset.STANDARD, MONDAY, Asked(WishWhen.TOMORROW))
    joined = join(running, Preset.STANDARD, slots, WEEK)

    assert joined.added == []
    assert joined.changed[0].due_at == running.open[0].slot.due_at
    assert joined.changed[0].why == Why.JOINED_EARLIER


def test_wish_is_noted_on_a_first_contact_that_waits_and_is_no_later() -> None:
    running = started(Preset.SERIOUS, MONDAY)
    slots = planned(Preset.SERIOUS, MONDAY, Asked(WishWhen.END_OF_SHIFT))
    joined = join(running, Preset.SERIOUS, slots, WEEK)

    contact = running.open[0].slot
    assert joined.added == []
    assert joined.changed[0] == replace(contact, asked_when=WishWhen.END_OF_SHIFT)


def test_wish_beyond_the_bound_that_falls_on_a_planned_talk_says_why() -> None:
    """Both are due at the last working moment within 72 hours: the talk is there, not as wished."""
    running = started(Preset.STANDARD, MONDAY)
    sunday = Asked(WishWhen.AT, local("2026-11-29 10:00"))
    talk = running.open[0].slot
    (wished, *_later) = planned(Preset.STANDARD, MONDAY, sunday)
    joined = join(running, Preset.STANDARD, [replace(wished, due_at=talk.due_at)], WEEK)

    assert joined.added == []
    assert joined.changed[0] == replace(talk, asked_when=WishWhen.AT, why=Why.BEYOND_BOUND)


def test_talk_just_held_keeps_five_working_days_free() -> None:
    running = started(Preset.STANDARD, MONDAY)
    held = replace(running, open=running.open[1:], talked_at=local("2026-11-18 15:00"))
    slots = planned(Preset.STANDARD, local("2026-11-19 10:00"))

    after = applied(held, join(held, Preset.STANDARD, slots, WEEK))

    first = min(after.open, key=lambda standing: standing.slot.due_at)
    assert first.slot.due_at == local("2026-11-25 09:00")
    assert (first.slot.step, first.slot.why) == (Step.TALK, Why.RECENT_TALK)


def test_talk_just_held_gives_way_to_a_wish() -> None:
    running = started(Preset.STANDARD, MONDAY)
    held = replace(running, open=running.open[1:], talked_at=local("2026-11-18 15:00"))
    slots = planned(Preset.STANDARD, local("2026-11-19 10:00"), Asked(WishWhen.SOON))

    after = applied(held, join(held, Preset.STANDARD, slots, WEEK))

    assert min(s.slot.due_at for s in after.open) == local("2026-11-19 12:00")


def test_declined_report_changes_nothing_of_what_runs() -> None:
    running = started(Preset.STANDARD, MONDAY)
    joined = join(running, Preset.DECLINED, planned(Preset.DECLINED, MONDAY), WEEK)
    assert applied(running, joined) == running


def test_care_after_a_decline_replaces_the_second_offer() -> None:
    running = started(Preset.DECLINED, MONDAY)
    joined = join(running, Preset.STANDARD, planned(Preset.STANDARD, MONDAY), WEEK)
    assert steps(applied(running, joined)) == [Step.TALK, Step.FOLLOW_UP, Step.FOLLOW_UP]


@pytest.mark.parametrize("is_claimed", [False, True])
def test_second_serious_report_has_a_first_contact_of_its_own_once_claimed(
    is_claimed: bool,  # noqa: FBT001
) -> None:
    running = started(Preset.SERIOUS, MONDAY)
    first, *others = running.open
    running = replace(running, open=(replace(first, is_claimed=is_claimed), *others))
    slots = planned(Preset.SERIOUS, local("2026-11-16 11:00"))

    after = applied(running, join(running, Preset.SERIOUS, slots, WEEK))

    assert steps(after).count(Step.FIRST_CONTACT) == (2 if is_claimed else 1)


def test_talks_after_one_that_was_moved_keep_their_distance_but_for_those_asked_for() -> None:
    def talk(day: str, asked_when: str = "") -> Slot:
        at = local(f"{day} 10:00")
        return Slot(Step.FOLLOW_UP, at, at, asked_when=asked_when)

    asked, near, far = talk("2026-11-18", WishWhen.AT), talk("2026-11-20"), talk("2026-12-18")
    moved = spread({1: asked, 2: near, 3: far}, None, WEEK)
    assert {key: slot.due_at for key, slot in moved.items()} == {2: local("2026-11-25 09:00")}
    assert moved[2].why == Why.RECENT_TALK

    again = spread({1: asked, 2: near, 4: talk("2026-11-24", WishWhen.AT)}, None, WEEK)
    assert again[2].due_at == local("2026-12-01 09:00")
    assert not spread({1: asked, 4: talk("2026-11-19", WishWhen.AT)}, MONDAY, WEEK)


events = st.lists(
    st.tuples(
        st.integers(1, 6 * 24 * 60),
        st.sampled_from(["hold", "light", "standard", "serious", "declined"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(first=st.sampled_from(list(Preset)), story=events)
def test_without_wishes_talks_stay_five_working_days_apart(
    first: Preset, story: list[tuple[int, str]]
) -> None:
    now, running = MONDAY, started(first, MONDAY)
    for minutes, event in story:
        now += dt.timedelta(minutes=minutes)
        before = running
        if event == "hold":
            running = _hold_next(running, now)
            continue
        joined = join(running, Preset(event), planned(Preset(event), now), WEEK)
        running = applied(running, joined)
        assert STRICTNESS.index(running.preset) >= STRICTNESS.index(before.preset)
        _check_spacing(running)
        if _next(before) and event != "declined":
            assert _next(running) <= _next(before)


def _next(running: Running) -> list[dt.datetime]:
    talks = [s.slot.due_at for s in running.open if s.slot.step in TALKS]
    return sorted(talks)[:1]


def _hold_next(running: Running, now: dt.datetime) -> Running:
    talks = [standing for standing in running.open if standing.slot.step in TALKS]
    if not talks:
        return running
    held = min(talks, key=lambda standing: standing.slot.due_at)
    left = {standing.key: standing for standing in running.open if standing != held}
    for key, slot in spread({key: one.slot for key, one in left.items()}, now, WEEK).items():
        left[key] = replace(left[key], slot=slot)
    return replace(running, open=tuple(left.values()), talked_at=now)


def _check_spacing(running: Running) -> None:
    """Count working days between every two talks by walking the days."""
    talks = [s.slot for s in running.open if s.slot.step in TALKS and not s.slot.asked_when]
    days = sorted(WEEK.local_day(slot.due_at) for slot in talks)
    for one, other in itertools.pairwise(days):
        assert _working_days_between(one, other) >= 5
    if running.talked_at and talks:
        held_on = WEEK.local_day(running.talked_at)
        assert _working_days_between(held_on, days[0]) >= 5


def _working_days_between(one: dt.date, other: dt.date) -> int:
    count = 0
    while one < other:
        one += dt.timedelta(days=1)
        count += one.isoweekday() in WEEK.weekdays
    return count
