"""Stepping in for a colleague: how, why, whose it is then, and how that felt."""

import datetime as dt

import pytest
from django.test import Client

from incidents.codes.after import HANDOVER_REASONS
from incidents.models import Event, FeltBacked, HelpCall, HelpRing, Takeover, TakeoverKind
from incidents.operations.help import (
    accept_call,
    end_call,
    link_call,
    note_takeover,
    raise_call,
    record_takeover,
    say_felt_backed,
)
from incidents.queries.takeovers import (
    Backing,
    backing_of,
    case_owner,
    felt_backed_tasks,
    records_for,
    told_to,
)
from people.errors import RuleBroken
from people.models import Notice, User
from tests.cast import Cast
from tests.factories import IncidentFactory, MembershipFactory, UserFactory

MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)


@pytest.fixture
def call(cast: Cast, now: dt.datetime) -> HelpCall:
    return raise_call(actor=cast.ana, team=cast.north, key="a", now=now)


def notices(person: User, kind: str) -> int:
    return Notice.objects.filter(recipient=person, kind=kind, read_at__isnull=True).count()


def test_a02_after_a_handover_the_colleague_is_free_and_the_manager_has_the_case(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accept_call(actor=cast.max, call=call, kind="take_over", now=now)
    takeover = Takeover.objects.get(call=call)
    note_takeover(
        actor=cast.max, takeover=takeover, kind="take_over", reason="fresh_face", is_said=True,
        now=now,
    )  # fmt: skip
    end_call(actor=cast.max, call=call, now=now + MINUTE)
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    link_call(actor=cast.ana, call=call, incident=incident, now=now + MINUTE)
    takeover.refresh_from_db()
    # The record: from, to, reason, time.
    assert (takeover.person, takeover.taken_by, takeover.reason) == (cast.ana, cast.max, 3)
    assert takeover.taken_at == now
    assert not HelpCall.objects.open().filter(raised_by=cast.ana).exists(), "she is free"
    assert case_owner(incident) == cast.max
    event = Event.objects.get(incident=incident, kind=Event.Kind.TAKEN_OVER)
    assert (event.actor, event.about) == (cast.max, "take_over")
    words = " ".join(str(word.label) + word.key for word in HANDOVER_REASONS).lower()
    assert not any(blame in words for blame in ("fail", "could not", "unable", "mistake", "wrong"))


def test_a03_stepping_in_is_one_of_three_and_the_report_splits_them(
    cast: Cast, now: dt.datetime
) -> None:
    for turn, kind in enumerate(["advise", "join", "join", "take_over"]):
        call = raise_call(actor=cast.ana, team=cast.north, key=str(turn), now=now)
        for refused in ("", "boss"):
            with pytest.raises(RuleBroken) as error:
                accept_call(actor=cast.max, call=call, kind=refused, now=now)
            assert error.value.field == "kind"
        accept_call(actor=cast.max, call=call, kind=kind, now=now)
        end_call(actor=cast.ana, call=call, now=now)
    record = records_for(cast.max, now)[0]
    assert record.kinds == [("advise", 1), ("come and stand beside", 2), ("take over", 1)]
    assert set(TakeoverKind.values) == {"advise", "join", "take_over"}


@pytest.mark.parametrize(
    ("kind", "reason", "field"),
    [("", "fresh_face", "kind"), ("take_over", "", "reason"), ("join", "failed", "reason")],
)
def test_handover_needs_a_way_and_a_reason_of_the_list(
    cast: Cast, call: HelpCall, now: dt.datetime, kind: str, reason: str, field: str
) -> None:
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    takeover = Takeover.objects.get(call=call)
    with pytest.raises(RuleBroken) as error:
        note_takeover(
            actor=cast.max, takeover=takeover, kind=kind, reason=reason, is_said=False, now=now
        )
    assert error.value.field == field


def backed(cast: Cast, person: User, reply: str, now: dt.datetime, *, shown: bool = False) -> None:
    """Max stepped in on a report of somebody's, who says how that felt."""
    incident = IncidentFactory.create(reported_by=person, team=cast.north)
    takeover = record_takeover(
        actor=cast.max, incident=incident, kind="join", reason="", is_said=True, now=now
    )
    say_felt_backed(actor=person, takeover=takeover, reply=reply, may_manager_see=shown, now=now)


def test_a04_felt_backed_is_asked_once_and_shown_to_who_leads_as_totals(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accept_call(actor=cast.max, call=call, kind="take_over", now=now)
    leader = Client()
    leader.force_login(cast.max)
    assert "I’m the next step we have for this" in leader.get(call.get_absolute_url()).text
    takeover = Takeover.objects.get(call=call)
    assert felt_backed_tasks(cast.ana, now) == [], "not while it lasts"
    with pytest.raises(RuleBroken):
        say_felt_backed(
            actor=cast.ana, takeover=takeover, reply="yes", may_manager_see=False, now=now
        )
    end_call(actor=cast.ana, call=call, now=now + MINUTE)
    [task] = felt_backed_tasks(cast.ana, now + MINUTE)
    assert task.due_at == now + dt.timedelta(days=1), "the next day at the latest"
    assert notices(cast.ana, "felt_backed") == 1
    say_felt_backed(actor=cast.ana, takeover=takeover, reply="yes", may_manager_see=False, now=now)
    assert felt_backed_tasks(cast.ana, now) == []
    assert notices(cast.ana, "felt_backed") == 0
    with pytest.raises(RuleBroken, match="before"):
        say_felt_backed(
            actor=cast.ana, takeover=takeover, reply="no", may_manager_see=False, now=now
        )
    people = [cast.ana] + [
        MembershipFactory.create(team=cast.north, user=UserFactory.create()).user for _ in range(4)
    ]
    for reply, person in zip(("partly", "yes", "yes"), people[1:4], strict=True):
        backed(cast, person, reply, now)
    assert records_for(cast.max, now)[0].backing is None, "four answers"
    backed(cast, people[1], "no", now)
    assert records_for(cast.max, now)[0].backing == Backing(yes=3, partly=1, no=1)
    backed(cast, people[4], "yes", now)
    assert records_for(cast.max, now)[0].backing == Backing(yes=3, partly=1, no=1), (
        "one answer more does not show by itself"
    )
    assert records_for(cast.hana, now) == [], "HR reads the board, of several managers together"


def test_five_answers_of_two_people_say_nothing(now: dt.datetime) -> None:
    answers = [(turn % 2, "yes", now) for turn in range(6)]
    assert backing_of(answers, 3, since=now) is None


def test_answers_grow_old_in_whole_batches(now: dt.datetime) -> None:
    day = dt.timedelta(days=1)
    replies = ["no", *["yes"] * 9]
    answers = [(turn, reply, now + turn * day) for turn, reply in enumerate(replies)]
    whole = Backing(yes=9, partly=0, no=1)
    assert backing_of(answers, 3, since=now) == whole
    assert backing_of(answers, 3, since=now + day) == whole, "the one that is old shows nothing"
    assert backing_of(answers, 3, since=now + 5 * day) == Backing(yes=5, partly=0, no=0)


def test_who_only_stepped_in_reads_no_answer_meant_for_the_manager(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    HelpRing.objects.create(call=call, person=cast.pim, level=4, rung_at=now)
    accept_call(actor=cast.pim, call=call, kind="join", now=now)
    end_call(actor=cast.ana, call=call, now=now)
    takeover = Takeover.objects.get(call=call)
    say_felt_backed(actor=cast.ana, takeover=takeover, reply="no", may_manager_see=True, now=now)
    assert not told_to(cast.pim, now)
    assert told_to(cast.max, now)


def test_another_way_of_stepping_in_is_a_line_on_the_timeline(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    link_call(actor=cast.ana, call=call, incident=incident, now=now)
    takeover = Takeover.objects.get(call=call)
    for _ in range(2):
        note_takeover(
            actor=cast.max, takeover=takeover, kind="take_over", reason="safety", is_said=True,
            now=now,
        )  # fmt: skip
    told = Event.objects.filter(incident=incident, kind=Event.Kind.TAKEN_OVER)
    assert [event.about for event in told.order_by("pk")] == ["join", "take_over"]


def test_tie_is_made_to_an_own_report_alone(cast: Cast, call: HelpCall, now: dt.datetime) -> None:
    other = IncidentFactory.create(team=cast.north)
    with pytest.raises(RuleBroken):
        link_call(actor=cast.ana, call=call, incident=other, now=now)


def test_manager_reads_an_answer_only_when_its_person_ticks_so(
    cast: Cast, now: dt.datetime
) -> None:
    backed(cast, cast.ana, "no", now)
    assert not told_to(cast.max, now)
    backed(cast, cast.ana, "partly", now, shown=True)
    assert [one.reply for one in told_to(cast.max, now)] == ["partly"]
    assert not told_to(cast.otto, now)
    assert not told_to(cast.hana, now)
    assert FeltBacked.objects.count() == 2


def test_takeover_is_recorded_on_a_report_once_and_by_a_leader(
    cast: Cast, now: dt.datetime
) -> None:
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north)
    for who in (cast.ana, cast.otto, cast.pim):
        with pytest.raises(RuleBroken):
            record_takeover(
                actor=who, incident=incident, kind="join", reason="", is_said=False, now=now
            )
    first = record_takeover(
        actor=cast.max, incident=incident, kind="join", reason="", is_said=False, now=now
    )
    again = record_takeover(
        actor=cast.max, incident=incident, kind="take_over", reason="safety", is_said=True, now=now
    )
    assert first == again
    assert again.kind == "take_over"
    incident.is_anonymous = True
    incident.save()
    with pytest.raises(RuleBroken):
        record_takeover(
            actor=cast.dex, incident=incident, kind="join", reason="", is_said=False, now=now
        )


def test_report_without_a_name_is_tied_to_no_call(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    incident = IncidentFactory.create(reported_by=cast.ana, team=cast.north, is_anonymous=True)
    link_call(actor=cast.ana, call=call, incident=incident, now=now)
    assert not incident.takeovers.exists()
    call.refresh_from_db()
    assert call.incident is None
