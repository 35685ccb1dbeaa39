import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.models import Complaint, Event, Incident, Measure
from incidents.operations.complaint import (
    close_complaint,
    open_complaint,
    open_judged_complaint,
    plan_complaint,
)
from incidents.operations.judgement import judge_report
from incidents.queries.letters import apology_due, complaint_in_the_way
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Notice, User
from tests.cast import Cast
from tests.factories import ComplaintFactory, CustomerFactory, IncidentFactory
from tests.factories.fairness import JudgementFactory
from tests.factories.measures import GroundFactory, MeasureFactory

IN_A_WEEK = dt.timedelta(days=7)


@pytest.fixture
def incident(cast: Cast) -> Incident:
    customer = CustomerFactory.create()
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north, customer=customer)


def number(key: str) -> int:
    return COMPLAINT_VALID_BY_KEY[key].number


def letter_about(incident: Incident) -> Measure:
    """Return a measure on this report, whose letter says something about the manner."""
    found = Measure.objects.filter(grounds__incident=incident).first()
    if found is None:
        assert incident.customer is not None
        found = MeasureFactory.create(customer=incident.customer, team=incident.team)
        GroundFactory.create(measure=found, incident=incident)
    return found


def holds_letter(incident: Incident) -> bool:
    return complaint_in_the_way(letter_about(incident))


def waiting(user: User, now: dt.datetime) -> list[str]:
    return [task.path for task in tasks_of(user, now)]


def planned(cast: Cast, complaint: Complaint, now: dt.datetime, **changes: object) -> Complaint:
    plan = {
        "what": "A new date for the installation.",
        "owner": cast.dex,
        "due_on": (now + IN_A_WEEK).date(),
        "is_apology_due": True,
        **changes,
    }
    return plan_complaint(actor=cast.max, complaint=complaint, **plan, now=now)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["valid", "partly"])
def test_right_complaint_opens_its_record_and_holds_letters(
    cast: Cast, incident: Incident, now: dt.datetime, key: str
) -> None:
    """No letter about manner leaves before the complaint has an owner and a date."""
    judged = JudgementFactory.create(
        incident=incident, judged_by=cast.max, complaint_valid=number(key)
    )
    assert holds_letter(incident)
    complaint = open_judged_complaint(judgement=judged, now=now)
    assert complaint == open_judged_complaint(judgement=judged, now=now)
    assert complaint is not None
    assert holds_letter(incident)
    planned(cast, complaint, now)
    assert not holds_letter(incident)
    assert apology_due(letter_about(incident))
    planned(cast, complaint, now)
    for kind in (Event.Kind.COMPLAINT_OPENED, Event.Kind.COMPLAINT_PLANNED):
        assert Event.objects.filter(incident=incident, kind=kind).count() == 1
    assert Notice.objects.get(recipient=cast.dex).kind == Notice.Kind.TASK


@pytest.mark.parametrize("key", ["unfounded", "unknown", "not_a_complaint"])
def test_other_readings_hold_no_letter(
    cast: Cast, incident: Incident, now: dt.datetime, key: str
) -> None:
    judged = JudgementFactory.create(
        incident=incident, judged_by=cast.max, complaint_valid=number(key)
    )
    assert open_judged_complaint(judgement=judged, now=now) is None
    assert not holds_letter(incident)


def test_reporters_reading_alone_holds_no_letter(incident: Incident) -> None:
    """The manager's reading counts; both are kept."""
    Incident.objects.update(complaint_valid=number("valid"))
    incident.refresh_from_db()
    assert not holds_letter(incident)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", " "),
        ("what", "x" * 301),
        ("owner", None),
        ("due_on", None),
        ("due_on", dt.date(2026, 11, 17)),
        ("due_on", dt.date(2028, 1, 1)),
    ],
)
def test_plan_refuses_what_is_missing(
    cast: Cast, incident: Incident, now: dt.datetime, field: str, value: object
) -> None:
    complaint = ComplaintFactory.create(incident=incident)
    with pytest.raises(RuleBroken) as refused:
        planned(cast, complaint, now, **{field: value})
    assert refused.value.field == field


def test_complaint_is_closed_with_an_outcome_alone(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    complaint = planned(cast, ComplaintFactory.create(incident=incident), now)
    with pytest.raises(RuleBroken) as refused:
        close_complaint(actor=cast.dex, complaint=complaint, outcome=" ", now=now)
    assert refused.value.field == "outcome"
    closed = close_complaint(actor=cast.dex, complaint=complaint, outcome="A new date.", now=now)
    assert (closed.closed_by, closed.outcome) == (cast.dex, "A new date.")
    with pytest.raises(RuleBroken, match="settled before"):
        planned(cast, complaint, now)
    assert not holds_letter(incident)


def test_complaint_is_of_who_leads_advises_or_owns_it(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    for actor in (cast.ana, cast.zoe, cast.otto, cast.hana, cast.bo):
        with pytest.raises(RuleBroken):
            open_complaint(actor=actor, incident=incident, what="A date.", now=now)
    complaint = open_complaint(actor=cast.pim, incident=incident, what="A date.", now=now)
    planned(cast, complaint, now, owner=cast.zoe)
    close_complaint(actor=cast.zoe, complaint=complaint, outcome="Done.", now=now)


def test_owner_is_asked_and_sees_when_it_is_late(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    complaint = ComplaintFactory.create(incident=incident, what="")
    assert f"/complaint/{complaint.public_id}/" in waiting(cast.max, now)
    planned(cast, complaint, now, owner=cast.zoe)
    (task,) = tasks_of(cast.zoe, now)
    assert task.due_at is not None
    assert task.due_at > now
    assert f"/complaint/{complaint.public_id}/" not in waiting(cast.max, now)
    Complaint.objects.update(due_on=dt.date(2026, 1, 1))
    client.force_login(cast.zoe)
    page = client.get(f"/complaint/{complaint.public_id}/").content.decode()
    assert "late" in page
    assert str(incident.public_id) not in page, "the owner need not read the report"
    client.force_login(cast.max)
    assert "late" in client.get(incident.get_absolute_url()).content.decode()


def test_judging_a_complaint_right_opens_its_record(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    judge_report(
        actor=cast.max,
        incident=incident,
        complaint_valid="partly",
        is_manner_right=False,
        behaviours=("personal_insult",),
        now=now,
    )
    assert Complaint.objects.get().incident == incident
    assert holds_letter(incident)


def test_both_readings_stand_beside_the_report(
    client: Client, cast: Cast, incident: Incident
) -> None:
    Incident.objects.update(complaint_valid=number("unfounded"))
    JudgementFactory.create(incident=incident, judged_by=cast.max)
    for reader in (cast.max, cast.ana, cast.pim):
        client.force_login(reader)
        page = client.get(incident.get_absolute_url()).content.decode()
        assert "not right" in page.lower()
        assert "right: our mistake" in page.lower()


def test_manager_opens_plans_and_settles_on_the_pages(
    client: Client, cast: Cast, incident: Incident
) -> None:
    client.force_login(cast.max)
    path = f"/report/{incident.public_id}/complaint/"
    typed = {"what": "A new date.", "owner": cast.dex.pk, "due_on": "", "apology": "yes"}
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "A new date." in refused.content.decode()
    assert not Complaint.objects.exists(), "opened and planned in one go, or not at all"
    day = timezone.localdate() + IN_A_WEEK
    assert client.post(path, typed | {"due_on": f"{day}"}).status_code == 302
    complaint = Complaint.objects.get()
    assert (complaint.owner, complaint.is_apology_due) == (cast.dex, True)
    page = f"/complaint/{complaint.public_id}/"
    assert client.get(path)["Location"] == page
    assert client.post(f"{page}outcome/", {"outcome": ""}).status_code == 422
    client.post(f"{page}outcome/", {"outcome": "They have a date."})
    complaint.refresh_from_db()
    assert complaint.outcome == "They have a date."


def test_settled_complaint_stays_as_it_was(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    complaint = open_complaint(actor=cast.max, incident=incident, what="A new date.", now=now)
    close_complaint(actor=cast.max, complaint=complaint, outcome="Done.", now=now)
    with pytest.raises(DatabaseError, match="incidents_complaint"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(outcome="Nothing was done.")
