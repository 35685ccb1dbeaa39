"""A page's file holds every figure that its tables show."""

import csv
import re
from io import StringIO
from typing import Any

import pytest
from django.template.defaultfilters import floatformat
from django.test import Client

from incidents.codes.after import TRIGGERS
from incidents.models import Incident
from people.models import RoleGrant, User
from reports.models import MonthlyReport
from reports.operations.publish import publish_due_months
from reports.periods import shifted
from reports.queries.files import rounded, rows_of, rows_of_longer
from reports.queries.longer import Longer
from tests.factories import UserFactory
from tests.reports.company import OCTOBER, after_close, busy_months, contacts, founded

DECEMBER = shifted(OCTOBER, 2)


@pytest.fixture
def hr(client: Client, db: None) -> Client:
    """A year of a company, published, and HR signed in."""
    company = founded()
    busy_months(company, until=DECEMBER, months=12)
    contacts(company, until=DECEMBER)
    for product, word in zip(company.products, TRIGGERS, strict=False):
        Incident.objects.filter(product=product, pk__gt=0).update(trigger=word.number)
    publish_due_months(now=after_close(DECEMBER))
    user: User = UserFactory.create()
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    client.force_login(user)
    return client


def shown(page: str) -> set[str]:
    """Give the figures in the cells of a page's tables; those of a drawn week have a name each."""
    main = page[page.index("<main") : page.index("</main")]
    cells = re.findall(r"<td[^>]*>(?:<[^>]+>)*\s*([\d.,]+)\s*<", main)
    return {cell.replace(",", "") for cell in cells}


def test_file_has_every_figure_of_the_tables_of_its_page(hr: Client) -> None:
    for period in ("2026-12", "2026-q4", "2026"):
        page = hr.get(f"/trends/{period}/")
        assert page.status_code == 200
        figures = shown(page.text)
        assert len(figures) > 20
        text = hr.get(f"/trends/{period}/table/").content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text)))
        assert figures - {row[2] for row in rows} == set(), period
        kinds = {row[0] for row in rows}
        assert {"Reports per 10,000 contacts", "People who reported", "What sets it off"} <= kinds


@pytest.mark.django_db
def test_file_has_the_funnel_rounded_as_its_table() -> None:
    point = {"name": "Bill", "reports": 41, "contacts": 12_345, "rate": 33.25, "side": "more"}
    own: dict[str, Any] = {"is_shown": True, "serious": None, "products": []}
    figures = {"month": own, "series": [], "teams": [], "heat": {"rows": [], "bands": []}}
    rows = rows_of(figures | {"funnel": {"points": [point]}}, DECEMBER)
    assert [row[2] for row in rows if row[1] == "Bill"] == [41, 12_345, 33.3, "perhaps more"]
    assert rows_of(figures | {"funnel": None}, DECEMBER) == [
        row for row in rows if row[1] != "Bill"
    ]


@pytest.mark.django_db
def test_file_says_why_a_month_has_no_rate_where_its_table_does() -> None:
    month = {"month": "2026-12", "reports": 41, "people": 17, "rate": None}
    own: dict[str, Any] = {"is_shown": True, "serious": None, "products": []}
    figures = {"month": own, "teams": [], "heat": {"rows": [], "bands": []}, "has_rates": True}
    rate = "Reports per 10,000 contacts"
    for has_gap, why in ((True, "gap in contacts"), (False, "no contact numbers")):
        series = [month | {"has_contact_gap": has_gap}]
        assert (rate, "2026-12", why) in rows_of(figures | {"series": series}, DECEMBER)
    figures |= {"series": [month | {"rate": 33.2}], "has_rates": False}
    assert rate not in {row[0] for row in rows_of(figures, DECEMBER)}, (
        "its table has no such column"
    )


@pytest.mark.parametrize(("rate", "shown"), [(31.25, 31.3), (31.35, 31.4), (0.05, 0.1), (7.0, 7.0)])
def test_rates_are_rounded_as_on_the_page(rate: float, shown: float) -> None:
    assert rounded(rate) == shown
    assert float(floatformat(rate, "1u")) == shown


@pytest.mark.django_db
def test_file_of_a_quarter_has_how_often_complaints_were_right() -> None:
    whole: dict[str, Any] = {
        "is_shown": True,
        "reports": 61,
        "people": 17,
        "serious": None,
        "products": [],
    }
    own = whole | {"channels": [], "teams": [], "sites": []}
    right = [("2026-10", {"tenths": 7, "of": 60}), ("2026-11", None)]
    report = MonthlyReport(month=DECEMBER, figures={})
    longer = Longer(
        report=report, own=own, months=[], contacts=None, has_contact_gap=False, year_ago={},
        contacts_year_ago=None, right=right, has_earlier=False,
    )  # fmt: skip
    told = [row[1:] for row in rows_of_longer(longer) if str(row[1]).startswith("2026-1")]
    assert told == [("2026-10", 7), ("2026-10", 60), ("2026-11", "not shown")]
