"""A quarter beside its months: it tells no more than they and it together may tell."""

import random

from reports.disclosure import Cell, published
from reports.disclosure.joined import Told, joined_table, joined_total
from reports.disclosure.linked import exposed

Months = dict[object, dict[str, Cell]]


def ones(count: int, first: int) -> Cell:
    """Give a cell of as many reports by as many people."""
    return {first + i: 1 for i in range(count)}


def cells_of(*months: dict[str, int]) -> Months:
    return {
        m: {key: ones(n, 1000 * m + 100 * place) for place, (key, n) in enumerate(counts.items())}
        for m, counts in enumerate(months)
    }


def told_of(cells: Months) -> list[Told[str]]:
    tables = {m: published(month) for m, month in cells.items()}
    return [
        Told((m,), sum(len(cell) for cell in month.values()), tables[m])
        for m, month in cells.items()
    ]


def test_joined_table_adds_up_what_every_month_showed() -> None:
    cells = cells_of({"A": 9, "B": 7}, {"A": 8, "B": 6}, {"A": 7, "B": 5})
    assert joined_table(cells, told_of(cells), total=42) == {"A": 24, "B": 18}


def test_joined_table_withholds_what_would_give_a_month_away() -> None:
    """A and B were withheld in one month each, beside C: the quarter less the others is one."""
    cells = cells_of({"A": 2, "B": 9, "C": 5}, {"A": 9, "B": 9, "C": 9}, {"A": 9, "B": 9, "C": 9})
    assert joined_table(cells, told_of(cells), total=70) == {"A": None, "B": 27, "C": None}


def test_joined_table_shows_more_than_months_where_they_withhold_much() -> None:
    few = {"A": 4, "B": 4, "C": 12, "D": 9}
    found = joined_table(cells_of(few, few, few), told_of(cells_of(few, few, few)), total=87)
    assert found["C"] == 36
    assert found["A"] == found["B"] == 12


def test_joined_table_keeps_to_what_was_frozen_when_the_rows_changed_since() -> None:
    cells = cells_of({"A": 9, "B": 2, "C": 6}, {"A": 9, "B": 9, "C": 9})
    told = told_of(cells)
    cells[0]["A"] = ones(8, 1)
    assert joined_table(cells, told, total=44) == {"A": 18, "B": None, "C": None}


def test_joined_table_gives_no_two_months_together_away() -> None:
    """A's three months are withheld; with C's quarter, two of them together would be 5, by four."""
    cells = cells_of({"A": 4, "B": 7, "C": 8}, {"A": 2, "B": 7, "C": 6}, {"A": 3, "B": 6, "C": 5})
    cells[1]["A"], cells[2]["A"] = {1: 1, 2: 1}, {1: 1, 3: 1, 4: 1}
    told = [
        Told((0,), 19, {"A": None, "B": None, "C": 8}),
        Told((1,), 15, {"A": None, "B": 7, "C": None}),
        Told((2,), 14, {"A": None, "B": 6, "C": None}),
    ]
    assert joined_table(cells, told, total=48) == {"A": None, "B": None, "C": None}


def test_joined_total_hides_a_quarter_that_gives_its_one_small_month_away() -> None:
    cells: dict[object, Cell] = {0: ones(3, 1), 1: ones(20, 100), 2: ones(20, 200)}
    told: list[Told[str]] = [Told((0,), None), Told((1,), 20), Told((2,), 20)]
    assert joined_total(cells, told) is None
    assert joined_total({**cells, 0: {}}, [Told((0,), 0), *told[1:]]) == 40


def test_nothing_follows_from_a_quarter_beside_its_months() -> None:
    dice = random.Random(3)  # noqa: S311 - made-up tables, nothing secret
    for _ in range(4):
        cells = cells_of(
            *({key: dice.choice([0, 1, 2, 4, 6, 9, 15]) for key in "ABCDE"} for _ in range(3))
        )
        told = told_of(cells)
        total = sum(month.total or 0 for month in told)
        found = joined_table(cells, told, total=total)
        figures: dict[object, Cell] = {
            (m, key): month.get(key, {}) for m, month in cells.items() for key in "ABCDE"
        }
        sums: list[tuple[object, tuple[object, ...]]] = []
        for key in "ABCDE":
            figures["q", key] = {p: 1 for m in cells for p in figures[m, key]}
            sums.append((("q", key), tuple((m, key) for m in cells)))
        for name in [*cells, "q"]:
            figures[name, "sum"] = {p: 1 for key in "ABCDE" for p in figures[name, key]}
            sums.append(((name, "sum"), tuple((name, key) for key in "ABCDE")))
        hidden: set[object] = {("q", key) for key in "ABCDE" if found[key] is None}
        for m, each in enumerate(told):
            hidden |= {(m, key) for key in "ABCDE" if not each.showed(key)}
        assert not {key for key in exposed(figures, sums, hidden) if figures[key]}
