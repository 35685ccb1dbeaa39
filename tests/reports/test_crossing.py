"""Tables that cross two things: what was planted stands out, from closed months, in any order."""

import datetime as dt

import pytest

from incidents.codes import BEHAVIOUR_BY_KEY, CHANNELS
from incidents.codes.after import TRIGGERS
from incidents.models import Incident
from reports.models import ContactVolume
from reports.operations.crossing import crossed_findings
from reports.periods import months_until, shifted
from tests.reports.company import OCTOBER, Company, after_close, founded, report

NOW = after_close(OCTOBER)
MONTHS = months_until(OCTOBER, 6)
USUAL = [word.number for word in TRIGGERS[:4]]
PLANTED = USUAL[1]
OTHER = BEHAVIOUR_BY_KEY["discrimination"].number
DESK, PHONE = (word.number for word in CHANNELS[:2])
FRIDAY = dt.date(2026, 10, 30)


@pytest.fixture
def company(db: None) -> Company:
    return founded(teams=1, staff=8, products=6, customers=0)


def reported(company: Company, day: dt.date, n: int, **changed: object) -> None:
    """Write reports of one day, spread over people, with the same values."""
    (team,) = company.teams
    people = company.staff[team.pk]
    rows = [report(people[i % len(people)], team, day) for i in range(n)]
    for row in rows:
        for name, value in changed.items():
            setattr(row, name, value)
    Incident.objects.bulk_create(rows)


def everyday(company: Company) -> None:
    """Each product with each cause, thirty times."""
    for product in company.products:
        for trigger in USUAL:
            reported(company, MONTHS[2], 30, product=product, trigger=trigger)


def found(kind: str) -> list[list[int]]:
    return [row["entity"] for row in crossed_findings(NOW) if row["kind"] == kind]


def test_nothing_stands_out_where_all_is_alike(company: Company) -> None:
    everyday(company)
    assert found("trigger_product") == found("behaviour_product") == []


def test_cause_and_behaviour_that_go_with_a_product_stand_out(company: Company) -> None:
    everyday(company)
    product = company.products[0]
    reported(company, MONTHS[3], 60, product=product, trigger=PLANTED, behaviours=[OTHER])
    assert found("trigger_product") == [[PLANTED, product.pk]]
    assert found("behaviour_product") == [[OTHER, product.pk]]


def test_month_that_is_not_closed_is_in_no_table(company: Company) -> None:
    everyday(company)
    reported(company, shifted(OCTOBER, 1), 60, product=company.products[0], trigger=PLANTED)
    assert found("trigger_product") == []


def test_hour_of_the_week_stands_out(company: Company) -> None:
    everyday(company)
    reported(company, FRIDAY, 40, local_hour=17)
    assert found("hour") == [[4, 17]]


def test_channel_is_judged_by_its_contacts(company: Company) -> None:
    (team,) = company.teams
    for month in MONTHS:
        for channel, n in ((DESK, 40), (PHONE, 10)):
            reported(company, month, n, channel=channel)
            ContactVolume.objects.create(day=month, team=team, channel=channel, contacts=500)
    assert found("channel") == [[DESK]]
