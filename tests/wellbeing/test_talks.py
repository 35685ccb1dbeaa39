"""How a check-in went, and what follows from it."""

import datetime as dt

import pytest
from django.db import transaction

from incidents.codes import TOPIC_BY_KEY
from people.errors import RuleBroken
from people.models import Membership, Notice
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report, series_of
from wellbeing.codes import NeedSource, Outcome, RepeatReady, Step
from wellbeing.models import AgreedSupport, CareNote, CareSeries, CheckIn, TrainingNeed
from wellbeing.operations import (
    NotTheHolder,
    Support,
    Talk,
    claim_checkin,
    finish_support,
    hold_checkin,
    raise_need,
)
from wellbeing.queries.talks import agreed_before

pytestmark = pytest.mark.django_db

HELD = Talk(outcome=Outcome.HELD)
BOUNDARIES = TOPIC_BY_KEY["boundaries"].number


@pytest.fixture
def talk(cast: Cast, now: dt.datetime) -> CheckIn:
    report(cast.ana, cast.north, now)
    return checkins_of(cast.ana)[0]


def test_hold_checkin_keeps_everything_in_its_place(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    said = Talk(
        outcome=Outcome.HELD,
        repeat_ready=RepeatReady.WITH_BACKUP,
        is_help_offered=True,
        note=" Getting there. ",
        supports=(Support("Another desk on Friday", cast.dex, dt.date(2026, 11, 27)),),
        topics=(BOUNDARIES,),
    )
    row = hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)

    assert (row.held_by, row.done_at, row.outcome) == (cast.max, now, Outcome.HELD)
    assert (row.repeat_ready, row.is_help_offered) == (RepeatReady.WITH_BACKUP, True)
    assert CareNote.objects.get().body == "Getting there."
    assert AgreedSupport.objects.get().by_whom == cast.dex
    need = TrainingNeed.objects.get()
    assert (need.person, need.source, need.raised_by) == (cast.ana, NeedSource.CHECKIN, cast.max)
    told = set(Notice.objects.values_list("recipient__name", "kind"))
    assert told == {
        ("Max Visser", "same_day"),
        ("Ana Bakker", "talk_note"),
        ("Dex Kuiper", "support"),
    }
    assert [r.step for r in checkins_of(cast.ana)] == [Step.FOLLOW_UP, Step.FOLLOW_UP]


def test_talk_that_is_put_off_keeps_its_distance_from_the_next(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    first, second = [row.due_at for row in checkins_of(cast.ana)[1:]]
    put_off = Talk(Outcome.NOT_NOW, next_at=first - dt.timedelta(days=2))
    hold_checkin(actor=cast.max, checkin=talk, talk=put_off, now=first - dt.timedelta(days=3))

    again, follow_up, last = checkins_of(cast.ana)
    assert again.due_at == put_off.next_at
    assert follow_up.due_at >= first + dt.timedelta(days=4)
    assert (follow_up.why, last.due_at) == ("recent_talk", second)


def test_other_person_takes_over_what_was_taken_up_too(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    """Else the new holder would be told that the one before has taken it up already."""
    later = checkins_of(cast.ana)[1]
    claim_checkin(actor=cast.max, checkin=later, now=now)
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.OTHER_PERSON), now=now)
    later.refresh_from_db()
    assert (later.owner, later.claimed_by) == (cast.dex, cast.dex)
    claim_checkin(actor=cast.dex, checkin=later, now=now)


def test_hold_checkin_counts_the_follow_ups_from_the_talk(cast: Cast, talk: CheckIn) -> None:
    hold_checkin(actor=cast.max, checkin=talk, talk=HELD, now=local("2026-11-19 11:00"))
    assert [row.due_at for row in checkins_of(cast.ana)] == [
        local("2026-12-03 11:00"),
        local("2026-12-31 11:00"),
    ]


def test_hold_checkin_takes_the_next_moment_they_agreed_on(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    next_at = local("2026-11-25 09:00")
    said = Talk(outcome=Outcome.HELD, next_at=next_at)
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    assert checkins_of(cast.ana)[0].due_at == next_at
    assert len(checkins_of(cast.ana)) == 2


def test_hold_checkin_completes_the_series_after_the_last(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    for days in range(3):
        row = checkins_of(cast.ana)[0]
        hold_checkin(actor=cast.max, checkin=row, talk=HELD, now=now + dt.timedelta(days=days))
    series = CareSeries.objects.get()
    assert (series.end, checkins_of(cast.ana)) == (CareSeries.End.COMPLETED, [])


def test_hold_checkin_may_be_the_last_at_the_persons_wish(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    said = Talk(outcome=Outcome.HELD, is_last=True)
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    assert CareSeries.objects.get().end == CareSeries.End.BY_PERSON


def test_not_now_needs_a_new_date(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.NOT_NOW), now=now)
    assert refused.value.field == "next_at"

    next_at = local("2026-11-20 10:00")
    said = Talk(Outcome.NOT_NOW, next_at=next_at)
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    again = checkins_of(cast.ana)[0]
    assert (again.step, again.due_at, again.owner) == (Step.TALK, next_at, cast.max)


def test_not_now_puts_a_first_talk_off_no_further_than_its_latest_moment(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    far = Talk(Outcome.NOT_NOW, next_at=talk.latest_at + dt.timedelta(minutes=1))
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        hold_checkin(actor=cast.max, checkin=talk, talk=far, now=now)
    assert refused.value.field == "next_at"

    near = Talk(Outcome.NOT_NOW, next_at=talk.latest_at)
    hold_checkin(actor=cast.max, checkin=talk, talk=near, now=now)
    assert checkins_of(cast.ana)[0].due_at == talk.latest_at


def test_other_person_hands_the_talks_over(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.OTHER_PERSON), now=now)
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.dex}
    assert Notice.objects.filter(recipient=cast.ana, kind=Notice.Kind.CHECKIN_OWNER).exists()
    assert Notice.objects.filter(recipient=cast.dex, kind=Notice.Kind.CHECKIN_TASK).exists()


def test_other_person_may_be_named(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    said = Talk(Outcome.OTHER_PERSON, with_whom="adviser")
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.pim}


def test_other_person_says_so_when_there_is_nobody_else(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    Membership.objects.exclude(user__in=[cast.ana, cast.max]).delete()
    cast.pim.role_grants.all().delete()
    with pytest.raises(RuleBroken, match="nobody else"):
        hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.OTHER_PERSON), now=now)
    talk.refresh_from_db()
    assert talk.is_open


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.OTHER_PERSON])
def test_without_a_talk_nothing_comes_of_what_was_filled_in(
    cast: Cast, talk: CheckIn, now: dt.datetime, outcome: Outcome
) -> None:
    """Whatever sends it: what only a talk can lead to is left out."""
    said = Talk(
        outcome,
        repeat_ready=RepeatReady.NOT_NOW,
        supports=(Support("Sits next to Bram", cast.max, None),),
        topics=(BOUNDARIES,),
        is_last=True,
    )
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    talk.refresh_from_db()
    assert talk.repeat_ready == ""
    assert not AgreedSupport.objects.exists()
    assert not TrainingNeed.objects.exists()
    assert CareSeries.objects.get().ended_at is None


def test_declined_in_the_talk_is_offered_once_more(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    said = Talk(Outcome.DECLINED)
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    (offer,) = checkins_of(cast.ana)
    assert offer.step == Step.SECOND_OFFER

    hold_checkin(actor=cast.max, checkin=offer, talk=said, now=offer.due_at)
    assert CareSeries.objects.get().end == CareSeries.End.DECLINED


def test_accepted_second_offer_plans_the_talk(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.DECLINED), now=now)
    (offer,) = checkins_of(cast.ana)
    next_at = offer.due_at + dt.timedelta(hours=2)
    said = Talk(Outcome.HELD, next_at=next_at)
    hold_checkin(actor=cast.max, checkin=offer, talk=said, now=offer.due_at)
    assert [row.due_at for row in checkins_of(cast.ana)] == [next_at]


def test_only_the_holder_writes_down_a_talk(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    with pytest.raises(NotTheHolder):
        hold_checkin(actor=cast.dex, checkin=talk, talk=HELD, now=now)


def test_hold_checkin_claims_a_serious_report(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = checkins_of(cast.ana)[0]
    row = hold_checkin(actor=cast.max, checkin=contact, talk=HELD, now=now)
    assert (row.claimed_by, row.escalate_at) == (cast.max, None)
    assert series_of(cast.ana).ended_at is None


def test_need_that_is_open_is_not_raised_twice(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    raise_need(actor=cast.ana, person=cast.ana, topic=BOUNDARIES, source=NeedSource.SELF, now=now)
    said = Talk(Outcome.HELD, topics=(BOUNDARIES,))
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    assert TrainingNeed.objects.get().source == NeedSource.SELF


def test_care_note_is_for_the_two_people_alone(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    said = Talk(Outcome.OTHER_PERSON, note="Rather with Dex.")
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    readers = {
        user.name.split()[0]
        for user in (
            cast.ana,
            cast.max,
            cast.dex,
            cast.nora,
            cast.zoe,
            cast.hana,
            cast.pim,
            cast.bo,
        )
        if CareNote.objects.visible_to(user).exists()
    }
    assert readers == {"Ana", "Max"}


def test_finish_support_once(cast: Cast, talk: CheckIn, now: dt.datetime) -> None:
    said = Talk(Outcome.HELD, supports=(Support("A break after hard talks", cast.max),))
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    support = AgreedSupport.objects.get()
    finish_support(actor=cast.max, support=support, now=now)
    later = now + dt.timedelta(days=1)
    assert finish_support(actor=cast.max, support=support, now=later).done_at == now


def test_next_talk_shows_what_stands_and_what_was_settled_in_this_care(
    cast: Cast, talk: CheckIn, now: dt.datetime
) -> None:
    said = ("Settled lately", "Still to come")
    supports = tuple(Support(what, cast.max) for what in said)
    held = Talk(Outcome.HELD, supports=supports, is_last=True)
    hold_checkin(actor=cast.max, checkin=talk, talk=held, now=now)
    lately = AgreedSupport.objects.get(what="Settled lately")
    finish_support(actor=cast.max, support=lately, now=now)
    same_care = CheckIn.objects.filter(series=talk.series).exclude(pk=talk.pk)[0]
    assert [one.what for one in agreed_before(same_care, cast.ana)] == [*reversed(said)]
    report(cast.ana, cast.north, now + dt.timedelta(days=60))
    later = checkins_of(cast.ana)[0]
    assert [one.what for one in agreed_before(later, cast.ana)] == ["Still to come"]
