"""An anonymous report: the adviser holds the name, everybody else reads what happened alone."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from incidents.models import Incident
from incidents.operations import (
    Details,
    ReportInput,
    ReportRefused,
    StepTaken,
    Wish,
    add_account,
    add_attachment,
    complete_report,
    give_answer,
    invite_witness,
    report_incident,
    write_message,
)
from incidents.operations.measures import Ground, add_evidence, propose_measure
from incidents.operations.next_steps import choose_police
from people.models import Notice, Outbox, RoleGrant
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.incidents.pictures import png
from tests.wellbeing.pages import signed_in, text_of
from tests.wellbeing.stories import report
from wellbeing.models import CareSeries, CheckIn, TrainingNeed
from wellbeing.operations import ask_for_checkin, sweep_care

URL = "/report/new/"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = str(tmp_path / "files")


def anonymous(cast: Cast, now: dt.datetime, *behaviours: str) -> Incident:
    return report_incident(
        actor=cast.ana,
        report=ReportInput(
            occurred_at=now,
            team=cast.north,
            reported_by=cast.ana,
            channel="counter",
            behaviours=behaviours or ("threat_words",),
            reading=3,
            narrative="They leaned over the counter.",
            is_anonymous=True,
        ),
        now=now,
    )


def pages_of_leaders(incident: Incident) -> list[str]:
    return [
        "/today/",
        "/reports/",
        f"/reports/?team={incident.team.public_id}",
        f"/report/{incident.public_id}/",
        f"/report/{incident.public_id}/answer/",
        f"/reports/answers/?report={incident.public_id}",
        "/training/",
        "/home/",
        "/mine/",
        "/customers/",
    ]


def do_everything(cast: Cast, incident: Incident, now: dt.datetime) -> list[str]:
    """Do as the reporter whatever a reporter can do; return the pages it shows on."""
    colleague = UserFactory.create(name="Col Vos", email="col@luwte.example")
    MembershipFactory.create(user=colleague, team=cast.north)
    customer = CustomerFactory.create()
    steps = (StepTaken(step="warned", taken_at=incident.occurred_at),)
    details = Details(trigger="price", ladder=steps)
    complete_report(
        actor=cast.ana, incident=incident, customer_ref=customer.identity.reference,
        narrative="And more.", said="You will see.", details=details, now=now,
    )  # fmt: skip
    incident.refresh_from_db()
    picture = {"name": "photo.png", "data": png()}
    add_attachment(actor=cast.ana, incident=incident, **picture, now=now)  # type: ignore[arg-type]
    witness = invite_witness(
        actor=cast.ana, incident=incident, person=colleague, may_see_facts=True, now=now
    )
    add_account(actor=colleague, witness=witness, body="They leaned in.", now=now)
    write_message(actor=cast.ana, incident=incident, body="What now?", now=now)
    choose_police(actor=cast.ana, incident=incident, wish="report", now=now)
    fact = Ground(incident=incident, fact="They leaned over the counter.")
    measure = propose_measure(actor=cast.ana, customer=customer, kind=4, facts=[fact], now=now)
    add_evidence(actor=cast.ana, incident=incident, kind="recording", reference="12", now=now)
    page = incident.get_absolute_url()
    return [
        measure.get_absolute_url(),
        "/measures/",
        f"/customer/{customer.public_id}/",
        f"{page}judgement/",
        f"{page}messages/",
        f"{page}police-report/",
        f"{page}police-sheet/",
        f"{page}reaction/",
        f"{page}remedies/",
        f"{page}customer/",
    ]


@pytest.mark.parametrize("who", ["max", "dex"])
def test_no_page_of_a_leader_tells_who_reported_it_or_exactly_when(cast: Cast, who: str) -> None:
    """Name, initials, address and clock are looked for on every page a leader can open."""
    now = timezone.now() - dt.timedelta(hours=30)
    cast.ana.name = "Quirina Xylander"
    cast.ana.email = "quirina@luwte.example"
    cast.ana.save()
    incident = anonymous(cast, now)
    more = do_everything(cast, incident, now + dt.timedelta(minutes=67))
    give_answer(actor=cast.pim, incident=incident, sentence="We looked.", now=timezone.now())
    client = signed_in(getattr(cast, who))
    clock = timezone.localtime(now).strftime("%H:%M")
    iso = timezone.localtime(now).strftime("T%H:%M")
    for path in [*pages_of_leaders(incident), *more]:
        response = client.get(path)
        assert response.status_code == 200, path
        for trace in (
            "Quirina",
            "Xylander",
            ">QX<",
            "quirina@",
            clock,
            iso,
            str(cast.ana.public_id),
        ):
            assert trace not in response.text, (path, trace)
    shown = text_of(client.get(f"/report/{incident.public_id}/").text)
    assert "Someone in your team" in shown
    assert "The confidential adviser knows who reported this" in shown


def test_reporter_and_adviser_see_the_name_and_the_clock(cast: Cast) -> None:
    now = timezone.now() - dt.timedelta(hours=3)
    incident = anonymous(cast, now)
    clock = timezone.localtime(now).strftime("%H:%M")
    for user in (cast.ana, cast.pim):
        assert clock in signed_in(user).get(f"/report/{incident.public_id}/").text
    assert "Ana Bakker" in signed_in(cast.pim).get(f"/report/{incident.public_id}/").text


def test_adviser_who_leads_the_team_is_a_manager_here(cast: Cast, now: dt.datetime) -> None:
    MembershipFactory.create(user=cast.pim, team=cast.north, kind="deputy")
    RoleGrant.objects.create(user=cast.zoe, role=RoleGrant.Role.ADVISER)
    incident = anonymous(cast, now)
    assert incident.shown_reporter(cast.pim) is None
    assert incident.shown_reporter(cast.zoe) == cast.ana
    assert set(CheckIn.objects.values_list("owner", flat=True)) == {cast.zoe.pk}


def test_check_in_alert_and_escalation_go_to_the_adviser_alone(
    cast: Cast, now: dt.datetime
) -> None:
    anonymous(cast, now)
    assert set(CheckIn.objects.values_list("owner", flat=True)) == {cast.pim.pk}
    for hours in (1, 30, 60, 100):
        sweep_care(now=now + dt.timedelta(hours=hours))
    told = set(Notice.objects.exclude(recipient=cast.ana).values_list("recipient", flat=True))
    assert told == {cast.pim.pk}
    assert set(Outbox.objects.values_list("recipient", flat=True)) <= {cast.pim.pk, cast.ana.pk}


def test_care_that_runs_with_the_manager_stays_as_it_was(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    before = list(CheckIn.objects.order_by("pk").values())
    anonymous(cast, now + dt.timedelta(minutes=5))
    kept = list(CheckIn.objects.filter(series__is_private=False).order_by("pk").values())
    assert kept == before
    assert CareSeries.objects.running().filter(person=cast.ana).count() == 2
    checkin = CheckIn.objects.filter(owner=cast.max).first()
    assert checkin is not None
    text = signed_in(cast.max).get(f"/checkin/{checkin.public_id}/").text
    assert "leaned over the counter" not in text
    wish = Wish("soon")
    assert ask_for_checkin(actor=cast.ana, wish=wish, now=now).series.is_private is False


def test_anonymous_reports_raise_no_need_the_manager_could_guess_from(
    cast: Cast, now: dt.datetime
) -> None:
    for day in range(3):
        anonymous(cast, now + dt.timedelta(days=day), "shouting")
    report(cast.ana, cast.north, now + dt.timedelta(days=4), "shouting")
    assert not TrainingNeed.objects.exists()


def test_address_of_an_anonymous_report_tells_no_time(cast: Cast, now: dt.datetime) -> None:
    assert anonymous(cast, now).public_id.version == 4
    assert report(cast.ana, cast.north, now).public_id.version == 7


def test_name_cannot_be_kept_where_nobody_could_hold_it(cast: Cast, now: dt.datetime) -> None:
    RoleGrant.objects.filter(user=cast.pim).delete()
    with pytest.raises(ReportRefused) as refused:
        anonymous(cast, now)
    assert refused.value.field == "is_anonymous"


def test_database_refuses_an_anonymous_report_for_a_colleague(cast: Cast, now: dt.datetime) -> None:
    incident = anonymous(cast, now)
    with pytest.raises(IntegrityError, match="incident_anonymous_is_own"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(written_by=cast.max)


def test_form_offers_it_and_warns_a_small_team(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    assert "fewer than eight people" in client.get(URL).text
    MembershipFactory.create_batch(8, team=cast.north)
    html = client.get(URL).text
    assert "fewer than eight people" not in html
    assert "Keep my name from my manager" in html


def test_form_sends_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana)
    at = timezone.localtime() - dt.timedelta(hours=1)
    typed = {
        "behaviours": ["swearing"],
        "reading": "2",
        "occurred_on": f"{at:%Y-%m-%d}",
        "occurred_time": f"{at:%H:%M}",
        "team": str(cast.north.public_id),
        "channel": "phone",
        "is_anonymous": "on",
    }
    assert client.post(URL, typed).status_code == 302
    assert Incident.objects.get().is_anonymous
