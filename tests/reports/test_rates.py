"""The rate per 10,000 contacts: a month whose contacts have a gap has none, and never nought."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string

from reports.exposure.gaps import Cell, weeks_of_month, whole_months
from reports.operations.overview import history_figures
from reports.operations.products import Window, comparable
from reports.periods import months_until
from tests.reports.company import OCTOBER

MONTHS = months_until(OCTOBER, 14)


def _history(**last: Any) -> list[tuple[dt.date, dict[str, Any]]]:
    each = {"reports": 20, "people": 9, "serious": 6, "contacts": 10_000}
    return [(m, each) for m in MONTHS[:-1]] + [(OCTOBER, each | last)]


def test_month_is_whole_only_when_no_team_or_product_lacks_a_week() -> None:
    weeks = [week for month in MONTHS for week in weeks_of_month(month)]
    cells: dict[Cell, int] = {(week, team, 1): 400 for week in weeks for team in (1, 2)}
    assert whole_months(cells, [OCTOBER]) == {OCTOBER}
    del cells[weeks_of_month(OCTOBER)[1], 2, 1]
    assert whole_months(cells, MONTHS[-2:]) == {MONTHS[-2]}
    assert whole_months({}, [OCTOBER]) == set()


def test_month_with_a_gap_in_contacts_is_left_out_of_the_rates() -> None:
    history = _history()
    history[3] = (MONTHS[3], history[3][1] | {"contacts": None, "has_contact_gap": True})
    figures = history_figures(history)
    assert figures["has_rates"]
    assert figures["series"][3]["rate"] is None
    assert figures["series"][3]["reports"] == 20
    assert figures["usual"] == history_figures(_history())["usual"]
    table = render_to_string("reports/_monthly_table.html", {"figures": figures})
    assert table.count("gap in contacts") == 1
    assert "0.0" not in table.replace("20.0", "")


def test_newest_month_with_a_gap_is_judged_by_its_reports() -> None:
    figures = history_figures(_history(contacts=None, has_contact_gap=True))
    assert figures["compared_with_usual"] == "usual"
    assert figures["series"][-1]["rate"] is None
    assert figures["charts"]


@pytest.mark.parametrize(("reports", "rate"), [(0, 0.0), (3, 3.0)])
def test_no_report_at_known_contacts_is_a_rate_of_nought(reports: int, rate: float) -> None:
    assert history_figures(_history(reports=reports))["series"][-1]["rate"] == rate


def test_without_three_whole_months_of_contacts_only_changes_are_judged() -> None:
    window = Window(MONTHS[-6:], rows=[], contacts=[], shown={1: [5] * 6}, known={})
    assert comparable(window)[1] == "changes"
    assert comparable(replace(window, known={1: set(MONTHS[-2:])}))[1] == "changes"
    assert comparable(replace(window, known={1: set(MONTHS[-3:])}))[1] == "contacts"
