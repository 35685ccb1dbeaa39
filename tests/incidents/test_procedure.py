import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from incidents.models import Incident, Procedure, ProcedureStep
from incidents.operations import ReportInput, report_incident
from incidents.operations.procedure import StepInput, publish_procedure
from people.errors import RuleBroken
from tests.cast import Cast

STEP = StepInput(
    step="warned",
    text_en="Warn once.",
    text_nl="Waarschuw één keer.",
    wording_en="I hang up when this goes on.",
    wording_nl="Ik hang op als dit doorgaat.",
)


def publish(cast: Cast, now: dt.datetime, channel: str = "phone", *steps: StepInput,
            valid_from: dt.datetime | None = None) -> Procedure:  # fmt: skip
    return publish_procedure(
        actor=cast.hana, channel=channel, steps=steps or (STEP,), valid_from=valid_from, now=now
    )


def rows_of(*texts: str) -> dict[str, str]:
    """What the page sends: one filled row per text, and an empty one."""
    data = {"steps-TOTAL_FORMS": str(len(texts) + 1), "steps-INITIAL_FORMS": "0", "begins_on": ""}
    for n, text in enumerate((*texts, "")):
        data |= {
            f"steps-{n}-place": str(len(texts) - n + 1),
            f"steps-{n}-step": "warned",
            f"steps-{n}-text_en": text,
            f"steps-{n}-text_nl": text,
        }
    return data


def test_a05_procedure_is_fixed_before_things_go_wrong(client: Client, cast: Cast) -> None:
    """HR edits steps without code; a report keeps its version; staff see the steps in one tap."""
    client.force_login(cast.hana)
    path = "/procedure/edit/?channel=phone"
    assert "All versions" in client.get(path).content.decode()
    before = dt.datetime.now(dt.UTC)
    assert client.post(path, rows_of("Second.", "First.")).status_code == 302
    phone = Procedure.objects.get(channel=2)
    assert list(phone.steps.values_list("text_en", flat=True)) == ["First.", "Second."]
    client.force_login(cast.ana)
    assert 'href="/procedure/"' in client.get("/home/").content.decode()
    page = client.get("/procedure/?channel=phone").content.decode()
    assert "First." in page
    assert "First." in client.get("/procedure/").content.decode(), "the last channel comes first"
    assert "First." not in client.get("/procedure/?channel=counter").content.decode()

    def told(occurred_at: dt.datetime, channel: str) -> Procedure | None:
        report = ReportInput(
            occurred_at=occurred_at, team=cast.north, reported_by=cast.ana, channel=channel,
            behaviours=("shouting",), reading=1,
        )  # fmt: skip
        return report_incident(actor=cast.ana, report=report, now=dt.datetime.now(dt.UTC)).procedure

    kept = told(dt.datetime.now(dt.UTC), "phone")
    assert kept == phone
    built_in = Procedure.objects.get(channel=0, version=1)
    assert told(before - dt.timedelta(hours=1), "phone") == built_in
    assert told(dt.datetime.now(dt.UTC), "counter") == built_in
    second = publish(cast, dt.datetime.now(dt.UTC))
    kept.refresh_from_db()
    assert (kept.version, second.version) == (1, 2)
    report = Incident.objects.get(procedure=kept)
    page = client.get(report.get_absolute_url()).text
    assert "The steps that held then" in page
    assert f'href="/procedure/{kept.public_id}/"' in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.filter(pk=report.pk).update(procedure=second)


def test_warning_stands_large_in_the_readers_language(client: Client, cast: Cast) -> None:
    publish(cast, dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1))
    cast.ana.language = "nl"
    cast.ana.save()
    client.force_login(cast.ana)
    page = client.get("/procedure/?channel=phone").content.decode()
    assert "Ik hang op als dit doorgaat." in page
    assert 'class="panel warning"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"step": "shouted"},
        {"text_nl": " "},
        {"wording_nl": ""},
        {"text_en": "x" * 201},
        {"wording_en": "x" * 301},
    ],
)
def test_step_is_refused_by_its_place(
    cast: Cast, now: dt.datetime, changes: dict[str, str]
) -> None:
    wrong = StepInput(**{**vars(STEP), **changes})
    with pytest.raises(RuleBroken, match="Step 2"):
        publish(cast, now, "phone", STEP, wrong)


def test_procedure_has_steps_a_channel_and_no_hindsight(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken):
        publish_procedure(actor=cast.hana, channel="phone", steps=(), now=now)
    with pytest.raises(RuleBroken) as refused:
        publish(cast, now, "pigeon")
    assert refused.value.field == "channel"
    with pytest.raises(RuleBroken) as early:
        publish(cast, now, valid_from=now - dt.timedelta(days=1))
    assert early.value.field == "valid_from"
    for actor in (cast.max, cast.ana, cast.bo):
        with pytest.raises(RuleBroken):
            publish_procedure(actor=actor, channel="phone", steps=(STEP,), now=now)


def test_published_steps_never_change(cast: Cast, now: dt.datetime) -> None:
    procedure = publish(cast, now)
    for change in (
        lambda: Procedure.objects.filter(pk=procedure.pk).update(version=7),
        lambda: ProcedureStep.objects.filter(procedure=procedure).update(text_en="Other."),
        lambda: ProcedureStep.objects.filter(procedure=procedure).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_what_was_typed_stays_when_it_is_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.hana)
    data = rows_of("Kept text.") | {"steps-0-text_nl": ""}
    refused = client.post("/procedure/edit/?channel=chat", data)
    assert refused.status_code == 422
    assert "Kept text." in refused.content.decode()
    assert "Step 1" in refused.content.decode()
    data = rows_of("Kept text.") | {"steps-0-place": "x"}
    assert client.post("/procedure/edit/?channel=chat", data).status_code == 422


def test_hr_publishes_house_rules_on_a_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.hana)
    typed = {"text_en": "Be kind.", "text_nl": "", "begins_on": ""}
    refused = client.post("/house-rules/edit/", typed)
    assert refused.status_code == 422
    assert "Be kind." in refused.content.decode()
    assert client.post("/house-rules/edit/", typed | {"text_nl": "Wees aardig."}).status_code == 302
    client.logout()
    assert "Wees aardig." in client.get("/house-rules/?language=nl").content.decode()
