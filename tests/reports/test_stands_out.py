"""What stands out in a quarter's tables: planted excesses are named, even tables name nothing."""

from typing import Any

import numpy as np
import pytest

from reports.charts.shades import shaded
from reports.operations.stands_out import standing_out
from reports.patterns import by_margins, judge_table

Figures = dict[str, Any]
FRIDAY, HOURS = 4, 10
NO_WEEK: Figures = {"bands": [], "rows": []}


def week(**planted: int | None) -> Figures:
    """Give a week of fives, thirty everywhere but for the hours named."""
    rows: list[list[int | None]] = [[30] * HOURS for _ in range(7)]
    for name, count in planted.items():
        rows[FRIDAY][int(name[1:]) - 8] = count
    bands = [[8 + n, 9 + n] for n in range(HOURS)]
    return {"bands": bands, "rows": shaded(rows)}


def causes(*rows: dict[str, int | None]) -> list[Figures]:
    return [
        {"name": f"Product {n}", "named": [{"trigger": k, "reports": v} for k, v in row.items()]}
        for n, row in enumerate(rows)
    ]


def test_hours_that_touch_are_told_as_one_stretch() -> None:
    (found,) = standing_out(week(h15=95, h16=100), [], [], {})
    times = found.pop("times")
    assert found == {
        "kind": "week", "weekday": FRIDAY, "start": 15, "end": 17, "reports": 195,
    }  # fmt: skip
    assert 1.6 <= times <= 2.0


def test_even_week_and_withheld_hours_name_nothing() -> None:
    assert standing_out(week(), [], [], {}) == []
    assert standing_out(week(h9=None, h10=None), [], [], {}) == []


def test_cause_of_a_product_that_is_more_than_both_suggest_is_named() -> None:
    even: dict[str, int | None] = dict.fromkeys(("delivery", "language", "price", "queue"), 40)
    rows = causes(even, even | {"price": 130}, *[even] * 5, {"price": None})
    (found,) = standing_out(NO_WEEK, rows, [], {})
    assert (found["product"], found["trigger"]) == ("Product 1", "price")
    assert found["reports"] == 130
    assert standing_out(NO_WEEK, causes(*[even] * 6), [], {}) == []


@pytest.mark.parametrize(("has_gap", "named"), [(False, [2]), (True, [])])
def test_channels_are_compared_by_contacts_of_months_that_have_all(
    has_gap: object, named: list[int]
) -> None:
    month = {
        "month": {"has_contact_gap": has_gap},
        "channels": [{"number": n, "reports": 80 if n == 2 else 40} for n in range(1, 6)],
    }
    contacts = {(m, n): 10_000 for m in range(3) for n in range(1, 6)}
    found = standing_out(NO_WEEK, [], [month] * 3, contacts)
    assert [(row["kind"], row["number"]) for row in found] == [("channel", n) for n in named]


def test_unknown_cell_takes_what_row_and_column_suggest() -> None:
    """Rank one but for the gap: the fit is exact, and the gap is never flagged."""
    table = np.outer([10, 20, 40], [1, 2, 3, 4]).astype(float)
    hidden = table.copy()
    hidden[1, 2] = np.nan
    judged = judge_table(hidden)
    assert np.allclose(judged.expected.reshape(3, 4), by_margins(table), rtol=1e-6)
    assert not judged.flagged.any()
