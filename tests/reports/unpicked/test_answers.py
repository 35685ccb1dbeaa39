"""What is really answered: pages, tables and the API show the frozen object and nothing else.

Of a random organisation in the database everything is published and asked for. Then twice as much
is written underneath, and every answer is still the same to the byte. `make attack` asks more
organisations (ANSWERS) than the tests do.
"""

import os
import re

import pytest
from django.test import Client

from incidents.models import Incident
from people.models import Membership, RoleGrant, Team, User
from reports.models import MonthlyReport
from reports.operations.publish import publish_due_months
from reports.periods import Period, shifted
from reports.views import trends
from tests.factories import MembershipFactory, UserFactory
from tests.reports.company import after_close
from tests.reports.unpicked.company import Company
from tests.reports.unpicked.judged import unknown
from tests.reports.unpicked.settled import settle, write
from tests.reports.unpicked.solve import found
from tests.reports.unpicked.stack import SHORT, Stack

SEEDS = range(7000, 7000 + int(os.environ.get("ANSWERS", "1")))
# What changes with every answer: who may send the form, and which scripts may run.
OWN = re.compile(r'(?:(?:csrfmiddlewaretoken|key)" value=|X-CSRFToken":|nonce=)"[^"]*"')
BY_MONTH = (
    "trends/{}/",
    "trends/{}/table/",
    "trends/{}/table/?as=xlsx",
    "trends/{}/made-good/",
    "trends/{}/made-good/table/",
    "api/v1/trends/{}/",
    "promises-kept/{}/",
    "promises-kept/{}/table/",
    "promises-kept/{}/table/?as=xlsx",
)
BY_PERIOD = ("trends/{}/", "api/v1/trends/{}/")
ALWAYS = (
    "trends/",
    "trends/place/",
    "trends/place/table/",
    "training/late/",
    "training/late/table/",
    "training/effect/",
    "training/effect/table/",
    "patterns/",
    "promises-kept/",
)
OF_A_MANAGER = ("home/", "today/", "reports/", "promises-kept/")


def answers(user: User, paths: list[str]) -> dict[str, bytes]:
    """Give what a person is answered, without what is the answer's own."""
    client = Client()
    client.force_login(user)
    found = {path: client.get(f"/{path}") for path in paths}
    return {
        f"{path} {answer.status_code}": OWN.sub("", answer.content.decode("latin-1")).encode()
        for path, answer in found.items()
    }


def addresses(company: Company) -> list[str]:
    months = [f"{month:%Y-%m}" for month in company.months]
    periods = {str(Period.quarter(m)) for m in company.months}
    periods |= {str(Period.year(m)) for m in company.months}
    paths = [path.format(month) for month in months for path in BY_MONTH]
    keys = Team.objects.values_list("public_id", flat=True).order_by("pk")
    paths += [f"trends/place/{key}/{end}" for key in keys for end in ("", "table/")]
    paths += [f"api/v1/trends/place/{key}/" for key in keys]
    return [*paths, *(path.format(p) for p in sorted(periods) for path in BY_PERIOD), *ALWAYS]


def person(role: str) -> User:
    user: User = UserFactory.create()
    RoleGrant.objects.create(user=user, role=role)
    return user


@pytest.fixture(params=SEEDS)
def company(request: pytest.FixtureRequest, db: None) -> Company:
    """A random organisation whose months are all published."""
    made = Company(request.param, SHORT)
    settle(made)
    publish_due_months(now=after_close(made.months[-1]))
    return made


def test_answers_are_the_frozen_object_and_nobody_can_be_found_in_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    attacked(company)
    paths, team = addresses(company), Team.objects.get(pk=company.reports[0].team)
    board = [path for path in paths if path.startswith("promises")]
    hr, council, manager = person("hr"), person("council"), UserFactory.create()
    MembershipFactory.create(user=manager, team=team, kind=Membership.Kind.MANAGER)
    readers = {hr: paths, council: board, manager: [*board, *OF_A_MANAGER]}
    before = {user: answers(user, asked) for user, asked in readers.items()}
    assert not [name for name in before[council] if name.endswith(" 404")]
    others = [row for row in company.reports if row.team != team.pk]
    write(others)
    write(others, on=shifted(company.months[-1], 1))
    for user, asked in readers.items():
        assert differing(before[user], answers(user, asked)) == []
    # A table that counts by itself is noticed.
    live = [("Reports", Incident.objects.count())]
    monkeypatch.setattr(trends, "rows_of", lambda _figures, _month: live)
    tables = [path for path in paths if path.startswith("trends") and path.endswith("table/")]
    assert differing(before[hr], answers(hr, tables))


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    return [name for name, answer in after.items() if before.get(name) != answer]


def attacked(company: Company) -> None:
    """Work out what follows from the frozen reports: nothing about a few people."""
    stack, is_told = Stack(company), False
    for month, figures in MonthlyReport.objects.order_by("month").values_list("month", "figures"):
        assert unknown(figures) == set(), "a new figure: add it to the attack, or judge it"
        stack.month(month, figures | {"label": figures["month"].get("reports")})
        is_told |= figures["month"]["is_shown"]
    assert bool(stack.statements) is is_told, "months of fewer than twenty people tell nothing"
    assert found(stack.statements, stack.atoms) == []
