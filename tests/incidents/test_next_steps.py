import datetime as dt
import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.codes import BEHAVIOURS, Severity
from incidents.models import Event, Incident, PoliceStep, Reaction
from incidents.operations import ReportInput, report_incident
from incidents.operations.next_steps import (
    choose_police,
    note_police,
    owe_next_steps,
    record_reaction,
)
from incidents.queries.task import TaskKind
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Organisation, User
from tests.cast import Cast
from tests.factories import IncidentFactory, NarrativeFactory, PoliceStepFactory, ReactionFactory


def told(cast: Cast, now: dt.datetime, *behaviours: str, reading: int = 1) -> Incident:
    report = ReportInput(
        occurred_at=now - dt.timedelta(minutes=5),
        team=cast.north,
        reported_by=cast.ana,
        channel="counter",
        behaviours=behaviours,
        reading=reading,
    )
    return report_incident(actor=cast.ana, report=report, now=now)


def kinds(user: User, now: dt.datetime) -> set[TaskKind]:
    return {task.kind for task in tasks_of(user, now)}


@pytest.fixture
def threat(cast: Cast, now: dt.datetime) -> Incident:
    return told(cast, now, "threat_words")


@pytest.mark.parametrize(
    ("behaviour", "reading", "owes_reaction", "asks_police"),
    [
        ("shouting", 4, False, False),
        ("personal_insult", 4, True, False),
        ("threat_words", 1, True, True),
        ("physical", 1, True, True),
    ],
)
def test_next_steps_follow_behaviours_never_the_reading(
    cast: Cast, now: dt.datetime, behaviour: str, reading: int, *, owes_reaction: bool,
    asks_police: bool,
) -> None:  # fmt: skip
    incident = told(cast, now, behaviour, reading=reading)
    assert Reaction.objects.filter(incident=incident).exists() == owes_reaction
    assert PoliceStep.objects.filter(incident=incident).exists() == asks_police


def test_reaction_is_due_in_a_day_and_waits_for_the_leader(
    cast: Cast, threat: Incident, now: dt.datetime
) -> None:
    assert threat.reaction.due_at == now + dt.timedelta(hours=24)
    assert TaskKind.REACTION in kinds(cast.max, now)
    assert TaskKind.REACTION in kinds(cast.dex, now)
    assert TaskKind.REACTION not in kinds(cast.ana, now) | kinds(cast.otto, now)
    record_reaction(actor=cast.max, incident=threat, channel="phone", reason_not="", now=now)
    assert TaskKind.REACTION not in kinds(cast.max, now)
    assert Event.objects.get(kind=Event.Kind.REACTED).about == "phone"


@pytest.mark.parametrize(
    ("channel", "reason", "field"),
    [
        ("", "", "channel"),
        ("phone", "Nobody knows who it was.", "channel"),
        ("pigeon", "", "channel"),
        ("", "x" * 201, "reason_not"),
    ],
)
def test_reaction_needs_a_channel_or_a_reason(
    cast: Cast, threat: Incident, now: dt.datetime, channel: str, reason: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        record_reaction(
            actor=cast.max, incident=threat, channel=channel, reason_not=reason, now=now
        )
    assert refused.value.field == field


def test_reaction_is_kept_once_and_by_the_database(
    cast: Cast, threat: Incident, now: dt.datetime
) -> None:
    for actor in (cast.ana, cast.otto, cast.hana):
        with pytest.raises(RuleBroken):
            record_reaction(actor=actor, incident=threat, channel="phone", reason_not="", now=now)
    record_reaction(actor=cast.pim, incident=threat, channel="", reason_not="Unknown.", now=now)
    with pytest.raises(RuleBroken, match="before"):
        record_reaction(actor=cast.max, incident=threat, channel="phone", reason_not="", now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reaction.objects.update(reason_not="", channel=None)


def test_unconfirmed_report_owes_nothing_yet(cast: Cast, now: dt.datetime) -> None:
    incident = told(cast, now, "personal_insult")
    Reaction.objects.all().delete()
    Incident.objects.update(written_by=cast.max, confirmed_at=None)
    incident.refresh_from_db()
    owe_next_steps(incident=incident, now=now)
    assert not Reaction.objects.exists()


def test_history_owes_nothing(cast: Cast, now: dt.datetime) -> None:
    report = ReportInput(
        occurred_at=now, team=cast.north, reported_by=cast.ana, channel="phone",
        behaviours=("physical",),
    )  # fmt: skip
    incident = report_incident(
        actor=None, report=report, source=Incident.Source.IMPORT, is_history=True, now=now
    )
    assert not Reaction.objects.exists()
    assert not PoliceStep.objects.exists()
    assert incident.procedure is None


def test_person_is_asked_and_later_comes_back_next_working_day(
    cast: Cast, threat: Incident, now: dt.datetime
) -> None:
    assert TaskKind.POLICE in kinds(cast.ana, now)
    choose_police(actor=cast.ana, incident=threat, wish="later", now=now)
    assert TaskKind.POLICE not in kinds(cast.ana, now)
    tomorrow = dt.datetime(2026, 11, 19, 8, 0, tzinfo=dt.UTC)  # 9:00 in Amsterdam
    assert TaskKind.POLICE in kinds(cast.ana, tomorrow)
    choose_police(actor=cast.ana, incident=threat, wish="no", now=tomorrow)
    assert TaskKind.POLICE not in kinds(cast.ana, tomorrow)
    assert TaskKind.POLICE_DO not in kinds(cast.max, tomorrow)


@pytest.mark.parametrize("wish", ["report", "notice"])
def test_yes_asks_the_leader_within_two_working_days(
    cast: Cast, threat: Incident, now: dt.datetime, wish: str
) -> None:
    friday = dt.datetime(2026, 11, 20, 13, 0, tzinfo=dt.UTC)
    choose_police(actor=cast.ana, incident=threat, wish=wish, now=friday)
    (task,) = [t for t in tasks_of(cast.max, friday) if t.kind == TaskKind.POLICE_DO]
    assert task.due_at == dt.datetime(2026, 11, 24, 16, 0, tzinfo=dt.UTC)
    note_police(actor=cast.max, incident=threat, is_by_employer=True, reference="PL1", now=friday)
    assert TaskKind.POLICE_DO not in kinds(cast.max, friday)
    assert list(Event.objects.filter(incident=threat).values_list("kind", "about"))[-2:] == [
        ("police_asked", wish),
        ("police_done", wish),
    ]


@pytest.mark.parametrize(
    ("reported_at", "due_at"),
    [
        # Friday afternoon, Friday night, Saturday, Sunday: Tuesday, the end of the second day.
        ("2026-11-20T13:00:00Z", "2026-11-24T16:00:00Z"),
        ("2026-11-20T22:30:00Z", "2026-11-24T16:00:00Z"),
        ("2026-11-21T10:00:00Z", "2026-11-24T16:00:00Z"),
        ("2026-11-22T22:30:00Z", "2026-11-24T16:00:00Z"),
        ("2026-11-23T13:00:00Z", "2026-11-25T16:00:00Z"),
    ],
)
def test_police_question_is_due_in_two_working_days_over_a_weekend(
    cast: Cast, reported_at: str, due_at: str
) -> None:
    incident = told(cast, dt.datetime.fromisoformat(reported_at), "threat_words")
    assert incident.police.due_at == dt.datetime.fromisoformat(due_at)


@pytest.mark.parametrize(("behaviour", "hours"), [("threat_words", 24), ("physical", 0)])
def test_police_question_nobody_answers_becomes_a_task_of_the_leader(
    cast: Cast, now: dt.datetime, behaviour: str, hours: int
) -> None:
    incident = told(cast, now, behaviour)
    asked_at = now + dt.timedelta(hours=hours)
    assert TaskKind.POLICE_ASK not in kinds(cast.max, asked_at - dt.timedelta(seconds=1)) or (
        hours == 0
    )
    (task,) = [t for t in tasks_of(cast.max, asked_at) if t.kind == TaskKind.POLICE_ASK]
    assert task.due_at == incident.police.due_at
    assert TaskKind.POLICE_ASK not in kinds(cast.ana, asked_at) | kinds(cast.otto, asked_at)
    choose_police(actor=cast.ana, incident=incident, wish="later", now=asked_at)
    assert TaskKind.POLICE_ASK not in kinds(cast.max, asked_at)
    again = PoliceStep.objects.get().ask_at
    assert again is not None
    assert TaskKind.POLICE_ASK in kinds(cast.max, again + dt.timedelta(hours=24))
    choose_police(actor=cast.ana, incident=incident, wish="no", now=again)
    assert TaskKind.POLICE_ASK not in kinds(cast.max, again + dt.timedelta(hours=24))


def test_leader_finds_the_way_to_ask_about_the_police(client: Client, cast: Cast) -> None:
    incident = told(cast, dt.datetime.now(dt.UTC), "physical")
    client.force_login(cast.max)
    page = client.get(incident.get_absolute_url()).content.decode()
    panel = page[page.index('id="steps-kept"') :]
    assert f"/report/{incident.public_id}/messages/" in panel[: panel.index("</section>")]


def test_police_answer_is_the_persons_alone(cast: Cast, threat: Incident, now: dt.datetime) -> None:
    for actor in (cast.max, cast.pim, cast.zoe):
        with pytest.raises(RuleBroken):
            choose_police(actor=actor, incident=threat, wish="no", now=now)
    with pytest.raises(RuleBroken) as refused:
        choose_police(actor=cast.ana, incident=threat, wish="maybe", now=now)
    assert refused.value.field == "wish"
    with pytest.raises(RuleBroken, match="not said"):
        note_police(actor=cast.max, incident=threat, is_by_employer=True, reference="", now=now)


def test_sheet_names_the_employer_and_no_employee(client: Client, cast: Cast) -> None:
    Organisation.objects.update(address="Kade 1, Alkmaar")
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    PoliceStepFactory.create(incident=incident)
    NarrativeFactory.create(incident=incident, body="He leaned in.")
    client.force_login(cast.max)
    page = client.get(f"/report/{incident.public_id}/police-sheet/").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert "Kade 1, Alkmaar" in main
    assert "He leaned in." in main
    assert "Ana" not in main


def test_gravest_report_shows_the_alarm_before_everything(client: Client, cast: Cast) -> None:
    now = dt.datetime.now(dt.UTC)
    incident = told(cast, now, "physical")
    client.force_login(cast.ana)
    for path in (f"/report/{incident.public_id}/thanks/", f"/report/{incident.public_id}/"):
        page = client.get(path).content.decode()
        assert page.index("Are you safe now?") < page.index("<h1")
        assert 'href="tel:112"' in page
    other = told(cast, now, "threat_words")
    page = client.get(f"/report/{other.public_id}/thanks/").content.decode()
    assert 'href="tel:112"' not in page[page.index("<main") : page.index("<h1")]


def test_gravest_report_shows_its_leader_the_alarm_first(client: Client, cast: Cast) -> None:
    incident = told(cast, dt.datetime.now(dt.UTC), "physical")
    for leader in (cast.max, cast.pim):
        client.force_login(leader)
        page = client.get(incident.get_absolute_url()).content.decode()
        assert page.index("Is everybody safe now?") < page.index("<h1")
        assert 'href="tel:112"' in page[: page.index("<h1")]
    other = told(cast, dt.datetime.now(dt.UTC), "threat_words")
    assert "safe now" not in client.get(other.get_absolute_url()).content.decode()


def test_form_holds_the_alarm_for_every_behaviour_that_is_violence(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.ana)
    for path in ("/report/new/", "/report/offline/"):
        page = client.get(path).content.decode()
        marked = set(re.findall(r'name="behaviours" value="(\w+)"[^>]* data-grave', page))
        assert marked == {b.key for b in BEHAVIOURS if b.severity == Severity.PHYSICAL}
        assert re.findall(r'name="reading" value="(\d)"[^>]* data-grave', page) == ["4"]
        assert "if-grave" in page


def test_police_is_asked_on_the_thanks_page_and_answered_there(client: Client, cast: Cast) -> None:
    incident = told(cast, dt.datetime.now(dt.UTC), "threat_words")
    client.force_login(cast.ana)
    assert "Do you want to go to the police?" in client.get(
        f"/report/{incident.public_id}/thanks/"
    ).content.decode()  # fmt: skip
    path = f"/report/{incident.public_id}/police/"
    assert client.post(path, {"wish": "notice"})["Location"] == f"/report/{incident.public_id}/"
    client.force_login(cast.max)
    page = f"/report/{incident.public_id}/police-report/"
    assert client.post(page, {"by": ""}).status_code == 422
    client.post(page, {"by": "employer", "reference": "PL-7"})
    assert PoliceStep.objects.get().reference == "PL-7"


def test_reaction_page_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    ReactionFactory.create(incident=incident)
    client.force_login(cast.max)
    path = f"/report/{incident.public_id}/reaction/"
    refused = client.post(path, {"channel": "phone", "reason_not": "Nobody knows."})
    assert refused.status_code == 422
    assert "Nobody knows." in refused.content.decode()
    assert "late" in client.get(incident.get_absolute_url()).content.decode()
    client.post(path, {"channel": "", "reason_not": "Nobody knows."})
    assert "Nobody knows." in client.get(incident.get_absolute_url()).content.decode()


def test_page_tells_the_own_reading_apart_from_what_the_customer_did(
    client: Client, cast: Cast
) -> None:
    raised = told(cast, dt.datetime.now(dt.UTC), "shouting", reading=3)
    plain = told(cast, dt.datetime.now(dt.UTC), "threat_words", reading=1)
    for user in (cast.max, cast.ana):
        client.force_login(user)
        page = client.get(raised.get_absolute_url()).content.decode()
        assert "Steps toward the customer follow what the customer did: S1." in page
        assert (
            "follow what the customer did"
            not in client.get(plain.get_absolute_url()).content.decode()
        )
