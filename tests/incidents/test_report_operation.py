import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.codes import BEHAVIOURS, Severity
from incidents.models import Customer, Draft, Incident
from incidents.operations import (
    KeyReused,
    ReportInput,
    ReportRefused,
    SubmitKey,
    Wish,
    report_incident,
)
from incidents.signals import incident_reported
from people.models import IdempotencyKey, User
from tests.cast import Cast, assemble
from tests.factories import ProductFactory


def told(cast: Cast, now: dt.datetime, **changes: Any) -> ReportInput:
    base = ReportInput(
        occurred_at=now - dt.timedelta(minutes=10),
        team=cast.north,
        reported_by=cast.ana,
        channel="counter",
        behaviours=("personal_insult", "shouting"),
        reading=2,
    )
    return replace(base, **changes)


@pytest.fixture
def heard() -> Any:
    """The reports that the signal told of."""
    seen: list[Incident] = []

    def listen(sender: type, incident: Incident, **kwargs: object) -> None:
        seen.append(incident)

    incident_reported.connect(listen)
    yield seen
    incident_reported.disconnect(listen)


def test_report_keeps_header_words_and_customer(
    cast: Cast, now: dt.datetime, heard: list[Incident]
) -> None:
    product = ProductFactory.create()
    Draft.objects.create(user=cast.ana, data={}, updated_at=now)
    report = told(
        cast, now, product=product, customer_ref=" k  1042", narrative="Leaned in.\n",
        wish=Wish(when="tomorrow", with_whom="deputy"),
    )  # fmt: skip
    incident = report_incident(actor=cast.ana, report=report, now=now)
    incident.refresh_from_db()
    assert incident.severity == Severity.ABUSIVE
    assert incident.behaviours == [1, 3]
    assert (incident.occurred_on, incident.local_hour) == (dt.date(2026, 11, 18), 13)
    assert (incident.wish_when, incident.wish_with) == ("tomorrow", "deputy")
    assert incident.customer is not None
    assert incident.customer.identity.reference == "K 1042"
    assert [n.body for n in incident.narratives.all()] == ["Leaned in."]
    assert not Draft.objects.exists()
    assert heard == [incident]


def test_report_owes_an_answer_after_ten_working_days(cast: Cast, now: dt.datetime) -> None:
    rude = report_incident(actor=cast.ana, report=told(cast, now), now=now)
    assert rude.answer_due_at == dt.datetime(2026, 12, 2, 16, 0, tzinfo=dt.UTC)
    tense = told(cast, now, behaviours=("tense",), reading=4)
    assert report_incident(actor=cast.ana, report=tense, now=now).answer_due_at is None


def test_report_of_history_owes_nothing_and_tells_nobody(
    cast: Cast, now: dt.datetime, heard: list[Incident]
) -> None:
    old = told(cast, now, occurred_at=now - dt.timedelta(days=90), reading=None)
    incident = report_incident(
        actor=None, report=old, source=Incident.Source.IMPORT, is_history=True,
        import_key="a" * 64, now=now,
    )  # fmt: skip
    assert incident.answer_due_at is None
    assert incident.import_key == "a" * 64
    assert heard == []


def test_report_finds_the_same_customer_however_it_is_typed(cast: Cast, now: dt.datetime) -> None:
    for reference in ("K-1042", "k-1042 ", " K-1042"):
        report_incident(actor=cast.ana, report=told(cast, now, customer_ref=reference), now=now)
    customer = Customer.objects.get()
    customer.identity.phone, customer.identity.email = "+31612345678", "d@klant.example"
    customer.identity.save(update_fields=["phone", "email"])
    for reference in ("0031 6 1234 5678", "D@Klant.example", "k-1042"):
        report_incident(actor=cast.ana, report=told(cast, now, customer_ref=reference), now=now)
    assert Customer.objects.get().incidents.count() == 6


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"behaviours": ()}, "behaviours"),
        ({"behaviours": ("shouting", "frowned")}, "behaviours"),
        ({"reading": None}, "reading"),
        ({"reading": 5}, "reading"),
        ({"channel": "pigeon"}, "channel"),
        ({"complaint_valid": "maybe"}, "complaint_valid"),
        ({"narrative": "x" * 10_001}, "narrative"),
        ({"customer_ref": "x" * 61}, "customer_ref"),
        ({"wish": Wish(when="later")}, "wish_when"),
        ({"wish": Wish(when="soon", with_whom="ceo")}, "wish_with"),
        ({"wish": Wish(when="at")}, "wish_at"),
        ({"occurred_at": dt.datetime(2026, 11, 18, 13, 11, tzinfo=dt.UTC)}, "occurred_at"),
        ({"occurred_at": dt.datetime(1999, 12, 31, tzinfo=dt.UTC)}, "occurred_at"),
        (
            {"wish": Wish(when="at", at=dt.datetime(2026, 11, 18, 13, 0, tzinfo=dt.UTC))},
            "wish_at",
        ),
    ],
)
def test_report_refuses_at_the_field(
    cast: Cast, now: dt.datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ReportRefused) as refused:
        report_incident(actor=cast.ana, report=told(cast, now, **changes), now=now)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Incident.objects.exists()


def test_report_by_form_is_about_an_own_team(cast: Cast, now: dt.datetime) -> None:
    elsewhere = told(cast, now, team=cast.south)
    with pytest.raises(ReportRefused, match="work in"):
        report_incident(actor=cast.ana, report=elsewhere, now=now)
    assert report_incident(
        actor=None, report=elsewhere, source=Incident.Source.API, now=now
    ).team == cast.south  # fmt: skip


def test_report_refuses_closed_team_and_people_who_left(cast: Cast, now: dt.datetime) -> None:
    cast.south.closed_on = timezone.localdate(now)
    cast.ana.is_active = False
    with pytest.raises(ReportRefused) as refused:
        report_incident(
            actor=None, report=told(cast, now, team=cast.south), source=Incident.Source.API, now=now
        )
    assert [p.field for p in refused.value.problems] == ["team", "reported_by"]


def test_report_same_key_gives_the_first_report(
    cast: Cast, now: dt.datetime, heard: list[Incident]
) -> None:
    key = SubmitKey("token:1", "abc", "hash")
    first = report_incident(actor=cast.ana, report=told(cast, now), key=key, now=now)
    later = now + dt.timedelta(days=1)
    again = report_incident(
        actor=cast.ana, report=told(cast, now, behaviours=()), key=key, now=later
    )
    assert again == first
    assert heard == [first]
    with pytest.raises(KeyReused):
        report_incident(
            actor=cast.ana, report=told(cast, now), key=replace(key, body_hash="other"), now=now
        )
    ignoring = report_incident(
        actor=cast.ana, report=told(cast, now), key=SubmitKey("token:1", "abc"), now=now
    )
    assert ignoring == first


def test_report_refused_leaves_the_key_free(cast: Cast, now: dt.datetime) -> None:
    key = SubmitKey("user:1", "abc")
    with pytest.raises(ReportRefused):
        report_incident(actor=cast.ana, report=told(cast, now, behaviours=()), key=key, now=now)
    assert not IdempotencyKey.objects.exists()
    assert report_incident(actor=cast.ana, report=told(cast, now), key=key, now=now).pk


def test_every_behaviour_can_be_reported(cast: Cast, now: dt.datetime) -> None:
    for behaviour in BEHAVIOURS:
        report = told(cast, now, behaviours=(behaviour.key,))
        assert report_incident(actor=cast.ana, report=report, now=now).severity == (
            behaviour.severity
        )


def test_report_takes_few_statements(cast: Cast, now: dt.datetime) -> None:
    """Key, organisation, steps, header, words, reaction: others hang on the signal."""
    report = told(cast, now, narrative="Leaned in.", team=type(cast.north).objects.select_related(
        "site").get(pk=cast.north.pk))  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as caught:
        report_incident(
            actor=None, report=report, key=SubmitKey("token:1", "k"), source=Incident.Source.API,
            now=now,
        )  # fmt: skip
    own = [q["sql"] for q in caught if q["sql"].split()[0] in {"SELECT", "INSERT", "UPDATE"}]
    care = next(place for place, sql in enumerate(own) if "FOR NO KEY UPDATE" in sql)
    own = own[:care]  # care locks the person first; what it takes is counted with care
    assert len(own) == 6, own


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_customer_reported_by_many_at_once_is_one_customer(now: dt.datetime) -> None:
    cast = assemble()
    start = threading.Barrier(8, timeout=30)
    failed: list[Exception] = []

    def submit(number: int) -> None:
        try:
            reporter = User.objects.get(pk=cast.ana.pk)
            report = told(cast, now, reported_by=reporter, customer_ref="K-7")
            start.wait()
            key = SubmitKey("user:1", f"key {number}")
            report_incident(actor=reporter, report=report, key=key, now=now)
        except Exception as error:  # noqa: BLE001 - a failed thread must be seen by the test
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert Incident.objects.count() == 8
    assert Customer.objects.get().incidents.count() == 8


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_fifty_submits_of_one_key_make_one_report(now: dt.datetime) -> None:
    cast = assemble()
    start = threading.Barrier(50, timeout=30)
    results: list[object] = []

    def submit() -> None:
        try:
            reporter = User.objects.get(pk=cast.ana.pk)
            report = told(cast, now, reported_by=reporter, customer_ref="K-7")
            start.wait()
            made = report_incident(
                actor=reporter, report=report, key=SubmitKey("user:1", "one"), now=now
            )
            results.append(made.pk)
        except Exception as error:  # noqa: BLE001 - a failed thread must be seen by the test
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(results) == 50
    assert set(results) == {Incident.objects.get().pk}
