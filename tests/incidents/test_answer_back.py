"""What was done comes back: reminders, second question, closing, opening, one for many."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.models import Answer, Event, Incident
from incidents.operations import (
    give_answer,
    give_answers,
    reply_to_answer,
    sweep_answers,
    write_message,
)
from incidents.operations.due import answer_due
from incidents.operations.timeline import note_event
from people.errors import RuleBroken
from people.models import Notice, Organisation, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import report

DAY = dt.timedelta(days=1)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
AT_NOON = dt.datetime(2026, 1, 1, 11, tzinfo=dt.UTC)


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


@pytest.mark.parametrize("weekdays", ["12345", "123456", "23456", "1234567"])
def test_answer_is_due_at_the_close_of_the_tenth_working_day(cast: Cast, weekdays: str) -> None:
    """Every day of a year, with both changes of the clock, against another calendar."""
    Organisation.objects.update(working_weekdays=weekdays, day_ends_at=dt.time(17))
    incident, organisation = report(cast.ana, cast.north, AT_NOON), Organisation.current()
    mask = [day in weekdays for day in "1234567"]
    for days in range(366):
        sent = AT_NOON + days * DAY
        # A count that begins on a day off begins on the working day before it.
        due = np.busday_offset(np.datetime64(sent.date()), 10, roll="backward", weekmask=mask)
        local = dt.datetime.combine(due.astype(dt.date), dt.time(17), tzinfo=AMSTERDAM)
        assert answer_due(incident, sent, organisation) == local, sent


def test_next_level_hears_of_it_two_working_days_late_not_in_the_weekend(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    friday = dt.datetime(2026, 12, 4, 17, tzinfo=AMSTERDAM)
    Incident.objects.filter(pk=incident.pk).update(answer_due_at=friday)

    def told(person: User) -> list[str]:
        return [kind for kind in kinds_for(person) if kind.startswith("answer")]

    sweep_answers(now=friday - DAY - dt.timedelta(days=1, seconds=1))
    assert told(cast.max) == []
    sweep_answers(now=friday - 2 * DAY)
    assert told(cast.max) == ["answer_due"]
    for moment in (friday, friday + 2 * DAY, friday + 4 * DAY - dt.timedelta(seconds=1)):
        sweep_answers(now=moment)
        assert told(cast.max) == ["answer_due", "answer_late"]
        assert told(cast.nora) == []
    sweep_answers(now=friday + 4 * DAY)
    assert told(cast.nora) == ["answer_late"]


def test_report_closes_not_a_second_early(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    second, asked = dt.timedelta(seconds=1), now + 7 * DAY
    sweep_answers(now=asked - second)
    assert Answer.objects.get().asked_again_at is None
    sweep_answers(now=asked)
    sweep_answers(now=asked + 14 * DAY - second)
    incident.refresh_from_db()
    assert incident.closed_at is None
    sweep_answers(now=asked + 14 * DAY)
    incident.refresh_from_db()
    assert incident.closed_at == asked + 14 * DAY


@pytest.mark.parametrize("who", ["max", "ana", None])
def test_database_lets_nobody_close_a_report_without_a_reply(
    cast: Cast, now: dt.datetime, who: str | None
) -> None:
    incident = report(cast.ana, cast.north, now)
    row = Incident.objects.filter(pk=incident.pk)
    closing = {"closed_by": getattr(cast, who) if who else None}
    with pytest.raises(IntegrityError, match="only the reporter"), transaction.atomic():
        row.update(closed_at=now, **closing)
    give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    sweep_answers(now=now + 7 * DAY)
    with pytest.raises(IntegrityError, match="only the reporter"), transaction.atomic():
        row.update(closed_at=now + 20 * DAY, **closing)


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
    due = incident.answer_due_at.astimezone(AMSTERDAM)
    page = signed_in(cast.ana).get(f"/report/{incident.public_id}/").text
    assert f"Another answer comes by {due.day} {due:%B}." in page
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


def test_reporter_reads_the_same_whether_others_got_the_answer_too(
    cast: Cast, now: dt.datetime
) -> None:
    """Neither order nor count nor time tells that somebody else reported the same."""
    others = [UserFactory.create(name=name) for name in ("Quinten Zwart", "Bea Aal")]
    for other in others:
        MembershipFactory.create(user=other, team=cast.north)
    first = report(others[0], cast.north, now)
    own = report(cast.ana, cast.north, now)
    last = report(others[1], cast.north, now)
    sent = now + DAY
    give_answers(actor=cast.max, incidents=[last, own, first], sentence="A new lock.", now=sent)
    assert {answer.written_at for answer in Answer.objects.get_queryset()} == {sent}
    paths = ("/home/", "/mine/", f"/report/{own.public_id}/")
    together = [_without_tokens(signed_in(cast.ana).get(path).text) for path in paths]
    Answer.objects.exclude(incident=own).delete()
    Answer.objects.update(batch=None)
    Notice.objects.exclude(recipient=cast.ana).delete()
    Notice.objects.update(read_at=None)
    alone = [_without_tokens(signed_in(cast.ana).get(path).text) for path in paths]
    assert together == alone
    assert "A new lock." in together[0]


def _without_tokens(html: str) -> str:
    """Leave out what differs from one answer of the server to the next."""
    return re.sub(r'(?<=value=")[0-9A-Za-z-]{36,64}(?=")|"X-CSRFToken":"\w+"', "", html)


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


def test_message_that_is_tapped_twice_stands_once(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    second = dt.timedelta(seconds=1)
    first = write_message(actor=cast.max, incident=incident, body="Was it him?", now=now)
    again = write_message(actor=cast.max, incident=incident, body=" Was it him? ", now=now + second)
    assert again == first
    assert kinds_for(cast.ana).count("question") == 1
    write_message(actor=cast.ana, incident=incident, body="Was it him?", now=now + second)
    write_message(actor=cast.max, incident=incident, body="Was it him?", now=now + 2 * second)
    assert incident.messages.count() == 3
