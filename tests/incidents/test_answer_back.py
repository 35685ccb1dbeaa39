"""What was done comes back: reminders, second question, closing, opening, one for many."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.models import Answer, Event, Incident
from incidents.operations import give_answer, give_answers, reply_to_answer, sweep_answers
from incidents.operations.timeline import note_event
from people.errors import RuleBroken
from people.models import Notice, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import report

DAY = dt.timedelta(days=1)


def kinds_for(user: User) -> list[str]:
    return list(Notice.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def test_reporter_is_told_of_changes_but_not_of_every_click(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    for kind in (Event.Kind.JUDGED, Event.Kind.REACTED, Event.Kind.PROMISE_MADE):
        note_event(incident=incident, kind=kind, actor=cast.max, now=now)
    note_event(incident=incident, kind=Event.Kind.COMPLETED, actor=cast.ana, now=now)
    assert kinds_for(cast.ana).count("update") == 1
    Notice.objects.update(read_at=now)
    note_event(incident=incident, kind=Event.Kind.JUDGED, actor=cast.max, now=now)
    assert kinds_for(cast.ana).count("update") == 2


def test_who_owes_an_answer_is_reminded_then_the_next_level_each_once(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    assert incident.answer_due_at is not None
    due = incident.answer_due_at
    for moment in (due - 5 * DAY, due - 1.9 * DAY, due + 0.1 * DAY, due + 2.1 * DAY):
        sweep_answers(now=moment)
        sweep_answers(now=moment)
    assert [k for k in kinds_for(cast.max) if k.startswith("answer")] == [
        "answer_due",
        "answer_late",
    ]
    assert [k for k in kinds_for(cast.nora) if k.startswith("answer")] == ["answer_late"]


def test_report_closes_fourteen_days_after_the_second_question(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    for days, is_closed in ((6, False), (7, False), (20, False), (21.5, True)):
        sweep_answers(now=now + days * DAY)
        sweep_answers(now=now + days * DAY)
        incident.refresh_from_db()
        assert (incident.closed_at is not None) is is_closed, days
    assert incident.closed_by is None
    events = Event.objects.filter(incident=incident).values_list("kind", "actor")
    assert {("reminded", None), ("closed", None)} <= set(events)
    assert kinds_for(cast.ana).count("heard") == 1
    assert kinds_for(cast.ana).count("closed") == 1


def test_not_yet_needs_a_reason_and_opens_a_closed_report_again(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    answer = give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    sweep_answers(now=now + 7 * DAY)
    sweep_answers(now=now + 21 * DAY)
    later = now + 25 * DAY
    with pytest.raises(RuleBroken) as refused:
        reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason=" ", now=later)
    assert refused.value.field == "not_yet_reason"
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(reply="not_yet", replied_at=later)
    reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="And now?", now=later)
    incident.refresh_from_db()
    assert incident.closed_at is None
    assert incident.answer_due_at is not None
    assert incident.answer_due_at > later
    assert Event.objects.filter(incident=incident, kind="reopened").count() == 1
    assert give_answer(actor=cast.max, incident=incident, sentence="Now this.", now=later).pk


def test_heard_can_be_taken_back(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    answer = give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    reply_to_answer(actor=cast.ana, answer=answer, reply="heard", now=now)
    reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="It came back.", now=now)
    incident.refresh_from_db()
    assert incident.closed_at is None


def test_one_answer_reaches_several_reporters_who_learn_of_nobody_else(
    cast: Cast, now: dt.datetime
) -> None:
    other = UserFactory.create(name="Quinten Zwart")
    MembershipFactory.create(user=other, team=cast.north)
    first, second = report(cast.ana, cast.north, now), report(other, cast.north, now)
    client = signed_in(cast.max)
    named = {"report": [str(first.public_id), str(second.public_id)]}
    refused = client.post("/reports/answers/", {**named, "sentence": ""})
    assert refused.status_code == 422
    assert client.post("/reports/answers/", {**named, "sentence": "A new lock."}).status_code == 302
    one, two = Answer.objects.order_by("incident__pk")
    assert one.batch == two.batch is not None
    for path in ("/home/", "/mine/", f"/report/{first.public_id}/"):
        html = signed_in(cast.ana).get(path).text
        assert "A new lock." in html
        for trace in ("Quinten", str(second.public_id), str(two.public_id), str(one.batch)):
            assert trace not in html, path
    assert signed_in(cast.ana).get(f"/report/{second.public_id}/").status_code == 404


def test_one_answer_is_for_all_chosen_reports_or_for_none(cast: Cast, now: dt.datetime) -> None:
    own = report(cast.ana, cast.north, now)
    foreign = report(cast.zoe, cast.south, now)
    with pytest.raises(RuleBroken):
        give_answers(actor=cast.max, incidents=[own, foreign], sentence="Done.", now=now)
    with pytest.raises(RuleBroken):
        give_answers(actor=cast.max, incidents=[], sentence="Done.", now=now)
    assert not Answer.objects.exists()
    keys = {"report": [str(own.public_id), str(foreign.public_id)], "sentence": "Done."}
    assert signed_in(cast.max).post("/reports/answers/", keys).status_code == 404


def test_not_yet_without_a_reason_is_refused_beside_its_field(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    answer = give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    client.force_login(cast.ana)
    response = client.post(f"/answer/{answer.public_id}/reply/", {"reply": "not_yet"})
    assert response.status_code == 422
    assert "Say in a few words what is still missing." in response.text
    assert Incident.objects.get().answers.get().reply == ""
