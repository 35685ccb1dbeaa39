"""Complaint and manner judged apart, beside what the reporter told."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.models import Event, Incident, Judgement
from incidents.operations import judge_report
from incidents.queries.judgement import is_confirmed, judge_tasks, judgement_of
from incidents.signals import report_judged
from people.errors import RuleBroken
from people.models import User
from tests.cast import Cast
from tests.factories import IncidentFactory


@pytest.fixture
def incident(cast: Cast, now: dt.datetime) -> Incident:
    return IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, occurred_at=now - dt.timedelta(hours=2)
    )


def judge(actor: User, incident: Incident, now: dt.datetime, **changes: Any) -> Judgement:
    answers: dict[str, Any] = {
        "complaint_valid": "valid",
        "is_manner_right": False,
        "behaviours": ["personal_insult"],
    }
    return judge_report(actor=actor, incident=incident, now=now, **(answers | changes))


def test_judgement_confirms_and_stays_beside_the_report(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    heard: list[Incident] = []

    def listen(sender: type, incident: Incident, **kwargs: object) -> None:
        heard.append(incident)

    report_judged.connect(listen)
    try:
        judge(cast.max, incident, now)
    finally:
        report_judged.disconnect(listen)
    assert heard == [incident]
    assert is_confirmed(incident)
    assert list(Incident.objects.confirmed()) == [incident]
    assert Event.objects.filter(kind=Event.Kind.JUDGED).count() == 1
    incident.refresh_from_db()
    assert (incident.complaint_valid, incident.severity) == (None, 2)


def test_judgement_that_counts_is_the_latest(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    judge(cast.max, incident, now)
    later = judge(
        cast.pim, incident, now + dt.timedelta(hours=1),
        is_manner_right=True, behaviours=[], reason="The recording was calm.",
    )  # fmt: skip
    assert judgement_of(incident) == later
    assert not is_confirmed(incident)
    assert not Incident.objects.confirmed().exists()
    assert Judgement.objects.count() == 2


def test_judgement_is_never_the_reporters(cast: Cast, now: dt.datetime, incident: Incident) -> None:
    own = IncidentFactory.create(reported_by=cast.max, team=cast.north)
    for actor, report in ((cast.ana, incident), (cast.zoe, incident), (cast.max, own)):
        with pytest.raises(RuleBroken, match="Somebody else"):
            judge(actor, report, now)
    judge(cast.dex, own, now)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"complaint_valid": ""}, "complaint_valid"),
        ({"complaint_valid": "maybe"}, "complaint_valid"),
        ({"behaviours": []}, "behaviours"),
        ({"behaviours": ["frowned"]}, "behaviours"),
        ({"behaviours": ["tense"]}, "behaviours"),
        ({"behaviours": ["shouting", "review_or_legal_threat"]}, "behaviours"),
        ({"is_manner_right": True}, "behaviours"),
        ({"is_manner_right": True, "behaviours": []}, "reason"),
        ({"severity": 1}, "reason"),
        ({"severity": 1, "reason": "  "}, "reason"),
        ({"severity": 3, "reason": "Worse."}, "severity"),
        ({"severity": -1, "reason": "Less."}, "severity"),
        ({"severity": 1, "reason": "x" * 301}, "reason"),
    ],
)
def test_judgement_refuses(
    cast: Cast, incident: Incident, now: dt.datetime, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        judge(cast.max, incident, now, **changes)
    assert refused.value.field == field
    assert not Judgement.objects.exists()


def test_lower_reading_is_a_second_value_with_its_reason(
    cast: Cast, incident: Incident, now: dt.datetime, client: Client
) -> None:
    judge(
        cast.max, incident, now,
        behaviours=["shouting"], severity=1, reason="The words were about the bill.",
    )  # fmt: skip
    incident.refresh_from_db()
    assert incident.severity == 2
    for reader in (cast.max, cast.ana):
        client.force_login(reader)
        page = client.get(f"/report/{incident.public_id}/").content.decode()
        assert "The words were about the bill." in page
        assert "<dd>S2</dd>" in page
        assert "<dd>S1</dd>" in page


def test_same_severity_is_no_second_value(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    assert judge(cast.max, incident, now, severity=2).severity is None


def test_judgement_waits_for_the_colleague(cast: Cast, now: dt.datetime) -> None:
    written = IncidentFactory.create(reported_by=cast.ana, team=cast.north, written_by=cast.max)
    with pytest.raises(RuleBroken, match="not confirmed"):
        judge(cast.dex, written, now)


def test_judgements_are_never_changed_and_hold_in_the_database(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    judge(cast.max, incident, now)
    for change in (
        lambda: Judgement.objects.update(reason="Changed."),
        lambda: Judgement.objects.all().delete(),
        lambda: Judgement.objects.create(
            incident=incident, complaint_valid=1, is_manner_right=False, behaviours=[],
            judged_by=cast.max, judged_at=now,
        ),
        lambda: Judgement.objects.create(
            incident=incident, complaint_valid=1, is_manner_right=True, behaviours=[], severity=0,
            judged_by=cast.max, judged_at=now,
        ),
        lambda: Judgement.objects.create(
            incident=incident, complaint_valid=1, is_manner_right=True, judged_by=cast.max,
            judged_at=now,
        ),
        lambda: Judgement.objects.create(
            incident=incident, complaint_valid=1, is_manner_right=False, behaviours=[1],
            severity=4, reason="Worse.", judged_by=cast.max, judged_at=now,
        ),
        lambda: Judgement.objects.create(
            incident=incident, complaint_valid=1, is_manner_right=False, behaviours=[1],
            judged_by=cast.ana, judged_at=now,
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_tasks_hold_what_nobody_judged_for_thirty_days(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    def waiting(user: User) -> list[str]:
        return [task.path for task in judge_tasks(user, now)]

    heated = {"behaviours": [BEHAVIOUR_BY_KEY["tense"].number], "team": cast.north}
    IncidentFactory.create(occurred_at=now, **heated)
    IncidentFactory.create(team=cast.north, occurred_at=now - dt.timedelta(days=31))
    IncidentFactory.create(team=cast.north, occurred_at=now, reported_by=cast.max)
    path = f"/report/{incident.public_id}/judgement/"
    assert waiting(cast.max) == [path]
    assert path in waiting(cast.dex)
    assert waiting(cast.ana) == waiting(cast.nora) == []
    judge(cast.max, incident, now)
    assert waiting(cast.max) == []


def test_judgement_page_keeps_answers_and_refuses_at_the_field(
    cast: Cast, incident: Incident, client: Client
) -> None:
    client.force_login(cast.max)
    address = f"/report/{incident.public_id}/judgement/"
    answers = {
        "complaint_valid": "partly", "is_manner_right": "no", "behaviours": ["shouting"],
        "severity": "1",
    }  # fmt: skip
    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["reason"]
    assert refused.content.decode().count(" checked") == 4
    kept = client.post(address, answers | {"reason": "Only the tone."})
    assert kept.status_code == 302
    judgement = Judgement.objects.get()
    assert (judgement.complaint_valid, judgement.severity) == (2, 1)


def test_a19_legal_threat_reaches_the_manager_and_shows_what_to_do(
    cast: Cast, client: Client, now: dt.datetime
) -> None:
    """Ticking it routes to the manager and legal and shows the guidance; it is no bad manner."""
    threat = IncidentFactory.create(
        reported_by=cast.ana, team=cast.north, occurred_at=now,
        behaviours=[BEHAVIOUR_BY_KEY["review_or_legal_threat"].number],
    )  # fmt: skip
    assert threat.severity == 0
    path = f"/report/{threat.public_id}/judgement/"
    assert [task.path for task in judge_tasks(cast.max, now)] == [path]
    client.force_login(cast.ana)
    for page in ("", "thanks/"):
        html = client.get(f"/report/{threat.public_id}/{page}").text
        assert "do not argue about it" in html
    client.force_login(cast.max)
    assert "do not argue about it" in client.get(f"/report/{threat.public_id}/").text
