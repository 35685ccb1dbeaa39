"""What nights found, as the report of a month tells it: no number of a week, and nobody."""

import datetime as dt

import pytest
from django.test import Client

from people.models import RoleGrant, User
from reports.models import PatternCard, PatternRun
from reports.operations.nights import followed_customers, sudden_rises
from reports.operations.publish import publish_month
from reports.periods import shifted
from tests.factories import CustomerFactory, TeamFactory, UserFactory
from tests.reports.company import OCTOBER, after_close, busy_months, founded

NOW = after_close(OCTOBER)
TODAY = dt.date(2026, 11, 15)


def night(until: dt.date, *alarms: tuple[int, str]) -> None:
    rows = [{"kind": "alarm", "entity": key, "last_day": day} for key, day in alarms]
    PatternRun.objects.create(
        until=until, made_at=NOW, looked_at=NOW, engine=3, data=f"{until}", findings=rows
    )


def customer_card(opened: dt.date, **more: object) -> PatternCard:
    customer, team = CustomerFactory.create(), TeamFactory.create()
    given = {"customer": customer, "team": team, "reports": 4, "reporters": 2, **more}
    return PatternCard.objects.create(opened_in=opened, seen_in=opened, opened_at=NOW, **given)


@pytest.mark.django_db
def test_sudden_rise_is_named_in_its_own_month_where_the_product_is_shown() -> None:
    rows = [{"id": n, "name": f"Product {n}", "reports": None if n == 3 else 12} for n in range(5)]
    night(dt.date(2026, 10, 5), (1, "2026-09-20"), (2, "2026-10-04"), (3, "2026-10-04"))
    night(dt.date(2026, 11, 2), (2, "2026-11-01"), (4, "2026-10-25"))
    assert sudden_rises(OCTOBER, rows) == [
        {"id": 2, "name": "Product 2"},
        {"id": 4, "name": "Product 4"},
    ]
    assert [row["id"] for row in sudden_rises(shifted(OCTOBER, -1), rows)] == [1]


@pytest.mark.django_db
def test_customers_are_counted_by_state_and_not_before_their_card() -> None:
    customer_card(OCTOBER)
    customer_card(shifted(OCTOBER, -3), owner=UserFactory.create())
    customer_card(OCTOBER)
    customer_card(shifted(OCTOBER, 1))
    closed = {"closed_at": NOW, "closed_by": UserFactory.create(), "result": "Solved."}
    customer_card(OCTOBER, **closed)
    assert followed_customers(OCTOBER, TODAY) == [
        {"state": "looked_at", "cards": 1},
        {"state": "new", "cards": 2},
    ]


@pytest.mark.django_db
def test_report_tells_hr_what_the_nights_found_and_stays_as_it_was(client: Client) -> None:
    company = founded(teams=2)
    busy_months(company, months=1)
    night(dt.date(2026, 11, 2), (company.products[0].pk, "2026-10-25"))
    customer_card(OCTOBER)
    report = publish_month(month=OCTOBER, now=NOW)
    customer_card(OCTOBER)
    assert publish_month(month=OCTOBER, now=NOW).figures == report.figures
    user: User = UserFactory.create()
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    client.force_login(user)
    page = client.get("/trends/2026-10/").text
    assert f"<b>{company.products[0].name}</b> rose suddenly in October" in page
    assert "<b>1 pattern of a single customer</b> is with a team lead." in page
    assert "New: 1" in page
