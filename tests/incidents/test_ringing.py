import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from incidents.ringing import Hours, Switch, closing_of, is_on_duty, levels_after, next_opening

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DESK = Hours("12345", dt.time(9), dt.time(17))
NIGHT = Hours("5", dt.time(22), dt.time(6))


def local(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment in the week of Monday 16 November 2026."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("hours", "moment", "closes"),
    [
        (DESK, local(18, 8, 59), None),
        (DESK, local(18, 9), local(18, 17)),
        (DESK, local(18, 16, 59), local(18, 17)),
        (DESK, local(18, 17), None),
        (DESK, local(21, 12), None),  # a Saturday
        (NIGHT, local(20, 21, 59), None),
        (NIGHT, local(20, 23), local(21, 6)),
        (NIGHT, local(21, 5, 59), local(21, 6)),  # Saturday, still Friday's night
        (NIGHT, local(21, 23), None),
        (Hours("3", dt.time(0), dt.time(0)), local(18, 3), local(19, 0)),  # round the clock
        (Hours("", dt.time(9), dt.time(17)), local(18, 12), None),
    ],
)
def test_hours_close_when_the_shift_that_runs_ends(
    hours: Hours, moment: dt.datetime, closes: dt.datetime | None
) -> None:
    assert closing_of(hours, moment) == closes
    assert is_on_duty(hours, None, moment) == (closes is not None)


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        (DESK, local(18, 8), local(18, 9)),
        (DESK, local(18, 9), local(19, 9)),
        (DESK, local(20, 18), local(23, 9)),  # over the weekend
        (NIGHT, local(20, 23), local(27, 22)),  # once a week
        (Hours("", dt.time(9), dt.time(17)), local(18, 12), None),
    ],
)
def test_hours_open_next(hours: Hours, moment: dt.datetime, opens: dt.datetime | None) -> None:
    assert next_opening(hours, moment) == opens


@pytest.mark.parametrize(
    ("switch", "expected"),
    [
        (None, True),
        (Switch(is_on=False), False),
        (Switch(is_on=False, until=local(18, 14)), True),  # the switch has run out
        (Switch(is_on=False, until=local(18, 15)), False),
        (Switch(is_on=True), True),
    ],
)
def test_switch_is_stronger_than_the_hours_while_it_holds(
    switch: Switch | None, *, expected: bool
) -> None:
    assert is_on_duty(DESK, switch, local(18, 14, 30)) == expected


def test_switch_on_holds_outside_the_hours() -> None:
    assert is_on_duty(DESK, Switch(is_on=True, until=local(18, 23)), local(18, 22))


@pytest.mark.parametrize(
    ("levels", "reached", "left"),
    [
        ([1, 2, 3, 4], 1, [2, 3, 4]),
        ([1, 2, 3, 4], 4, []),
        ([2, 1, 4], 2, [1, 4]),  # the organisation's own order
        ([1, 4], 2, [4]),  # the route was changed while the call was under way
        ([], 1, []),
    ],
)
def test_levels_go_on_in_the_order_of_the_route(
    levels: list[int], reached: int, left: list[int]
) -> None:
    assert levels_after(levels, reached) == left
