"""How units set the steps of the presets: inheritance, bounds, and what is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellbeing.codes import Preset, Step
from wellbeing.presets import (
    BOUNDS,
    DEFAULTS,
    EDITABLE,
    Own,
    TeamKey,
    Timing,
    faults,
    inherited,
    path_up,
    restored,
    rules_along,
    stored,
)

# 1 is the region, 2 a shop in it, 3 a desk in that shop; 9 is a region of its own.
PARENTS = {1: None, 2: 1, 3: 2, 9: None}
LIGHT, STANDARD, SERIOUS = EDITABLE


def light(days: int) -> tuple[Timing, ...]:
    return (Timing(Step.TOUCH_BASE, days, 14),)


@pytest.mark.parametrize(
    ("own", "days"),
    [
        ({}, 1),
        ({(None, LIGHT): light(2)}, 2),
        ({(None, LIGHT): light(2), (1, LIGHT): light(3)}, 3),
        ({(1, LIGHT): light(3), (2, LIGHT): light(4)}, 4),
        ({(1, LIGHT): light(3), (3, LIGHT): light(5), (9, LIGHT): light(2)}, 5),
        ({(9, LIGHT): light(2)}, 1),
    ],
)
def test_steps_come_from_the_nearest_unit_that_has_its_own(own: Own, days: int) -> None:
    rules = rules_along(own, path_up(3, PARENTS))
    assert rules.light[0].after == days
    assert (rules.standard, rules.serious) == (DEFAULTS.standard, DEFAULTS.serious)


def test_presets_are_inherited_apart_from_each_other() -> None:
    own: dict[tuple[TeamKey, Preset], tuple[Timing, ...]] = {
        (1, LIGHT): light(3),
        (None, STANDARD): DEFAULTS.standard,
    }
    assert inherited(own, path_up(3, PARENTS)) == {LIGHT: 1, STANDARD: None}


def test_path_ends_with_the_organisation_even_in_a_ring_of_teams() -> None:
    assert path_up(3, PARENTS) == [3, 2, 1, None]
    assert path_up(None, PARENTS) == [None]
    assert path_up(1, {1: 2, 2: 1}) == [1, 2, None]


def test_defaults_have_no_fault_and_come_back_as_they_were_kept() -> None:
    for preset in EDITABLE:
        assert faults(DEFAULTS.of(preset)) == []
        assert restored(preset, stored(DEFAULTS.of(preset))) == DEFAULTS.of(preset)
    assert restored(STANDARD, [(1, 2, True)]) == DEFAULTS.standard


@given(after=st.integers(-5, 300), latest=st.integers(-5, 300))
def test_number_outside_its_bounds_is_a_fault_of_that_number(after: int, latest: int) -> None:
    for step, bounds in BOUNDS.items():
        found = {(one.number, one.what) for one in faults([Timing(step, after, latest)])}
        outside = {
            (name, "outside")
            for name, number in (("after", after), ("latest", latest))
            if not getattr(bounds, name)[0] <= number <= getattr(bounds, name)[1]
        }
        early = {("latest", "early")} if latest < after else set()
        assert found == (outside or early)


def test_talks_that_follow_are_in_order_but_for_those_switched_off() -> None:
    talk, first, second = DEFAULTS.standard
    swapped = (talk, second, first)
    assert [(one.place, one.number, one.what) for one in faults(swapped)] == [(2, "after", "order")]
    off = Timing(second.step, second.after, second.latest, is_on=False)
    assert faults((talk, off, first)) == []
