"""Reports of long ago, many at a time, are kept as one report at a time would be."""

import datetime as dt
from typing import Any

from django.forms.models import model_to_dict

from incidents.models import Incident, Narrative
from incidents.operations.history import OldReport, record_history
from incidents.operations.report import ReportInput, report_incident
from incidents.signals import incident_reported
from tests.cast import Cast
from tests.factories import CustomerFactory, ProductFactory


def facts_of(incident: Incident) -> dict[str, Any]:
    row = model_to_dict(incident, exclude=["id", "import_key"])
    return row | {"words": list(incident.narratives.values("body", "written_by", "written_at"))}


def test_history_in_bulk_is_what_one_report_at_a_time_gives(cast: Cast, now: dt.datetime) -> None:
    customer = CustomerFactory.create()
    telling = ReportInput(
        occurred_at=dt.datetime(2025, 6, 30, 22, 30, tzinfo=dt.UTC),
        team=cast.north,
        reported_by=cast.ana,
        channel="phone",
        behaviours=("threat_words", "swearing"),
        product=ProductFactory.create(),
        customer_ref=customer.identity.reference,
        narrative=" He would not stop. ",
        complaint_valid="partly",
    )
    short = ReportInput(
        occurred_at=dt.datetime(2025, 6, 30, 10, 0, tzinfo=dt.UTC),
        is_hour_known=False,
        team=cast.north,
        reported_by=cast.ana,
        channel="other",
        behaviours=("tense",),
    )
    source = Incident.Source.IMPORT
    singly = [
        report_incident(actor=None, report=report, source=source, is_history=True, now=now)
        for report in (telling, short)
    ]
    in_bulk = record_history(
        actor=None,
        reports=[
            OldReport(import_key="a", report=telling, customer_id=customer.pk),
            OldReport(import_key="b", report=short, customer_id=None),
        ],
        now=now,
    )
    assert [facts_of(one) for one in singly] == [facts_of(one) for one in in_bulk]
    stored = Incident.objects.get(import_key="a")
    assert (stored.occurred_on, stored.local_hour) == (dt.date(2025, 7, 1), 0)
    assert stored.answer_due_at is None
    assert len({one.public_id for one in singly + in_bulk}) == 4


def test_history_signals_nothing(cast: Cast, now: dt.datetime) -> None:
    def listen(**_: object) -> None:
        message = "history was heard"
        raise AssertionError(message)

    report = ReportInput(
        occurred_at=dt.datetime(2025, 6, 30, 10, 0, tzinfo=dt.UTC),
        team=cast.north,
        reported_by=cast.ana,
        channel="phone",
        behaviours=("weapon",),
    )
    incident_reported.connect(listen)
    try:
        record_history(
            actor=None,
            reports=[OldReport(import_key="a", report=report, customer_id=None)],
            now=now,
        )
    finally:
        incident_reported.disconnect(listen)
    assert not Narrative.objects.exists()
