"""Small things have a figure of their own and stand in no other one."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from incidents.models import Tally
from people.models import RoleGrant, User
from reports.operations.publish import publish_month
from tests.factories import UserFactory
from tests.reports.company import OCTOBER, Company, after_close, busy_months, founded

NOW = after_close(OCTOBER)


def _count(company: Company, people: int, each: int) -> None:
    """Let this many people of the first team count this many small things each in October."""
    team = company.teams[0]
    at = dt.datetime(2026, 10, 7, 12, tzinfo=dt.UTC)
    Tally.objects.bulk_create(
        Tally(
            person=person,
            team=team,
            channel=1,
            at=at,
            occurred_on=timezone.localdate(at),
            local_hour=14,
            key=f"{person.pk}-{n}",
        )
        for person in company.staff[team.pk][:people]
        for n in range(each)
    )


def _hr() -> User:
    user = UserFactory.create()
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    return user


@pytest.mark.django_db
def test_small_things_stand_apart_from_every_other_figure() -> None:
    company = founded(teams=2)
    busy_months(company, months=1)
    without = publish_month(month=OCTOBER, now=NOW)
    figures = json.dumps(without.figures)
    without.delete()
    _count(company, people=6, each=5)
    found = json.loads(json.dumps(publish_month(month=OCTOBER, now=NOW).figures))
    assert found["month"].pop("small_things") == 30
    before = json.loads(figures)
    assert before["month"].pop("small_things") == 0
    assert found == before, "a small thing moved another figure"


@pytest.mark.django_db
def test_small_things_of_few_people_are_not_told() -> None:
    company = founded(teams=2)
    busy_months(company, months=1)
    _count(company, people=4, each=9)
    assert publish_month(month=OCTOBER, now=NOW).figures["month"]["small_things"] is None


@pytest.mark.django_db
def test_what_was_taken_back_is_not_counted(client: Client) -> None:
    company = founded(teams=2)
    busy_months(company, months=1)
    _count(company, people=6, each=3)
    Tally.objects.filter(key__endswith="-0").update(undone_at=NOW)
    assert publish_month(month=OCTOBER, now=NOW).figures["month"]["small_things"] == 12
    client.force_login(_hr())
    page = client.get("/trends/2026-10/").text
    assert "small things counted" in page
