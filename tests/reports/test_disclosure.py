"""Disclosure control, attacked with linear programs and by adding and subtracting."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import (
    SMALLEST_UNIT,
    Cell,
    Unit,
    heat_map,
    is_risky,
    merged,
    published,
    rolled_up,
    withheld,
)
from tests.reports.attack import narrowed

cells = st.dictionaries(st.integers(1, 25), st.integers(1, 6), max_size=9)
tables = st.dictionaries(st.integers(0, 9), cells, min_size=1, max_size=7)


def people(*counts: int, first: int = 1) -> Cell:
    return {first + i: count for i, count in enumerate(counts)}


def size(cell: Cell) -> int:
    return sum(cell.values())


@pytest.mark.parametrize(
    ("cell", "risky"),
    [
        ({}, False),
        (people(1, 1, 1, 1), True),
        (people(1, 1, 1, 1, 1), False),
        (people(4, 1, 1, 1, 1), False),
        (people(5, 1, 1, 1, 1), True),
        (people(6, 1, 1, 1, 1), False),
        (people(40, 1), True),
    ],
)
def test_is_risky_counts_people_and_a_dominant_one(cell: Cell, *, risky: bool) -> None:
    assert is_risky(cell) is risky


def test_published_withholds_one_more_so_that_subtraction_fails() -> None:
    table = {"a": people(2, 1), "b": people(*[1] * 6), "c": people(*[2] * 20), "d": {}}
    assert published(table) == {"a": None, "b": None, "c": 40, "d": 0}


def test_published_hides_the_whole_table_when_nothing_else_helps() -> None:
    table = {key: people(1, first=key) for key in range(1, 6)} | {9: {}}
    assert set(published(table).values()) == {None}


@given(tables)
@settings(deadline=None, max_examples=150)
def test_no_withheld_cell_or_sum_of_them_can_be_worked_out(table: dict[int, Cell]) -> None:
    if is_risky(merged(table.values())):
        return  # its total is not published either
    total, shown = sum(map(size, table.values())), published(table)
    hidden = [key for key, count in shown.items() if count is None]
    assert all(count == size(table[key]) for key, count in shown.items() if count is not None)
    assert not [key for key, cell in table.items() if is_risky(cell) and key not in hidden]
    for key in hidden:
        least, most = narrowed(total, shown, (key,))
        assert most - least >= 2
    groups = chain.from_iterable(combinations(hidden, k) for k in range(1, len(hidden) + 1))
    for group in groups:
        least, most = narrowed(total, shown, group)
        if least == most:
            assert not is_risky(merged(table[key] for key in group))


@given(tables)
def test_withheld_takes_no_zero_unless_it_takes_all(table: dict[int, Cell]) -> None:
    hidden = withheld(table)
    assert hidden == set(table) or all(table[key] for key in hidden)


def test_withheld_does_not_depend_on_the_order_of_rows() -> None:
    table = {"a": people(2), "b": people(*[1] * 7), "c": people(*[1] * 7), "d": people(*[3] * 9)}
    assert withheld(table) == withheld(dict(reversed(table.items()))) == {"a", "b"}


def test_rolled_up_joins_a_small_team_with_the_next_smallest_beside_it() -> None:
    units = [Unit(1, 100, 7), Unit(2, 100, 12), Unit(3, 100, 30), Unit(4, 200, 11)]
    groups = rolled_up(units, {100: None, 200: None})
    assert [(g.members, g.parent) for g in groups] == [((1, 2), 100), ((3,), 100), ((4,), 200)]


def test_rolled_up_lifts_a_lonely_small_team_to_the_level_above() -> None:
    units = [Unit(1, 100, 4), Unit(2, 200, 12), Unit(3, 200, 30)]
    groups = rolled_up(units, {100: None, 200: None})
    assert sorted(g.members for g in groups) == [(1, 2), (3,)]


def test_rolled_up_leaves_one_group_in_a_small_firm() -> None:
    groups = rolled_up([Unit(1, None, 3), Unit(2, None, 4)], {})
    assert [g.members for g in groups] == [(1, 2)]


trees = st.lists(st.tuples(st.sampled_from([None, 100, 200, 300]), st.integers(0, 25)), max_size=9)


@given(trees)
def test_rolled_up_never_shows_fewer_than_ten_people(tree: list[tuple[int | None, int]]) -> None:
    units = [Unit(i, parent, staff) for i, (parent, staff) in enumerate(tree)]
    groups = rolled_up(units, {100: None, 200: 100, 300: 100})
    assert sorted(m for g in groups for m in g.members) == [unit.key for unit in units]
    assert all(g.staff >= SMALLEST_UNIT for g in groups) or len(groups) == 1


def test_heat_map_widens_its_bands_until_most_cells_can_be_shown() -> None:
    spread = {
        (day, hour): people(1, 1, 1, first=hour * 3) for day in range(7) for hour in range(8, 20)
    }
    found = heat_map(spread)
    assert found.width == 2
    assert found.starts == tuple(range(8, 20, 2))
    assert {count for row in found.rows for count in row} == {5}


def test_heat_map_shows_zeros_hides_the_few_and_rounds_the_rest_to_five() -> None:
    busy = people(*[2] * 6)
    found = heat_map(
        {(day, hour): busy for day in range(5) for hour in range(9, 17)}
        | {(5, 9): people(1), (5, 10): people(*[1] * 6)}
    )
    assert found.width == 1
    assert found.rows[0] == (10,) * 8
    assert found.rows[5] == (None, None, 0, 0, 0, 0, 0, 0)


def test_heat_map_of_nothing_is_empty() -> None:
    assert heat_map({}).starts == ()


hours = st.dictionaries(st.tuples(st.integers(0, 6), st.integers(0, 23)), cells, max_size=30)


@given(hours)
@settings(deadline=None)
def test_heat_map_never_shows_a_few_people(table: dict[tuple[int, int], Cell]) -> None:
    found = heat_map(table)
    for day, row in enumerate(found.rows):
        for start, count in zip(found.starts, row, strict=True):
            cell = merged(
                part
                for (d, hour), part in table.items()
                if d == day and start <= hour < start + found.width
            )
            assert count is None or (count % 5 == 0 and not is_risky(cell))
            assert count is None or abs(count - size(cell)) <= 2
    assert sum(count is None for row in found.rows for count in row) != 1
