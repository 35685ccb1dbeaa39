import datetime as dt

import pytest

from incidents.models import Answer, Incident
from incidents.operations import give_answer, reply_to_answer
from incidents.signals import answer_given, answer_replied
from people.errors import RuleBroken
from people.models import Notice
from tests.cast import Cast
from tests.factories import IncidentFactory


@pytest.fixture
def incident(cast: Cast) -> Incident:
    return IncidentFactory.create(reported_by=cast.ana, team=cast.north)


def test_answer_reaches_the_reporter(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    told: list[str] = []

    def listen(sender: type, **kwargs: object) -> None:
        told.append("given")

    answer_given.connect(listen)
    answer = give_answer(actor=cast.max, incident=incident, sentence=" We\ncalled. ", now=now)
    answer_given.disconnect(listen)
    assert (answer.sentence, told) == ("We called.", ["given"])
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind) == (cast.ana, "answer")
    assert notice.path == f"/report/{incident.public_id}/"
    assert not Incident.objects.owed_answer().exists()


def test_answer_comes_from_who_leads_the_team_or_advises(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    for actor in (cast.ana, cast.zoe, cast.otto, cast.nora, cast.hana, cast.bo):
        with pytest.raises(RuleBroken):
            give_answer(actor=actor, incident=incident, sentence="Done.", now=now)
    for actor in (cast.dex, cast.pim):
        give_answer(actor=actor, incident=incident, sentence="Done.", now=now)
        reply_to_answer(actor=cast.ana, answer=incident.answers.get(reply=""),
                        reply="not_yet", reason="When?", now=now)  # fmt: skip


def test_manager_does_not_answer_an_own_report(cast: Cast, now: dt.datetime) -> None:
    own = IncidentFactory.create(reported_by=cast.max, team=cast.north)
    with pytest.raises(RuleBroken):
        give_answer(actor=cast.max, incident=own, sentence="Done.", now=now)
    assert give_answer(actor=cast.dex, incident=own, sentence="Done.", now=now).pk


@pytest.mark.parametrize("sentence", ["", "  \n", "x" * 501])
def test_answer_is_one_sentence(
    cast: Cast, incident: Incident, now: dt.datetime, sentence: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        give_answer(actor=cast.max, incident=incident, sentence=sentence, now=now)
    assert refused.value.field == "sentence"


def test_heard_closes_the_report_for_good(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    answer = give_answer(actor=cast.max, incident=incident, sentence="Done.", now=now)
    with pytest.raises(RuleBroken, match="there already"):
        give_answer(actor=cast.max, incident=incident, sentence="More.", now=now)
    for _ in range(2):
        reply_to_answer(actor=cast.ana, answer=answer, reply="heard", now=now)
    incident.refresh_from_db()
    assert (incident.closed_at, incident.closed_by) == (now, cast.ana)
    with pytest.raises(RuleBroken, match="closed"):
        give_answer(actor=cast.max, incident=incident, sentence="More.", now=now)


def test_not_yet_tells_the_manager_and_asks_for_another(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    replies: list[str] = []

    def listen(sender: type, answer: Answer, **kwargs: object) -> None:
        replies.append(answer.reply)

    answer_replied.connect(listen)
    answer = give_answer(actor=cast.max, incident=incident, sentence="Done.", now=now)
    reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="When?", now=now)
    answer_replied.disconnect(listen)
    assert replies == ["not_yet"]
    assert Notice.objects.filter(recipient=cast.max, kind="not_yet").count() == 1
    assert Incident.objects.owed_answer().get() == incident
    again = give_answer(actor=cast.max, incident=incident, sentence="We called.", now=now)
    reply_to_answer(actor=cast.ana, answer=again, reply="heard", now=now)
    assert Incident.objects.get().closed_at == now


def test_reply_is_the_reporters_and_final(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    answer = give_answer(actor=cast.max, incident=incident, sentence="Done.", now=now)
    for actor, reply in ((cast.max, "heard"), (cast.zoe, "heard"), (cast.ana, "maybe")):
        with pytest.raises(RuleBroken):
            reply_to_answer(actor=actor, answer=answer, reply=reply, now=now)
    reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="When?", now=now)
    with pytest.raises(RuleBroken, match="replied"):
        reply_to_answer(actor=cast.ana, answer=answer, reply="heard", now=now)
