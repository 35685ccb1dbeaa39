"""A page's file holds every figure that its tables show."""

import csv
import re
from collections import Counter
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.template.defaultfilters import floatformat
from django.test import Client

from people.models import RoleGrant, User
from reports.models import MonthlyReport
from reports.operations.publish import publish_due_months
from reports.periods import shifted
from reports.queries.files import rounded, rows_of, rows_of_longer
from reports.queries.longer import Longer
from tests.factories import UserFactory
from tests.reports.company import OCTOBER, after_close, busy_months, contacts, founded

DECEMBER = shifted(OCTOBER, 2)


# The titles that the figures of a table have in the file, by the heads of its columns.
TITLES: dict[tuple[str, ...], list[str]] = {
    ("Month", "Reports"): ["Month", "People who reported", "Reports per 10,000 contacts"],
    ("Month", "Complaint was right"): ["Complaint was right, of 10", "Of about so many judged"],
    ("Product", "Jan 26"): ["By product, last twelve months"],
    ("Product", "Reports"): [
        "Beside contacts: reports", "Beside contacts: contacts",
        "Beside contacts: reports per 10,000", "Against the mean",
    ],
    ("Product", "Price or fee"): ["What sets it off"],
    ("By product", "Reports"): ["By product"],
    ("By channel", "Reports"): ["By channel"],
    ("By place", "Reports"): ["By place"],
    ("By team", "Reports"): ["By team"],
}  # fmt: skip
HOURS = ["By weekday and hour, rounded to five"]


@pytest.fixture
def hr(client: Client, db: None) -> Client:
    """A year of a company, published, with something in every table, and HR signed in."""
    company = founded()
    busy_months(company, until=DECEMBER, months=12)
    contacts(company, until=DECEMBER)
    publish_due_months(now=after_close(DECEMBER))
    _fill(MonthlyReport.objects.get(month=DECEMBER))
    user: User = UserFactory.create()
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    client.force_login(user)
    return client


def _fill(report: MonthlyReport) -> None:
    """Freeze a gap, a month that is not shown, causes, judged complaints and a funnel as well."""
    figures = report.figures
    figures["series"][3] |= {"rate": None, "has_contact_gap": True}
    figures["series"][5] |= {"rate": None, "reports": None}
    named = [("price", None), ("waiting_time", 15), ("defect", 10)]
    row = {"id": 1, "name": "Bill", "of": 50, "others": 10}
    row["named"] = [{"trigger": trigger, "reports": n} for trigger, n in named]
    figures["causes"] = figures["quarter"]["causes"] = [row]
    figures["promises"]["complaints_right"] = {"tenths": 7, "of": 60}
    picture = ["svg", {"viewBox": "0 0 1 1"}, []]
    point = {"name": "Bill", "reports": 41, "contacts": 12_345, "rate": 33.25, "side": "more"}
    figures["funnel"] = {
        "of": "products", "points": [point, point | {"name": "Pump", "side": "within"}],
        "mean": 33.25, "first": "2026-01", "last": "2026-12",
        "charts": {"narrow": picture, "wide": picture},
    }  # fmt: skip
    report.save()


def _plain(markup: str) -> str:
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def shown(page: str) -> list[tuple[tuple[str, ...], Counter[str]]]:
    """Give the heads of each table of a page, and what its cells tell."""
    main, found = page[page.index("<main") : page.index("</main")], []
    for table in re.findall(r"<table.*?</table>", main, re.DOTALL):
        heads = re.findall(r'<th scope="col".*?</th>', table, re.DOTALL)
        cells = map(_plain, re.findall(r"<td.*?</td>", table, re.DOTALL))
        told = Counter(_told(cell) for cell in cells if cell and not cell.startswith("–"))
        found.append((tuple(_plain(head) for head in heads[:2]), told))
    return found


def _told(cell: str) -> str:
    """Say a cell as files do."""
    if cell.startswith(("×", "not shown")):
        return "not shown"
    return cell.removesuffix(" of 10")


def test_file_has_every_figure_of_each_table_of_its_page(hr: Client) -> None:
    seen: set[str] = set()
    for period in ("2026-12", "2026-q4", "2026"):
        page = hr.get(f"/trends/{period}/")
        text = hr.get(f"/trends/{period}/table/").content.decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text)))
        for heads, told in shown(page.text):
            titles = TITLES.get(heads, HOURS)
            kept = Counter(row[2] for row in rows if row[0] in titles)
            assert told, heads
            assert told - kept == Counter(), (period, titles)
            seen |= {*titles}
    assert seen == {title for titles in TITLES.values() for title in titles} | {*HOURS}


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
