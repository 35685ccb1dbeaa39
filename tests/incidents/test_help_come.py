"""Coming to a call: who may, who is first, how it ends, and what is asked afterwards."""

import datetime as dt
import threading

import pytest
from django.db import connection

from incidents.models import HelpCall, Takeover
from incidents.operations.help import (
    NotInCall,
    SomebodyElseComes,
    accept_call,
    add_reason,
    advance_calls,
    call_again,
    end_call,
    pass_call,
    raise_call,
    say_still,
)
from incidents.queries.takeovers import (
    seconds_to_accept_by_month,
)
from people.errors import RuleBroken
from people.models import Notice, User
from tests.cast import Cast, assemble
from tests.factories import MembershipFactory

MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)


@pytest.fixture
def call(cast: Cast, now: dt.datetime) -> HelpCall:
    return raise_call(actor=cast.ana, team=cast.north, key="a", now=now)


def notices(person: User, kind: str) -> int:
    return Notice.objects.filter(recipient=person, kind=kind, read_at__isnull=True).count()


def test_first_to_accept_comes_and_the_seconds_are_kept(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accepted = accept_call(actor=cast.max, call=call, kind="join", now=now + 12 * SECOND)
    assert accepted.seconds_to_accept == 12
    assert accepted.accepted_by == cast.max
    with pytest.raises(SomebodyElseComes, match="Max is on the way already"):
        accept_call(actor=cast.dex, call=call, kind="join", now=now + 13 * SECOND)
    again = accept_call(actor=cast.max, call=call, kind="advise", now=now + 14 * SECOND)
    assert again.seconds_to_accept == 12, "twice is once"
    assert seconds_to_accept_by_month(dt.date(2026, 11, 1), dt.date(2026, 12, 1)) == {
        dt.date(2026, 11, 1): [(cast.ana.pk, 12.0)]
    }


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one_who_comes() -> None:
    cast, now = assemble(), dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
    call = raise_call(actor=cast.ana, team=cast.north, key="a", now=now)
    ready, outcomes = threading.Barrier(2), []

    def accept(person: User) -> None:
        ready.wait()
        try:
            accept_call(actor=person, call=call, kind="join", now=now)
            outcomes.append("comes")
        except SomebodyElseComes:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[person]) for person in (cast.max, cast.dex)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["comes", "told"]
    assert Takeover.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_call() -> None:
    cast, now = assemble(), dt.datetime(2026, 11, 18, 13, 5, tzinfo=dt.UTC)
    ready, made = threading.Barrier(2), []

    def press(key: str) -> None:
        ready.wait()
        try:
            made.append(raise_call(actor=cast.ana, team=cast.north, key=key, now=now).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[key]) for key in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == HelpCall.objects.count() == 1


@pytest.mark.parametrize("who", ["ana", "zoe", "otto", "hana", "bo", "pim"])
def test_only_those_who_were_asked_or_lead_the_team_come(
    cast: Cast, call: HelpCall, now: dt.datetime, who: str
) -> None:
    with pytest.raises(RuleBroken):
        accept_call(actor=getattr(cast, who), call=call, kind="join", now=now)


def test_deputy_may_come_before_their_level_is_asked(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    assert accept_call(actor=cast.dex, call=call, kind="join", now=now).accepted_by == cast.dex


def test_lines_of_the_others_go_when_somebody_comes(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    advance_calls(now=now + MINUTE)
    assert notices(cast.max, "help") == notices(cast.dex, "help") == 1
    accept_call(actor=cast.dex, call=call, kind="join", now=now + MINUTE)
    assert notices(cast.max, "help") == notices(cast.dex, "help") == 0
    assert advance_calls(now=now + 2 * MINUTE) == 0, "it does not travel on"


def test_who_passes_lets_the_next_level_be_asked_at_once(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    pass_call(actor=cast.max, call=call, now=now + 5 * SECOND)
    assert notices(cast.dex, "help") == 1
    pass_call(actor=cast.max, call=call, now=now + 6 * SECOND)
    call.refresh_from_db()
    assert call.level == HelpCall.Level.DEPUTIES, "twice is once"


def test_call_waits_for_the_other_manager_when_one_passes(cast: Cast, now: dt.datetime) -> None:
    other = MembershipFactory.create(team=cast.north, kind="manager").user
    call = raise_call(actor=cast.ana, team=cast.north, key="a", now=now)
    pass_call(actor=cast.max, call=call, now=now)
    call.refresh_from_db()
    assert call.level == HelpCall.Level.MANAGERS
    pass_call(actor=other, call=call, now=now)
    call.refresh_from_db()
    assert call.level == HelpCall.Level.DEPUTIES


def test_call_is_withdrawn_before_anybody_comes(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    ended = end_call(actor=cast.ana, call=call, now=now + 3 * SECOND)
    assert (ended.withdrawn_at, ended.ended_at) == (now + 3 * SECOND, None)
    assert notices(cast.max, "help") == 0
    with pytest.raises(RuleBroken, match="over"):
        accept_call(actor=cast.max, call=call, kind="join", now=now)
    assert raise_call(actor=cast.ana, team=cast.north, key="b", now=now) != call


def test_only_the_two_end_a_call(cast: Cast, call: HelpCall, now: dt.datetime) -> None:
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    with pytest.raises(NotInCall):
        end_call(actor=cast.dex, call=call, now=now)
    assert end_call(actor=cast.max, call=call, now=now).ended_by == cast.max


def test_both_are_asked_after_fifteen_minutes_and_again_when_it_goes_on(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    advance_calls(now=now + 15 * MINUTE - SECOND)
    assert notices(cast.ana, "help_still") == 0
    advance_calls(now=now + 15 * MINUTE)
    advance_calls(now=now + 16 * MINUTE)
    assert notices(cast.ana, "help_still") == notices(cast.max, "help_still") == 1
    still = say_still(actor=cast.max, call=call, now=now + 16 * MINUTE)
    assert not still.is_asked
    advance_calls(now=now + 30 * MINUTE)
    assert notices(cast.ana, "help_still") == 1
    advance_calls(now=now + 31 * MINUTE)
    assert notices(cast.ana, "help_still") == 2


def test_new_press_rings_when_the_old_call_was_asked_after_in_vain(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    assert raise_call(actor=cast.ana, team=cast.north, key="b", now=now) == call
    advance_calls(now=now + 15 * MINUTE)
    later = now + 20 * MINUTE
    assert raise_call(actor=cast.ana, team=cast.north, key="c", now=later) != call


def test_nobody_has_come_so_everybody_is_asked_again(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    add_reason(
        actor=cast.ana, call=call, wanted="join", heat=3, channel="phone", place="Desk 3", now=now
    )
    accept_call(actor=cast.max, call=call, kind="join", now=now)
    again = call_again(actor=cast.ana, call=call, key="b", now=now + MINUTE)
    assert again != call
    assert (again.wanted, again.heat, again.place) == ("join", 3, "Desk 3")
    assert again.is_waiting
    assert call_again(actor=cast.ana, call=call, key="c", now=now + MINUTE) == again


def test_reason_is_the_callers_and_only_while_the_call_is_open(
    cast: Cast, call: HelpCall, now: dt.datetime
) -> None:
    reason = {"wanted": "", "heat": None, "channel": "", "place": "Desk 3", "now": now}
    with pytest.raises(RuleBroken):
        add_reason(actor=cast.max, call=call, **reason)  # type: ignore[arg-type]
    end_call(actor=cast.ana, call=call, now=now)
    with pytest.raises(RuleBroken):
        add_reason(actor=cast.ana, call=call, **reason)  # type: ignore[arg-type]
