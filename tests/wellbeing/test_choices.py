"""What the person may do with what is planned, and who takes it up."""

import datetime as dt

import pytest

from incidents.codes import WishWith
from incidents.operations import Wish
from people.errors import RuleBroken
from people.models import Membership, Notice, Outbox
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report, series_of
from wellbeing.codes import Outcome, Preset, Step, Why
from wellbeing.models import CareSeries, CheckIn
from wellbeing.operations import (
    AlreadyClaimed,
    CheckInClosed,
    ask_for_checkin,
    choose_holder,
    claim_checkin,
    decline_care,
    end_care,
    move_checkin,
)
from wellbeing.queries import care_of

pytestmark = pytest.mark.django_db


def test_claim_checkin_stops_the_alert(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = checkins_of(cast.ana)[0]
    at = now + dt.timedelta(minutes=5)

    row = claim_checkin(actor=cast.max, checkin=contact, now=at)

    assert (row.claimed_by, row.claimed_at, row.owner) == (cast.max, at, cast.max)
    assert row.escalate_at == contact.due_at + dt.timedelta(hours=24)
    assert claim_checkin(actor=cast.max, checkin=contact, now=at).claimed_at == at


def test_claim_checkin_by_the_deputy_tells_the_person(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = checkins_of(cast.ana)[0]

    row = claim_checkin(actor=cast.dex, checkin=contact, now=now)

    assert row.owner == cast.dex
    assert Notice.objects.get(recipient=cast.ana).kind == Notice.Kind.CHECKIN_OWNER
    with pytest.raises(AlreadyClaimed, match="Dex Kuiper"):
        claim_checkin(actor=cast.max, checkin=contact, now=now)


def test_claim_checkin_takes_over_what_somebody_is_late_with(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = claim_checkin(actor=cast.max, checkin=checkins_of(cast.ana)[0], now=now)
    late = contact.due_at + dt.timedelta(hours=1)
    row = claim_checkin(actor=cast.dex, checkin=contact, now=late)
    assert (row.owner, row.claimed_by) == (cast.dex, cast.dex)


def test_move_checkin_by_the_person_within_the_bound(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]

    moved = move_checkin(actor=cast.ana, checkin=talk, at=local("2026-11-21 12:00"), now=now)

    assert moved.due_at == local("2026-11-21 12:00")
    assert (moved.asked_when, moved.is_asked_for) == ("at", True)
    assert Notice.objects.exclude(kind=Notice.Kind.SAME_DAY).get().recipient == cast.max


def test_move_checkin_says_why_it_may_not_wait_longer(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]

    with pytest.raises(RuleBroken, match=r"21 November 2026, 14:05 is the latest") as refused:
        move_checkin(actor=cast.ana, checkin=talk, at=local("2026-11-21 14:06"), now=now)
    assert refused.value.field == "at"
    with pytest.raises(RuleBroken, match="still to come"):
        move_checkin(actor=cast.ana, checkin=talk, at=now, now=now)


def test_move_checkin_of_a_late_one_by_its_holder_keeps_the_promise(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    late = talk.due_at + dt.timedelta(days=4)

    moved = move_checkin(actor=cast.max, checkin=talk, at=late + dt.timedelta(minutes=30), now=late)

    assert moved.due_at > late
    assert moved.promised_at == talk.due_at


def test_move_checkin_by_its_holder_is_no_wish_and_keeps_its_distance(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now)
    talk, follow_up, _last = checkins_of(cast.ana)
    at = talk.due_at + dt.timedelta(days=3)

    moved = move_checkin(actor=cast.max, checkin=follow_up, at=at, now=now)

    assert (moved.asked_when, moved.is_asked_for, moved.why) == ("", False, Why.RECENT_TALK)
    assert moved.due_at == local("2026-11-27 09:00")
    mine = move_checkin(actor=cast.ana, checkin=follow_up, at=at, now=now)
    assert (mine.asked_when, mine.due_at) == ("at", at)


def test_choose_holder_changes_the_later_talks_too(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]

    choose_holder(actor=cast.ana, checkin=talk, with_whom=WishWith.ADVISER, now=now)

    assert {row.owner for row in checkins_of(cast.ana)} == {cast.pim}
    assert series_of(cast.ana).wish_with == "adviser"
    assert Outbox.objects.exclude(notice__kind=Notice.Kind.SAME_DAY).get().recipient == cast.pim


def test_choose_holder_that_does_not_exist_is_refused(cast: Cast, now: dt.datetime) -> None:
    report(cast.zoe, cast.south, now)
    with pytest.raises(RuleBroken) as refused:
        choose_holder(
            actor=cast.zoe, checkin=checkins_of(cast.zoe)[0], with_whom=WishWith.DEPUTY, now=now
        )
    assert refused.value.field == "with_whom"


def test_decline_care_is_offered_once_more_and_then_ends(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    series = decline_care(actor=cast.ana, checkin=checkins_of(cast.ana)[0], now=now)

    (offer,) = checkins_of(cast.ana)
    assert (offer.step, series.preset) == (Step.SECOND_OFFER, Preset.DECLINED)
    assert offer.due_at == local("2026-12-02 14:05")
    assert CheckIn.objects.filter(outcome=Outcome.DECLINED, held_by=None).count() == 1

    ended = decline_care(actor=cast.ana, checkin=offer, now=offer.due_at)
    assert (ended.end, ended.ended_at) == (CareSeries.End.DECLINED, offer.due_at)
    closing = Notice.objects.get(kind=Notice.Kind.CARE_ENDED)
    assert closing.recipient == cast.ana
    assert not Outbox.objects.exclude(notice__kind=Notice.Kind.SAME_DAY).exists()


def test_decline_care_does_not_silence_a_serious_alert(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    decline_care(actor=cast.ana, checkin=checkins_of(cast.ana)[0], now=now)

    (offer,) = checkins_of(cast.ana)
    assert (offer.alert_at, offer.escalate_at) == (now, now + dt.timedelta(minutes=30))


def test_a_new_report_after_a_decline_may_be_declined_with_a_new_offer(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, wish=Wish(when="none"))
    later = now + dt.timedelta(days=2)
    report(cast.ana, cast.north, later)
    talk = checkins_of(cast.ana)[0]
    assert talk.step == Step.TALK

    decline_care(actor=cast.ana, checkin=talk, now=later)
    assert [row.step for row in checkins_of(cast.ana)] == [Step.SECOND_OFFER]


def test_closed_check_in_is_left_alone(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    decline_care(actor=cast.ana, checkin=talk, now=now)
    with pytest.raises(CheckInClosed):
        move_checkin(actor=cast.ana, checkin=talk, at=now + dt.timedelta(hours=5), now=now)
    with pytest.raises(CheckInClosed):
        claim_checkin(actor=cast.max, checkin=talk, now=now)


def test_ask_for_checkin_needs_no_report(cast: Cast, now: dt.datetime) -> None:
    row = ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow", with_whom="deputy"), now=now)

    assert (row.owner, row.due_at) == (cast.dex, local("2026-11-19 14:05"))
    assert row.series.preset == Preset.LIGHT
    assert Notice.objects.get(recipient=cast.dex).kind == Notice.Kind.CHECKIN_TASK


def test_ask_for_checkin_brings_a_planned_talk_forward(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    row = ask_for_checkin(actor=cast.ana, wish=Wish(when="soon"), now=now)

    assert row.due_at == local("2026-11-18 16:05")
    assert CareSeries.objects.count() == 1
    assert [r.step for r in checkins_of(cast.ana)].count(Step.TALK) == 1


def test_ask_for_checkin_needs_a_moment(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="when you would like"):
        ask_for_checkin(actor=cast.ana, wish=Wish(), now=now)
    with pytest.raises(RuleBroken, match="still to come"):
        ask_for_checkin(actor=cast.ana, wish=Wish(when="at", at=now), now=now)


def test_end_care_leaves_nothing_open(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    ended = end_care(actor=cast.ana, series=series_of(cast.ana), now=now)
    assert ended.end == CareSeries.End.BY_PERSON
    assert checkins_of(cast.ana) == []


def test_small_firm_ends_at_the_adviser(cast: Cast, now: dt.datetime) -> None:
    """One owner in three roles: for the owner's own report only the outside adviser is left."""
    Membership.objects.exclude(user__in=[cast.max, cast.ana]).delete()
    cast.north.parent = None
    cast.north.save()

    report(cast.max, cast.north, now, "threat_words")
    assert {row.owner for row in checkins_of(cast.max)} == {cast.pim}

    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    assert talk.owner == cast.max
    choose_holder(actor=cast.ana, checkin=talk, with_whom=WishWith.ADVISER, now=now)
    assert checkins_of(cast.ana)[0].owner == cast.pim


def test_nobody_at_all_leaves_the_check_in_without_a_holder(cast: Cast, now: dt.datetime) -> None:
    Membership.objects.exclude(user=cast.ana).delete()
    cast.pim.role_grants.all().delete()

    incident = report(cast.ana, cast.north, now, "threat_words")

    care = care_of(incident)
    assert care is not None
    assert care.is_nobody_there
    assert {row.owner for row in care.checkins} == {None}
    assert not Outbox.objects.exclude(notice__kind=Notice.Kind.SAME_DAY).exists()
