"""What comes in late counts in the next period, and what is seen of one that still runs."""

import datetime as dt

import pytest
from django.test import Client

from incidents.models import Incident
from reports.models import MonthlyReport
from reports.operations.publish import publish_month
from reports.periods import closes_on
from reports.queries.running import running_total
from tests.cast import Cast
from tests.reports.company import OCTOBER, Company, after_close, founded, report

pytestmark = pytest.mark.django_db
NOVEMBER = dt.date(2026, 11, 1)


def told(company: Company, day: dt.date, count: int, at: dt.datetime) -> None:
    """Let as many people report something of a day at a moment."""
    people = [(person, team) for team in company.teams for person in company.staff[team.pk]]
    rows = [report(person, team, day) for person, team in people[:count]]
    for row in rows:
        row.confirmed_at = row.reported_at = at
    Incident.objects.bulk_create(rows)


def reports_of(month: dt.date) -> object:
    return publish_month(month=month, now=after_close(month)).figures["month"].get("reports")


def test_late_entries_count_in_the_next_month_and_change_nothing_published() -> None:
    """Twelve in time, seven of October that came in after it was published, six of November."""
    company = founded(teams=2)
    told(company, dt.date(2026, 10, 5), 12, dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC))
    assert reports_of(OCTOBER) == 12
    late = after_close(OCTOBER) + dt.timedelta(days=1)
    told(company, dt.date(2026, 10, 6), 7, late)
    told(company, dt.date(2026, 11, 20), 6, dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC))
    assert reports_of(NOVEMBER) == 13
    assert reports_of(OCTOBER) == 12
    december = dt.date(2026, 12, 1)
    figures = publish_month(month=december, now=after_close(december)).figures
    assert figures["quarter"]["reports"] == 25
    assert MonthlyReport.objects.get(month=OCTOBER).figures["month"]["reports"] == 12


def test_running_month_shows_the_total_in_fives_as_it_was_on_monday(
    client: Client, cast: Cast
) -> None:
    """Thursday 19 November: thirteen were told before Monday, nine since."""
    company = founded(teams=2)
    told(company, dt.date(2026, 11, 3), 13, dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    told(company, dt.date(2026, 11, 17), 9, dt.datetime(2026, 11, 17, 12, tzinfo=dt.UTC))
    now = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)
    assert running_total(NOVEMBER, now) == {"about": 15, "as_of": dt.date(2026, 11, 16)}
    later = now + dt.timedelta(days=7)
    assert running_total(NOVEMBER, later) == {"about": 20, "as_of": dt.date(2026, 11, 23)}


def test_running_month_says_nothing_of_a_few_people() -> None:
    company = founded(teams=2)
    told(company, dt.date(2026, 11, 3), 4, dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    now = dt.datetime(2026, 11, 19, 12, tzinfo=dt.UTC)
    assert running_total(NOVEMBER, now)["about"] is None


def test_month_closes_on_the_fifteenth_after_it() -> None:
    assert closes_on(OCTOBER) == dt.date(2026, 11, 15)
    assert closes_on(dt.date(2026, 12, 1)) == dt.date(2027, 1, 15)
