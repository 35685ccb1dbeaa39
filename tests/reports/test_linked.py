"""Linked tables: withheld cells cannot be worked out, checked by trying every table that fits."""

import random
import time
from collections.abc import Hashable, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure import Cell, is_risky, merged
from reports.disclosure.linked import GivenAway, exposed, two_way, withheld_together

Table = Mapping[tuple[Hashable, Hashable], Cell]
# A row of three counts to twelve at most, so nothing larger can fit.
MOST, MOST_TRIED = 12, 4


def size(cell: Cell) -> int:
    return sum(cell.values())


def ones(count: int, first: int = 1) -> Cell:
    """Give a cell of as many reports by as many people."""
    return {first + i: 1 for i in range(count)}


def grid(counts: list[list[int]]) -> dict[tuple[Hashable, Hashable], Cell]:
    return {
        (r, c): ones(n, first=1 + 100 * (10 * r + c))
        for r, row in enumerate(counts)
        for c, n in enumerate(row)
    }


def fitting(table: Table, hidden: frozenset[Hashable]) -> dict[Hashable, list[int]]:
    """Try all numbers from one to MOST in the withheld cells; give each one's values that fit."""
    figures, sums = two_way(table)
    free = [key for key in table if key in hidden]
    if not free:
        return {}
    guesses = np.indices((MOST,) * len(free)).reshape(len(free), -1) + 1
    fits = np.ones(guesses.shape[1], np.bool_)
    for total, parts in sums:
        cells = {cell for part in parts for cell in cells_under(part, table)}
        if total not in hidden:
            open_ones = [i for i, key in enumerate(free) if key in cells]
            known = sum(size(table[cell]) for cell in cells - set(free))
            fits &= guesses[open_ones].sum(axis=0) == size(figures[total]) - known
    return {key: sorted({int(n) for n in guesses[i, fits]}) for i, key in enumerate(free)}


def cells_under(figure: Hashable, table: Table) -> set[tuple[Hashable, Hashable]]:
    if figure in table:
        return {key for key in table if key == figure}
    kind, name = figure if isinstance(figure, tuple) else ("all", None)
    return {(r, c) for r, c in table if name == (r if kind == "row" else c)}


few_each = st.dictionaries(st.integers(1, 9), st.just(1), max_size=4)
small = st.lists(few_each, min_size=6, max_size=6).map(
    lambda cells: {(i // 3, i % 3): cell for i, cell in enumerate(cells)}
)


@given(small)
@settings(deadline=None, max_examples=60)
def test_no_withheld_cell_follows_from_all_tables_that_fit(table: Table) -> None:
    figures, sums = two_way(table)
    hidden = withheld_together(figures, sums, 3)
    assert not [key for key, cell in figures.items() if is_risky(cell, 3) and key not in hidden]
    assert all(figures[key] for key in hidden)
    if len([key for key in hidden if key in table]) <= MOST_TRIED:
        assert all(values[-1] - values[0] >= 2 for values in fitting(table, hidden).values())
    for total, parts in sums:
        left = [figures[part] for part in parts if part in hidden]
        assert total in hidden or not left or not is_risky(merged(left), 3)


@given(small, st.sets(st.integers(0, 5), min_size=1, max_size=MOST_TRIED))
@settings(deadline=None, max_examples=60)
def test_exposed_names_what_trying_every_table_names(table: Table, places: set[int]) -> None:
    figures, sums = two_way(table)
    hidden = frozenset(key for i, key in enumerate(table) if i in places and table[key])
    narrow = {key for key, values in fitting(table, hidden).items() if values[-1] - values[0] < 2}
    assert exposed(figures, sums, hidden) == narrow


def test_two_in_every_row_and_column_may_still_give_a_cell_away() -> None:
    """A known trap: each row and column has two holes, yet three holes can only be one way."""
    table = grid([[1, 1, 30, 30], [1, 8, 1, 30], [30, 1, 8, 30]])
    figures, sums = two_way(table)
    holes = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1), (2, 2)]
    assert exposed(figures, sums, holes)
    hidden = withheld_together(figures, sums)
    assert not exposed(figures, sums, hidden)


def test_withheld_together_takes_the_cheapest_partners_and_no_total() -> None:
    table = grid([[2, 40, 40], [40, 9, 40], [9, 9, 40]])
    figures, sums = two_way(table)
    assert withheld_together(figures, sums) == {(0, 0), (0, 1), (2, 0), (2, 1)}


def test_withheld_together_shows_zeros_and_everything_of_a_large_table() -> None:
    figures, sums = two_way(grid([[0, 20], [20, 20]]))
    assert withheld_together(figures, sums) == frozenset()


def test_withheld_together_does_not_depend_on_the_order_of_rows() -> None:
    table = grid([[2, 7, 7, 9], [7, 7, 3, 9], [8, 8, 8, 8]])
    figures, sums = two_way(table)
    keys, told = list(figures), list(sums)
    random.Random(4).shuffle(keys)  # noqa: S311 - an order, nothing secret
    random.Random(5).shuffle(told)  # noqa: S311 - an order, nothing secret
    again = withheld_together(
        {key: figures[key] for key in keys},
        [(total, tuple(reversed(parts))) for total, parts in told],
    )
    assert again == withheld_together(figures, sums)


def test_a_quarter_keeps_what_its_months_withheld() -> None:
    """Two months are frozen: one showed all but a cell and its partner. The quarter adds none."""
    months: dict[tuple[Hashable, Hashable], Cell] = {
        ("A", 1): ones(3),
        ("A", 2): ones(9),
        ("B", 1): ones(7, 50),
        ("B", 2): ones(9, 50),
    }
    figures, sums = two_way(months)
    before: dict[Hashable, bool] = {
        ("A", 1): False,
        ("B", 1): False,
        ("A", 2): True,
        ("B", 2): True,
    }
    before |= {("column", 1): True, ("column", 2): True}
    assert withheld_together(figures, sums, before=before) == {
        ("A", 1),
        ("B", 1),
        ("row", "A"),
        ("row", "B"),
    }


def test_what_was_published_before_cannot_be_taken_back() -> None:
    figures, sums = two_way(grid([[3, 9]]))
    with pytest.raises(GivenAway):
        withheld_together(figures, sums, before={key: key != (0, 0) for key in figures})


@pytest.mark.parametrize(("rows", "columns", "seconds"), [(12, 6, 1.0), (25, 12, 3.0)])
def test_tables_of_a_large_organisation_take_seconds(
    rows: int, columns: int, seconds: float
) -> None:
    dice = np.random.default_rng(7)
    counts = dice.poisson(12 * dice.gamma(2, 0.5, (rows, columns)))
    figures, sums = two_way(grid([[int(n) for n in row] for row in counts]))
    begin = time.process_time()
    hidden = withheld_together(figures, sums)
    took = time.process_time() - begin
    assert not exposed(figures, sums, hidden)
    assert took < 3 * seconds
