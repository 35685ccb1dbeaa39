"""When in the week it happened: shades, and the quarters of a year added up."""

from typing import Any

from reports.charts.shades import shaded
from reports.queries.weeks import week_of_year

Figures = dict[str, Any]
MONDAY, SUNDAY = 0, 6


def quarter(name: str, width: int, start: int, monday: list[int | None]) -> Figures:
    """Give a quarter's week: Monday as told, nothing on other days."""
    bands = [[start + width * n, start + width * (n + 1)] for n in range(len(monday))]
    rows = shaded([monday, *([0] * len(monday) for _ in range(6))])
    last = {"2026-01": "2026-03", "2026-04": "2026-06"}[name]
    told = {"first": name, "last": last, "width": width, "months": 3}
    return told | {"bands": bands, "rows": rows}


def test_shades_follow_the_mean_of_what_is_there() -> None:
    (row,) = shaded([[None, 0, 5, 20, 50]])
    assert [cell["depth"] for cell in row] == [0, 0, 0, 1, 4]
    assert row[0]["reports"] is None


def test_year_adds_quarters_in_bands_that_fit_all() -> None:
    """Eight to ten of two-hour bands beside eight, nine, ten of single hours."""
    year = week_of_year(
        [quarter("2026-01", 2, 8, [20, 5]), quarter("2026-04", 1, 9, [10, 5, 15, 5])]
    )
    assert year["bands"] == [[8, 10], [10, 12], [12, 14]]
    assert [cell["reports"] for cell in year["rows"][MONDAY]] == [30, 25, 5]
    assert [cell["reports"] for cell in year["rows"][SUNDAY]] == [0, 0, 0]
    assert (year["first"], year["last"], year["width"], year["months"]) == (
        "2026-01", "2026-06", 2, 6,
    )  # fmt: skip


def test_bands_that_do_not_nest_widen_until_both_fit() -> None:
    year = week_of_year([quarter("2026-01", 3, 9, [5]), quarter("2026-04", 2, 10, [10])])
    assert (year["bands"], year["rows"][MONDAY][0]["reports"]) == ([[6, 12]], 15)


def test_what_one_quarter_withholds_the_year_withholds() -> None:
    year = week_of_year([quarter("2026-01", 1, 8, [None, 5]), quarter("2026-04", 1, 8, [90, 5])])
    assert [cell["reports"] for cell in year["rows"][MONDAY]] == [None, 10]


def test_year_of_which_one_quarter_told_no_week_tells_none() -> None:
    empty = {"width": 0, "bands": [], "rows": [], "months": 0}
    assert week_of_year([quarter("2026-01", 1, 8, [5]), empty]) == {}
    assert week_of_year([quarter("2026-01", 1, 8, [5]), {}]) == {}
    assert week_of_year([]) == {}
