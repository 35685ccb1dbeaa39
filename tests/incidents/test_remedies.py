"""What is given to make good: within the limit at once, above it after a yes, never by oneself."""

import datetime as dt
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from config.templatetags.luwte import money
from incidents.codes.customer import REMEDY_BY_KEY, Remediable
from incidents.models import Event, Incident, Remedy, RemedyRule
from incidents.operations.remedies import (
    RemedyInput,
    decide_remedy,
    give_remedy,
    set_remedy_rules,
)
from incidents.queries.remedies import remedy_tasks
from people.errors import RuleBroken
from people.models import Membership, Notice
from tests.cast import Cast
from tests.factories import IncidentFactory, ProductFactory, RemedyFactory

REFUND = REMEDY_BY_KEY["refund"].number
APOLOGY = REMEDY_BY_KEY["apology"].number


@pytest.fixture
def incident(cast: Cast, now: dt.datetime) -> Incident:
    limits = {
        (REFUND, "staff"): Decimal(50),
        (REFUND, "deputy"): Decimal(75),
        (REFUND, "manager"): Decimal(200),
        (APOLOGY, "staff"): Decimal(0),
    }
    set_remedy_rules(actor=cast.hana, limits=limits, now=now)
    product = ProductFactory.create(name="Energy bill")
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north, product=product)


def refund(value: str | None, **changes: str) -> RemedyInput:
    amount = None if value is None else Decimal(value)
    return RemedyInput(**{"kind": "refund", "value": amount, "fault_side": "ours"} | changes)  # type: ignore[arg-type]


def test_a16_within_the_limit_nobody_is_asked(
    client: Client, cast: Cast, incident: Incident
) -> None:
    client.force_login(cast.ana)
    html = client.get(f"/report/{incident.public_id}/").content.decode()
    assert "You may give without asking" in html
    assert "up to €50" in html
    data = {"kind": "refund", "value": "50", "fault_side": "ours", "note": "The wrong bill"}
    assert client.post(f"/report/{incident.public_id}/remedies/", data).status_code == 302
    row = Remedy.objects.get()
    assert (row.is_granted, row.decided_by, row.product) == (True, cast.ana, incident.product)
    assert incident.events.get().kind == Event.Kind.REMEDY_GIVEN
    assert not Notice.objects.exists()


def test_a16_staff_see_what_they_may_give_before_there_is_a_report(
    client: Client, cast: Cast, incident: Incident
) -> None:
    client.force_login(cast.ana)
    html = client.get("/procedure/").content.decode()
    assert "You may give without asking:" in html
    assert "up to €50<" in html
    assert "€200" not in html
    client.force_login(cast.max)
    assert "up to €200<" in client.get("/procedure/").content.decode()
    client.force_login(cast.hana)
    assert "without asking" not in client.get("/procedure/").content.decode()


def test_a16_above_the_limit_the_manager_is_asked_and_answers(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    row = give_remedy(actor=cast.ana, incident=incident, remedy=refund("80"), now=now)
    assert row.decided_at is None
    assert [n.recipient for n in Notice.objects.filter(kind="decision")] == [cast.max]
    assert [task.path for task in remedy_tasks(cast.max, now)] == [row.get_absolute_url()]
    assert not remedy_tasks(cast.dex, now), "above the deputy's limit"
    assert not remedy_tasks(cast.ana, now)
    assert not remedy_tasks(cast.otto, now)
    client.force_login(cast.max)
    assert "€80" in client.get(row.get_absolute_url()).content.decode()
    answer = client.post(row.get_absolute_url(), {"is_granted": "no", "reason": ""})
    assert answer.status_code == 422
    assert "Say why not" in answer.content.decode()
    assert client.post(row.get_absolute_url(), {"is_granted": "yes"}).status_code == 302
    row.refresh_from_db()
    assert (row.is_granted, row.decided_by) == (True, cast.max)
    assert Notice.objects.filter(recipient=cast.ana, kind="decided").count() == 1
    kinds = list(incident.events.values_list("kind", flat=True))
    assert kinds == [Event.Kind.REMEDY_ASKED, Event.Kind.REMEDY_GIVEN]
    with pytest.raises(RuleBroken):
        decide_remedy(actor=cast.max, remedy=row, is_granted=False, reason="No", now=now)


def test_a16_deputy_answers_up_to_the_deputys_limit(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    row = give_remedy(actor=cast.ana, incident=incident, remedy=refund("75"), now=now)
    assert {n.recipient for n in Notice.objects.filter(kind="decision")} == {cast.max, cast.dex}
    decide_remedy(actor=cast.dex, remedy=row, is_granted=False, reason="Not ours.", now=now)
    row.refresh_from_db()
    assert (row.is_granted, row.reason) == (False, "Not ours.")


def test_a16_manager_has_a_limit_too_and_nobody_answers_themself(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    row = give_remedy(actor=cast.max, incident=incident, remedy=refund("500"), now=now)
    assert row.is_granted is None
    assert row.is_for_next_level
    assert [n.recipient for n in Notice.objects.filter(kind="decision")] == [cast.nora]
    assert [task.path for task in remedy_tasks(cast.nora, now)] == [row.get_absolute_url()]
    for actor in (cast.max, cast.dex, cast.ana, cast.otto, cast.pim):
        with pytest.raises(RuleBroken):
            decide_remedy(actor=actor, remedy=row, is_granted=True, reason="", now=now)
    client.force_login(cast.nora)
    html = client.get(row.get_absolute_url()).content.decode()
    assert "€500" in html
    assert incident.get_absolute_url() not in html
    decide_remedy(actor=cast.nora, remedy=row, is_granted=True, reason="", now=now)


def test_above_every_limit_with_nobody_above_is_said_at_once(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    Membership.objects.exclude(user=cast.max).filter(kind__in=["manager", "deputy"]).delete()
    with pytest.raises(RuleBroken) as refused:
        give_remedy(actor=cast.max, incident=incident, remedy=refund("500"), now=now)
    assert refused.value.field == "value"
    assert not Remedy.objects.exists()


def test_kind_without_a_limit_is_always_asked(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    given = refund(None, kind="apology")
    assert give_remedy(actor=cast.ana, incident=incident, remedy=given, now=now).is_granted
    asked = refund("1", kind="discount")
    assert give_remedy(actor=cast.ana, incident=incident, remedy=asked, now=now).is_granted is None


@pytest.mark.parametrize(
    ("remedy", "field"),
    [
        (RemedyInput(kind="gold", fault_side="ours"), "kind"),
        (RemedyInput(kind="refund", fault_side=""), "fault_side"),
        (RemedyInput(kind="refund", value=Decimal(-1), fault_side="ours"), "value"),
        (RemedyInput(kind="refund", fault_side="ours"), "value"),
        (RemedyInput(kind="discount", value=Decimal(0), fault_side="ours"), "value"),
        (RemedyInput(kind="apology", fault_side="ours", note="x" * 201), "note"),
    ],
)
def test_remedy_refuses_at_the_field(
    cast: Cast, incident: Incident, now: dt.datetime, remedy: RemedyInput, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        give_remedy(actor=cast.ana, incident=incident, remedy=remedy, now=now)
    assert refused.value.field == field


def test_refused_form_keeps_what_was_typed(client: Client, cast: Cast, incident: Incident) -> None:
    client.force_login(cast.ana)
    url = f"/report/{incident.public_id}/remedies/"
    answer = client.post(url, {"kind": "refund", "value": "much", "note": "The wrong bill"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Write an amount, such as 12.50." in html
    assert 'value="much"' in html
    assert 'value="The wrong bill"' in html
    assert 'role="alert"' in html


def test_hr_sets_the_limits_and_nobody_else(
    client: Client, cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    client.force_login(cast.hana)
    html = client.get("/remedies/").content.decode()
    assert "Up to these amounts" in html
    kept = {f"{r.role}_{r.kind}": str(r.limit) for r in RemedyRule.objects.all()}
    data = kept | {f"staff_{REFUND}": "60", f"deputy_{REFUND}": ""}
    assert client.post("/remedies/", data).status_code == 302
    rules = {(r.kind, r.role): (r.limit, r.set_by) for r in RemedyRule.objects.all()}
    assert rules[REFUND, "staff"] == (Decimal(60), cast.hana)
    assert (REFUND, "deputy") not in rules
    bad = client.post("/remedies/", data | {f"staff_{REFUND}": "-5"})
    assert bad.status_code == 422
    assert 'value="-5"' in bad.content.decode()
    with pytest.raises(RuleBroken):
        set_remedy_rules(actor=cast.max, limits={(REFUND, "staff"): Decimal(999)}, now=now)
    assert Remediable.STAFF in {role for _kind, role in rules}


def test_limit_holds_for_all_that_one_person_gives_after_one_report(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    """Twice thirty is more than fifty: what was not asked in one go is asked in two."""
    minute = dt.timedelta(minutes=5)
    assert give_remedy(actor=cast.ana, incident=incident, remedy=refund("30"), now=now).is_granted
    later = give_remedy(actor=cast.ana, incident=incident, remedy=refund("30"), now=now + minute)
    assert later.is_granted is None
    rest = give_remedy(actor=cast.ana, incident=incident, remedy=refund("20"), now=now + minute)
    assert rest.is_granted


def test_double_tap_gives_once(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    first = give_remedy(actor=cast.ana, incident=incident, remedy=refund("20"), now=now)
    assert give_remedy(actor=cast.ana, incident=incident, remedy=refund("20"), now=now) == first
    asked = give_remedy(actor=cast.ana, incident=incident, remedy=refund("80"), now=now)
    assert give_remedy(actor=cast.ana, incident=incident, remedy=refund("80"), now=now) == asked
    assert incident.events.count() == 2


def test_double_tap_on_the_forms_gives_and_answers_once(
    client: Client, cast: Cast, incident: Incident
) -> None:
    client.force_login(cast.ana)
    path = f"/report/{incident.public_id}/remedies/"
    for value in ("20", "80"):
        data = {"kind": "refund", "value": value, "fault_side": "ours"}
        assert [client.post(path, data).status_code for _ in range(2)] == [302, 302]
    assert Remedy.objects.count() == 2
    asked = Remedy.objects.waiting().get()
    client.force_login(cast.max)
    taps = [client.post(asked.get_absolute_url(), {"is_granted": "yes"}) for _ in range(2)]
    assert taps[0].status_code == 302
    assert "This was answered before." in taps[1].content.decode()
    assert Event.objects.filter(kind=Event.Kind.REMEDY_GIVEN).count() == 2
    assert Notice.objects.filter(recipient=cast.ana, kind=Notice.Kind.DECIDED).count() == 1


def test_database_refuses_leave_given_to_oneself_later(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    row = give_remedy(actor=cast.ana, incident=incident, remedy=refund("80"), now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(
            is_granted=True, decided_by=cast.ana, decided_at=now + dt.timedelta(hours=1)
        )


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"value": Decimal(-1)}, "remedy_value"),
        ({"fault_side": "nobody"}, "remedy_fault_side"),
        ({"is_granted": True}, "remedy_decided_by"),
        ({"decided_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)}, "remedy_decided_by"),
    ],
)
def test_database_refuses_half_an_answer_and_less_than_nothing(
    incident: Incident, changes: dict[str, Any], name: str
) -> None:
    row = RemedyFactory.create(incident=incident)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(**changes)


@pytest.mark.parametrize(
    ("value", "kind", "is_right"),
    [(50, REFUND, True), (51, REFUND, False), (0, APOLOGY, True), (1, APOLOGY, False)],
)
def test_database_knows_what_a_person_may_give_on_their_own_leave(
    cast: Cast, incident: Incident, now: dt.datetime, value: int, kind: int, *, is_right: bool
) -> None:
    own = {"asked_by": cast.ana, "asked_at": now, "decided_by": cast.ana, "decided_at": now}
    row = {"incident": incident, "kind": kind, "value": Decimal(value), "is_granted": True, **own}
    expected = (
        nullcontext() if is_right else pytest.raises(IntegrityError, match="above what the person")
    )
    with expected, transaction.atomic():
        RemedyFactory.create(**row)


def test_database_adds_up_what_a_person_gave_and_knows_their_place(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    give_remedy(actor=cast.ana, incident=incident, remedy=refund("30"), now=now)
    row = {"incident": incident, "asked_at": now, "decided_at": now, "is_granted": True}
    with pytest.raises(IntegrityError, match="above what the person"), transaction.atomic():
        RemedyFactory.create(asked_by=cast.ana, decided_by=cast.ana, value=Decimal(21), **row)
    RemedyFactory.create(asked_by=cast.max, decided_by=cast.max, value=Decimal(200), **row)
    warranty = REMEDY_BY_KEY["warranty"].number
    with pytest.raises(IntegrityError, match="above what the person"), transaction.atomic():
        RemedyFactory.create(
            asked_by=cast.max, decided_by=cast.max, kind=warranty, value=Decimal(1), **row
        )


def test_answered_remedy_stays_as_it_was(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    row = give_remedy(actor=cast.ana, incident=incident, remedy=refund("20"), now=now)
    with pytest.raises(ProgrammingError, match="incidents_remedy"), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(value=Decimal(10))
    with pytest.raises(ProgrammingError, match="incidents_remedy"), transaction.atomic():
        row.delete()


def test_database_refuses_a_refusal_without_a_reason(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    row = RemedyFactory.create(incident=incident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=row.pk).update(
            is_granted=False, decided_by=cast.max, decided_at=now
        )


def test_money_is_written_as_the_language_does() -> None:
    with translation.override("en"):
        assert money(Decimal("12.50")) == "€12.50"
    with translation.override("nl"):
        assert money(Decimal("12.50")) == "€\u00a012,50"


def test_tasks_ask_the_same_whatever_the_number(cast: Cast, incident: Incident) -> None:
    assert remedy_tasks(cast.max, timezone.now()) == []
    counts = []
    for size in (1, 5):
        RemedyFactory.create_batch(size, incident=incident)
        with CaptureQueriesContext(connection) as caught:
            assert remedy_tasks(cast.max, timezone.now())
        counts.append(len(caught))
    assert counts[0] == counts[1]
