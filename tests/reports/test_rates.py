"""The rate per 10,000 contacts: a month whose contacts have a gap has none, and never nought."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string

from incidents.models import Incident
from reports.exposure.gaps import Cell, most_are_met, uncovered, weeks_of_month, whole_months
from reports.models import ContactVolume
from reports.operations.overview import history_figures
from reports.operations.publish import publish_month
from reports.operations.window import Window, comparable
from reports.periods import months_until
from reports.queries.published import shown_products
from tests.reports.company import OCTOBER, after_close, busy_months, contacts, founded

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


def test_product_is_uncovered_when_teams_without_contacts_report_over_a_tenth_of_it() -> None:
    reports = {(1, 7): 90, (2, 7): 10, (1, 8): 89, (2, 8): 11, (2, None): 1}
    assert uncovered(reports, {1}) == {8, None}
    assert uncovered(reports, {1, 2}) == set()


def test_customers_are_compared_when_at_least_half_of_their_reports_can_be() -> None:
    assert most_are_met({1: 5, 2: 5}, {1, 3})
    assert not most_are_met({1: 5, 2: 6}, {1, 3})
    assert most_are_met({}, set())


@pytest.mark.django_db
def test_reports_of_a_team_without_contacts_are_held_against_nobodys_contacts() -> None:
    company = founded()
    busy_months(company, months=6)
    contacts(company, months=6)
    first, others = company.teams[0], company.teams[1:]
    alone = company.products[0]
    Incident.objects.filter(product=alone).update(team=first)
    Incident.objects.filter(team=first).exclude(product=alone).update(team=others[0])
    ContactVolume.objects.filter(team=first).delete()
    figures = publish_month(month=OCTOBER, now=after_close(OCTOBER)).figures
    assert figures["month"]["uncovered"] == [alone.pk]
    assert figures["month"]["has_contact_gap"]
    assert figures["gaps"] == [{"name": alone.name, "months": 6, "is_left_out": True}]
    assert alone.pk not in {found["id"] for found in figures["findings"]}
    assert figures["compared"] == len(company.products) - 1
    (shown,) = shown_products(OCTOBER, OCTOBER)
    assert set(shown.contacts) == {product.pk for product in company.products[1:]}
    assert alone.pk in shown.reports
