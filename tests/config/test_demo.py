import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max

from config.demo import accounts
from config.demo.accounts import ACCOUNTS, PASSWORD
from config.demo.load import NotEmpty, load_demonstration
from incidents.codes import BEHAVIOUR_BY_NUMBER, CHANNELS
from incidents.models import HouseRules, Incident
from incidents.operations import ReportInput, Wish, report_incident
from people.models import Membership, Team, User
from people.queries import database_now
from reports.models import ContactVolume
from tests.factories import UserFactory
from tests.journeys.rows import rows_of
from wellbeing.models import CareSeries, CheckIn

pytestmark = pytest.mark.drill  # loads thousands of rows several times
FIRM = {"ana", "max", "zoe", "pim"}  # the accounts of the firm of twelve: its owner is HR too
CHANNEL_KEYS = {word.number: word.key for word in CHANNELS}


def _load(*, is_small: bool, language: str = "en") -> dt.datetime:
    now = database_now()
    load_demonstration(now=now, language=language, is_small=is_small, progress=lambda _: None)
    return now


@pytest.mark.django_db
def test_demo_is_the_organisation_that_was_promised() -> None:
    now = _load(is_small=False)
    assert (User.objects.count(), Team.objects.count()) == (300, 24)
    assert 5_500 < Incident.objects.count() < 6_500
    assert ContactVolume.objects.count() > 50_000
    last = Incident.objects.aggregate(last=Max("reported_at"))["last"]
    assert now - last < dt.timedelta(days=1)
    leaves = Team.objects.filter(children__isnull=True).annotate(n=Count("memberships"))
    sizes = sorted(leaves.values_list("n", flat=True))
    assert [size < 10 for size in sizes[:3]] == [True, True, False]
    assert CareSeries.objects.running().exists()
    assert CheckIn.objects.late(now).exists()
    planted = Incident.objects.filter(customer__isnull=False).values("customer")
    most = planted.annotate(people=Count("reported_by", distinct=True)).order_by("-people")
    assert most[0]["people"] >= 5
    assert [account["email"] for account in accounts.listed()] == [a.email for a in ACCOUNTS]
    ana, boss = (User.objects.get(email=f"{name}@luwte.example") for name in ("ana", "max"))
    rows_of(ana, boss)  # fails where a page of theirs has nothing to show


@pytest.mark.django_db(transaction=True)
def test_demo_is_the_same_every_time() -> None:
    def picture() -> list[tuple[object, ...]]:
        rows = Incident.objects.order_by("occurred_at", "reported_by__name")
        return list(rows.values_list("reported_by__name", "behaviours", "occurred_at", "wish_when"))

    call_command("demo", "--reset", "--small", stdout=StringIO())
    first = picture()
    call_command("demo", "--reset", "--small", stdout=StringIO())
    assert [row[:2] for row in picture()[:100]] == [row[:2] for row in first[:100]]
    assert HouseRules.objects.filter(published_by=None).count() == 1  # what migrations brought


@pytest.mark.django_db
def test_demo_reports_are_what_the_operation_would_have_written() -> None:
    _load(is_small=True)
    for old in Incident.objects.order_by("-reported_at")[2:40]:
        new = report_incident(
            actor=None, report=_as_told(old), is_history=False, now=old.reported_at
        )
        for field in (
            "severity",
            "occurred_on",
            "local_hour",
            "behaviours",
            "answer_due_at",
            "site",
        ):
            assert getattr(new, field) == getattr(old, field), field


@pytest.mark.django_db
def test_demo_care_is_what_the_operation_would_have_planned() -> None:
    """The first report of a series, sent again by somebody without care, plans the same."""
    _load(is_small=True)
    compared = 0
    for series in CareSeries.objects.filter(reports__joined_at=F("started_at")).distinct()[:30]:
        old = Incident.objects.get(pk=series.reports.earliest("joined_at").incident_id)
        if series.reports.count() > 1:
            continue
        twin = _twin(old)
        report_incident(
            actor=None,
            report=ReportInput(**{**vars(_as_told(old)), "reported_by": twin}),
            now=old.reported_at,
        )
        assert _plan(CareSeries.objects.of(twin).get()) == _plan(series)
        compared += 1
    assert compared >= 5


def _as_told(incident: Incident) -> ReportInput:
    return ReportInput(
        occurred_at=incident.occurred_at,
        team=incident.team,
        reported_by=incident.reported_by,
        channel=CHANNEL_KEYS[incident.channel],
        behaviours=tuple(BEHAVIOUR_BY_NUMBER[number].key for number in incident.behaviours),
        reading=incident.reading,
        wish=Wish(when=incident.wish_when),
    )


def _twin(incident: Incident) -> User:
    twin = UserFactory.create()
    Membership.objects.create(user=twin, team=incident.team, starts_on=dt.date(2020, 1, 1))
    return twin


def _plan(series: CareSeries) -> list[tuple[object, ...]]:
    planned = CheckIn.objects.filter(series=series, created_at=series.started_at)
    return list(
        planned.order_by("due_at", "step").values_list(
            "step", "due_at", "latest_at", "asked_when", "why", "alert_at"
        )
    )


@pytest.mark.django_db
def test_demo_refuses_a_database_with_people() -> None:
    UserFactory.create(email="somebody@elsewhere.example")
    with pytest.raises(NotEmpty):
        _load(is_small=True)
    with pytest.raises(CommandError, match="not of the demonstration"):
        call_command("demo", "--reset", stdout=StringIO())
    call_command("demo", "--if-empty", stdout=StringIO())
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_demo_accounts_are_listed_and_open_the_door() -> None:
    _load(is_small=True)
    out = StringIO()
    call_command("demo", "--accounts", "--json", stdout=out)
    listed = json.loads(out.getvalue())
    assert [account["email"] for account in listed] == [a.email for a in ACCOUNTS if a.key in FIRM]
    for account in listed:
        assert User.objects.get(email=account["email"]).check_password(PASSWORD)
