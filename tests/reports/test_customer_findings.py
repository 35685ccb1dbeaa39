"""HR on customers: compared by contacts as by night, counted where those are missing."""

import datetime as dt
from collections import Counter

import pytest
from django.template.loader import render_to_string

from incidents.models import Incident
from reports.models import CustomerContacts
from reports.operations.customers import (
    compared_customers,
    counts_of_all,
    flagged_customers,
    repeat_findings,
)
from reports.periods import quarter_months
from tests.reports.company import founded, report

MONTHS = quarter_months(dt.date(2026, 9, 1))
LOUD, BUSY, LONELY = 0, 1, 2
CELLS = {LOUD: {1: 4, 2: 4}, BUSY: {1: 4, 2: 4}, LONELY: {1: 8}} | {n: {1: 1} for n in range(3, 90)}
CONTACTS = Counter(dict.fromkeys(range(200), 10) | {BUSY: 600})


def test_customer_with_many_contacts_is_counted_but_does_not_stand_out() -> None:
    assert compared_customers(CELLS, CONTACTS) == [LOUD]
    assert flagged_customers(CELLS, counts_of_all(CELLS, 200)) == [LOUD, BUSY]


def test_customer_without_contacts_and_a_quarter_without_reports_name_nobody() -> None:
    unknown = Counter({key: n for key, n in CONTACTS.items() if key != LOUD})
    assert compared_customers(CELLS, unknown) == []
    assert compared_customers({}, CONTACTS) == []


@pytest.mark.django_db
def test_customers_are_compared_only_with_contacts_of_every_month() -> None:
    company = founded(teams=1, staff=6, products=1, customers=200)
    staff, wanted = company.staff[company.teams[0].pk], company.customers[:4]
    days = [MONTHS[1] + dt.timedelta(days=n) for n in range(12)]
    Incident.objects.bulk_create(
        report(staff[n % 6], company.teams[0], day, customer=customer)
        for customer in wanted
        for n, day in enumerate(days)
    )
    rows = [
        CustomerContacts(customer=customer, month=month, contacts=500 if customer in wanted else 2)
        for customer in company.customers
        for month in MONTHS
    ]
    CustomerContacts.objects.bulk_create(row for row in rows if row.month != MONTHS[0])
    counted = repeat_findings(MONTHS, 5)
    assert (counted["is_compared"], counted["flagged"]) == (False, 4)
    CustomerContacts.objects.bulk_create(row for row in rows if row.month == MONTHS[0])
    compared = repeat_findings(MONTHS, 5)
    assert (compared["is_compared"], compared["flagged"]) == (True, 0)


@pytest.mark.parametrize("is_compared", [True, False])
def test_words_call_only_a_comparison_standing_out(*, is_compared: bool) -> None:
    mark = {"at": "1", "band": "1", "ticks": []}
    named = [{"reports": 10, "is_agreed": False, "mark": mark}]
    customers = {"flagged": 1, "named": named, "signals": [], "is_compared": is_compared}
    figures = {"customers": customers, "sudden": [{"name": "Gas"}]}
    page = render_to_string("reports/_signals.html", {"figures": figures})
    standing, _heading, counted = page.partition('id="counted-customers"')
    said = "was reported about 10 times in the last whole quarter"
    assert (said in standing, said in counted) == (is_compared, not is_compared)
    assert ("more than its contacts explain" in standing) is is_compared
    assert ("This is a count, not a comparison." in counted) is not is_compared
