"""Causes by product over a whole period: few ones together, in fives, and room below the total."""

from collections.abc import Callable
from typing import Any

import pytest

from incidents.codes.after import TRIGGERS
from reports import queries
from reports.operations.causes import cause_figures
from reports.periods import quarter_months
from reports.queries.causes import added_up, causes_told, crossed, most_named, pairs_of
from tests.reports.company import OCTOBER

MISSED, PRICE, LATE = (word.number for word in TRIGGERS[:3])
KEYS = {word.number: word.key for word in TRIGGERS}
PUMP, BILL = 1, 2
Told = dict[tuple[int, int], tuple[int, int]]
Figures = dict[str, Any]
Tell = Callable[[Told, dict[int | None, int | None]], list[dict[str, Any]]]


@pytest.fixture
def tell(monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Let so many people name a cause of a product, so often each; then give its figures."""

    def figures(told: Told, totals: dict[int | None, int | None]) -> list[dict[str, Any]]:
        rows = [
            (trigger, product, 100 * trigger + who, each)
            for (trigger, product), (people, each) in told.items()
            for who in range(people)
        ]
        monkeypatch.setattr(queries, "trigger_rows", lambda _first, _last: rows)
        monkeypatch.setattr(queries, "product_names", lambda: {PUMP: "Heat pump", BILL: "Bill"})
        products = [{"id": key, "reports": total} for key, total in totals.items()]
        return cause_figures(quarter_months(OCTOBER), products, 5)

    return figures


def named(row: dict[str, Any]) -> list[tuple[object, object]]:
    return [(one["trigger"], one["reports"]) for one in row["named"]]


def test_few_causes_stand_together_and_counts_are_in_fives(tell: Tell) -> None:
    few = {(PRICE, PUMP): (4, 1), (LATE, PUMP): (3, 1)}
    (row,) = tell({(MISSED, PUMP): (6, 3), **few}, {PUMP: 40, None: 7})
    assert (row["id"], row["name"], named(row)) == (PUMP, "Heat pump", [(KEYS[MISSED], 20)])
    assert row["others"] == 5
    (row,) = tell({(MISSED, PUMP): (6, 3), (PRICE, PUMP): (4, 1)}, {PUMP: 40})
    assert row["others"] is None, "one cause of four people is still few"


@pytest.mark.parametrize(("total", "reports"), [(13, None), (14, None), (17, None), (18, 15)])
def test_cause_of_nearly_all_reports_has_no_number(
    tell: Tell, total: int, reports: int | None
) -> None:
    """Of fourteen reports, about fifteen with one cause would leave none or one without."""
    (row,) = tell({(MISSED, PUMP): (13, 1)}, {PUMP: total})
    assert named(row) == [(KEYS[MISSED], reports)]
    assert row["others"] is None


def test_counts_leave_room_below_the_exact_total(tell: Tell) -> None:
    """Ten and five, of fifteen: at least eight and five, which leaves two without either."""
    both = {(MISSED, PUMP): (10, 1), (PRICE, PUMP): (5, 1)}
    (row,) = tell(both, {PUMP: 15})
    assert named(row) == [(KEYS[MISSED], 10), (KEYS[PRICE], 5)]
    (row,) = tell(both | {(LATE, PUMP): (5, 1)}, {PUMP: 20})
    assert named(row) == [(KEYS[MISSED], 10), (KEYS[PRICE], 5), (KEYS[LATE], 5)]
    (row,) = tell({(MISSED, PUMP): (9, 1), (PRICE, PUMP): (5, 1)}, {PUMP: 14})
    assert named(row) == [(KEYS[MISSED], 10)]


def test_others_are_not_told_where_a_shown_cause_had_to_go(tell: Tell) -> None:
    few = {(LATE, PUMP): (4, 1), (TRIGGERS[3].number, PUMP): (4, 1)}
    told = {(MISSED, PUMP): (9, 1), (PRICE, PUMP): (5, 1), **few}
    (row,) = tell(told, {PUMP: 24})
    assert (len(row["named"]), row["others"]) == (2, 10)
    (row,) = tell(told, {PUMP: 14})
    assert (len(row["named"]), row["others"]) == (1, None)


def test_nothing_is_told_of_few_people_or_of_a_withheld_product(tell: Tell) -> None:
    told = {(MISSED, PUMP): (4, 9), (PRICE, BILL): (8, 1)}
    assert tell(told, {PUMP: 60, BILL: None}) == []


def test_pairs_named_most_come_first_nearly_all_by_its_product(tell: Tell) -> None:
    told = {(MISSED, PUMP): (9, 1), (PRICE, PUMP): (16, 1), (LATE, BILL): (20, 1)}
    pairs = most_named(tell(told, {PUMP: 60, BILL: 21}))
    assert [(pair["product"], pair["trigger"], pair["reports"]) for pair in pairs] == [
        ("Bill", KEYS[LATE], None),
        ("Heat pump", KEYS[PRICE], 15),
        ("Heat pump", KEYS[MISSED], 10),
    ]


def row(key: int, name: str, of: int, others: int | None = None, **named: int | None) -> Figures:
    told = [{"trigger": trigger, "reports": n} for trigger, n in named.items()]
    return {"id": key, "name": name, "of": of, "named": told, "others": others}


@pytest.mark.django_db
def test_table_has_products_down_and_the_causes_named_most_across() -> None:
    rare = {word.key: 5 for word in TRIGGERS[6:12]}
    bill = row(BILL, "Bill", 90, price=20, **rare)
    table = crossed([row(PUMP, "Heat pump", 70, 10, waiting_time=None, price=15), bill])
    assert table.causes[:2] == ["waiting time", "price or fee"]
    assert [line["product"] for line in table.rows] == ["Bill", "Heat pump"]
    bill_cells, pump_cells = (line["cells"] for line in table.rows)
    assert (bill_cells[0], bill_cells[1]["reports"]) == (None, 20)
    assert (pump_cells[0]["reports"], pump_cells[1]["reports"]) == (None, 15)
    assert (len(table.causes), len(table.more), table.has_others) == (6, 2, True)
    assert table.most[0]["product"] == "Heat pump", "nearly all of seventy before twenty"


def test_year_adds_what_its_quarters_told_and_keeps_nearly_all_without_a_number() -> None:
    first = [row(PUMP, "Heat pump", 40, price=15, waiting_time=10), row(BILL, "Bill", 30, price=5)]
    second = [row(PUMP, "Heat pump", 20, 5, waiting_time=None, price=10)]
    assert added_up([first, [], second]) == [
        row(PUMP, "Heat pump", 60, price=25, waiting_time=None),
        row(BILL, "Bill", 30, price=5),
    ]


def test_report_from_before_told_pairs_alone() -> None:
    pairs = [{"trigger": "price", "product": "Bill", "reports": 15}]
    (told,) = causes_told({"promises": {"triggers": pairs}})
    assert (told["name"], pairs_of([told])) == ("Bill", pairs)
    assert causes_told({"causes": [], "triggers": pairs}) == []
