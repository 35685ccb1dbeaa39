import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from incidents.models import Draft, Incident, Narrative
from incidents.operations import (
    SubmitKey,
    complete_report,
    discard_draft,
    report_incident,
    save_draft,
    submit_scope,
)
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import IncidentFactory, ProductFactory
from tests.incidents.test_report_operation import told


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north)


def test_details_fill_in_and_words_are_added(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    product = ProductFactory.create()
    complete_report(
        actor=cast.ana, incident=incident, product=product, customer_ref="k-9",
        complaint_valid="valid", narrative="First.", now=now,
    )  # fmt: skip
    complete_report(
        actor=cast.ana, incident=incident, product=ProductFactory.create(), customer_ref="k-10",
        complaint_valid="unfounded", narrative="Second.", now=now,
    )  # fmt: skip
    incident.refresh_from_db()
    assert incident.product == product
    assert incident.customer is not None
    assert incident.customer.identity.reference == "K-9"
    assert incident.complaint_valid == 1
    assert [n.body for n in incident.narratives.all()] == ["First.", "Second."]


def test_details_are_the_reporters_alone(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    for actor in (cast.max, cast.pim, cast.zoe):
        with pytest.raises(RuleBroken):
            complete_report(actor=actor, incident=incident, narrative="Mine.", now=now)
    assert not Narrative.objects.exists()


def test_words_are_never_changed_or_removed(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    complete_report(actor=cast.ana, incident=incident, narrative="First.", now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Narrative.objects.update(body="Changed.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Narrative.objects.all().delete()


def test_draft_keeps_known_fields_and_the_newest_text(cast: Cast, now: dt.datetime) -> None:
    save_draft(actor=cast.ana, data={"narrative": ["a"], "is_admin": ["1"]}, now=now)
    save_draft(actor=cast.ana, data={"narrative": ["b" * 20_000]}, now=now)
    assert Draft.objects.get().data == {"narrative": ["b" * 10_000]}
    discard_draft(actor=cast.ana)
    assert not Draft.objects.exists()


def test_draft_of_a_sent_report_does_not_come_back(cast: Cast, now: dt.datetime) -> None:
    save_draft(actor=cast.ana, data={"key": ["k"]}, now=now)
    key = SubmitKey(submit_scope(cast.ana), "k")
    report_incident(actor=cast.ana, report=told(cast, now), key=key, now=now)
    assert save_draft(actor=cast.ana, data={"key": ["k"]}, now=now) is None
    assert not Draft.objects.exists()
