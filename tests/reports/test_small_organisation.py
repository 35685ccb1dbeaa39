"""Under twenty staff: one page a year, and months and quarters say why they are not shown."""

import datetime as dt
import re

import pytest
from django.test import Client

from incidents.models import Incident
from reports.models import MonthlyReport
from reports.operations.publish import publish_due_months
from reports.queries.running import running_total
from tests.cast import Cast
from tests.reports.company import after_close, busy_months, founded, report

pytestmark = pytest.mark.django_db
DECEMBER = dt.date(2025, 12, 1)
WHY = "Fewer than 20 people work here, so a month or a quarter is not shown"


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def published(staff: int) -> dict[str, object]:
    """Publish a year of one team; a product was reported by two people alone."""
    company = founded(teams=1, staff=staff, products=3)
    team, (busy, other, rare) = company.teams[0], company.products
    company.products = [busy, other]
    busy_months(company, until=DECEMBER, months=12, per_month=14)
    people = company.staff[team.pk][:2]
    Incident.objects.bulk_create(report(who, team, DECEMBER, product=rare) for who in people)
    publish_due_months(now=after_close(DECEMBER))
    figures: dict[str, object] = MonthlyReport.objects.get(month=DECEMBER).figures
    return figures


def test_small_organisation_has_one_page_a_year(client: Client, cast: Cast) -> None:
    figures = published(staff=6)
    client.force_login(cast.hana)
    for path in ("/trends/2025-11/", "/trends/2025-12/", "/trends/2025-q4/"):
        text = page(client, path)
        assert WHY in text
        assert "made on 15 January 2026" in text
        assert 'href="/trends/2025/"' in text
        assert "kpi" not in text
    year = figures["year"]
    assert isinstance(year, dict)
    counts = {row["name"]: row["reports"] for row in year["products"]}
    assert counts["Product 3"] is None, "two people"
    assert list(counts.values()).count(None) == 2, "one alone could be worked out"
    assert year["reports"] == Incident.objects.count()
    assert (year["teams"], year["sites"], year["channels"]) == ([], [], [])
    text = page(client, "/trends/2025/")
    assert f"{year['reports']} reports, by " in text
    assert "What sets it off" in text
    assert "By team" not in text
    assert "Month by month" not in text
    assert client.get("/api/v1/trends/2025-12/").json()["is_shown"] is False
    assert client.get("/api/v1/trends/2025/").json()["reports"] == year["reports"]
    for path in ("/training/late/", "/training/effect/"):
        training = page(client, path)
        assert "nobody is late" not in training.lower()
        assert "so these figures are not made" in training
        assert "The first ones come" not in training


def test_running_month_of_a_small_organisation_tells_no_number(client: Client, cast: Cast) -> None:
    company = founded(teams=1, staff=9)
    team = company.teams[0]
    rows = [report(who, team, dt.date(2026, 11, 2)) for who in company.staff[team.pk]]
    Incident.objects.bulk_create(rows)
    now = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)
    told = running_total(dt.date(2026, 11, 1), now)
    assert told == {"about": None, "as_of": None, "is_small": True}


def test_twenty_people_have_months_and_quarters() -> None:
    figures = published(staff=20)
    month = figures["month"]
    assert isinstance(month, dict)
    assert month["is_shown"]
