"""Shares in tenths: what somebody who knows part of the rows can work out."""

import pytest

from reports.disclosure.rest import with_room
from reports.disclosure.shares import Row, tells_of_others
from reports.operations import made_good, shares


def rows(team: int, good: int, bad: int) -> list[Row]:
    return [(team, n < good) for n in range(good + bad)]


@pytest.mark.parametrize("total", [30, 31, 34, 39, 40, 49, 120])
def test_a_share_leaves_three_numbers_or_says_that_all_was_good(total: int) -> None:
    """With a floor of twenty-nine rows there would be two."""
    assert min(made_good.FEWEST, shares.FEWEST_ROWS) == 30
    late: dict[int, set[int]] = {}
    for good in range(total + 1):
        late.setdefault(10 * good // total, set()).add(total - good)
    assert all(found == {0} or len(found) >= 3 for found in late.values())


def test_who_leads_a_team_learns_nothing_of_a_few_others() -> None:
    """Forty rows, 9 of 10: one to four were late. Who had three late themselves knows of one."""
    mine, theirs = frozenset({1}), frozenset({2})
    almost_all = [*rows(1, 27, 3), *rows(2, 9, 1)]
    assert tells_of_others(almost_all, [mine])
    assert not tells_of_others(almost_all, [frozenset()])
    assert not tells_of_others([*rows(1, 27, 1), *rows(2, 10, 2)], [mine, theirs])
    assert not tells_of_others([*rows(1, 27, 3), *rows(2, 10, 0)], [mine]), "nobody was late"
    assert not tells_of_others([], [mine])


def test_rounded_counts_leave_room_below_an_exact_total() -> None:
    assert with_room([("a", 15)], 14) == [], "none or one would be left"
    assert with_room([("a", 15)], 15) == [("a", 15)]
    assert with_room([("a", 5)], 6) == [], "what is shown stands for five or more"
    assert with_room([("a", 10), ("b", 5)], 14) == [("a", 10)]
