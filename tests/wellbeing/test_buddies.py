"""A trained buddy holds a check-in because the person named them, and sees nothing else."""

import datetime as dt

import pytest
from django.utils import timezone

from incidents.codes import WishWhen, WishWith
from incidents.models import Incident, Narrative
from incidents.operations import Wish
from incidents.operations.reading import name_involved
from people.errors import RuleBroken
from people.models import Absence, Notice, RoleGrant, User
from people.queries import buddies
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.stories import checkins_of, local, report, series_of
from wellbeing.codes import Step, Why
from wellbeing.models import CheckIn
from wellbeing.operations import ask_for_checkin, choose_holder, hand_over, pass_on, wish_moment
from wellbeing.queries.circle import choosable_for, others_for

pytestmark = pytest.mark.django_db


def test_buddies_are_never_oneself_nor_absent_and_the_near_ones_come_first(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    near = UserFactory.create(name="Zed Zwart")
    MembershipFactory.create(user=near, team=cast.north)
    away = UserFactory.create(name="Abe Aalders")
    for user in (near, away, cast.ana):
        RoleGrant.objects.create(user=user, role=RoleGrant.Role.BUDDY)
    day = timezone.localdate(now)
    Absence.objects.create(user=away, starts_on=day, made_by=away, made_at=now)
    assert buddies(without=cast.ana, day=day) == [near, buddy]


def test_talk_names_the_buddies_near_by_apart_from_those_further_away(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    """Bea works at the site of Ana, in another team; Abe in no team at all."""
    abe, zed = UserFactory.create(name="Abe Aalders"), UserFactory.create(name="Zed Zwart")
    MembershipFactory.create(user=zed, team=cast.north)
    for user in (abe, zed):
        RoleGrant.objects.create(user=user, role=RoleGrant.Role.BUDDY)
    report(cast.ana, cast.north, now)
    others = others_for(checkins_of(cast.ana)[0], now=now)
    assert (others.near, others.further) == ([zed, buddy], [abe])


def test_report_with_a_named_buddy_is_held_by_them(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    wish = Wish(WishWhen.TOMORROW, None, WishWith.BUDDY, buddy)
    report(cast.ana, cast.north, now, wish=wish)
    talk = checkins_of(cast.ana)[0]
    assert (talk.owner, talk.due_at) == (buddy, local("2026-11-19 14:05"))
    assert hand_over(now=now) == 0


def test_buddy_who_is_not_named_or_not_trained_is_refused(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    for wrong in (None, cast.zoe, cast.ana):
        with pytest.raises(RuleBroken) as refused:
            ask_for_checkin(actor=cast.ana, wish=Wish("soon", None, WishWith.BUDDY, wrong), now=now)
        assert refused.value.field == "wish_buddy"
    with pytest.raises(RuleBroken):
        ask_for_checkin(actor=cast.ana, wish=Wish("soon", None, "manager", buddy), now=now)
    assert not CheckIn.objects.exists()


def test_first_contact_after_a_threat_stays_with_the_line(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    report(
        cast.ana, cast.north, now, "threat_words", wish=Wish("soon", None, WishWith.BUDDY, buddy)
    )
    held = {row.step: row.owner for row in checkins_of(cast.ana)}
    assert (held[Step.FIRST_CONTACT], held[Step.TALK]) == (cast.max, buddy)


def test_buddy_sees_that_check_in_and_not_the_report(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now)
    assert not CheckIn.objects.visible_to(buddy).exists()
    talk = checkins_of(cast.ana)[0]
    choose_holder(actor=cast.ana, checkin=talk, with_whom=WishWith.BUDDY, buddy=buddy, now=now)
    assert CheckIn.objects.visible_to(buddy).filter(pk=talk.pk).exists()
    assert not Incident.objects.visible_to(buddy).exists()
    assert not Narrative.objects.visible_to(buddy).exists()
    assert Notice.objects.get(recipient=buddy).kind == Notice.Kind.CHECKIN_TASK


def test_buddy_who_cannot_gives_it_to_the_next(cast: Cast, buddy: User, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, wish=Wish("", None, WishWith.BUDDY, buddy))
    talk = checkins_of(cast.ana)[0]
    pass_on(actor=buddy, checkin=talk, now=now)
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.max}
    assert series_of(cast.ana).wish_with == ""
    assert Notice.objects.get(recipient=cast.ana).kind == Notice.Kind.CHECKIN_OWNER
    with pytest.raises(RuleBroken, match="not yours"):
        pass_on(actor=buddy, checkin=talk, now=now)


def test_buddy_who_is_trained_no_more_hands_over(cast: Cast, buddy: User, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, wish=Wish("", None, WishWith.BUDDY, buddy))
    buddy.role_grants.all().delete()
    assert hand_over(now=now) == 3
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.max}


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("soon", "2026-11-18 16:05"),
        ("end_of_shift", "2026-11-18 17:00"),
        ("tomorrow", "2026-11-19 14:05"),
    ],
)
def test_moment_is_chosen_again_by_the_same_choices(
    cast: Cast, now: dt.datetime, when: str, due: str
) -> None:
    report(cast.ana, cast.north, now)
    row = wish_moment(actor=cast.ana, checkin=checkins_of(cast.ana)[0], wish=Wish(when), now=now)
    assert (row.due_at, row.asked_when, row.why) == (local(due), when, "")


def test_not_now_declines(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    wish_moment(actor=cast.ana, checkin=checkins_of(cast.ana)[0], wish=Wish("none"), now=now)
    assert [row.step for row in checkins_of(cast.ana)] == [Step.SECOND_OFFER]


@pytest.mark.parametrize(
    ("when", "why"), [("tomorrow", Why.NO_WORK_THEN), ("end_of_shift", Why.BEYOND_BOUND)]
)
def test_moment_beyond_the_bound_says_why(
    cast: Cast, now: dt.datetime, when: str, why: str
) -> None:
    """A talk of Thursday waits until Monday at five; the next late shift ends after that."""
    cast.ana.shift_ends_at = dt.time(22)
    cast.ana.save()
    report(cast.ana, cast.north, local("2026-11-19 09:00"))
    talk = checkins_of(cast.ana)[0]
    friday = local("2026-11-20 22:30")
    row = wish_moment(actor=cast.ana, checkin=talk, wish=Wish(when), now=friday)
    assert (row.asked_when, row.why) == (when, why)
    assert row.due_at == row.latest_at == local("2026-11-23 17:00")


def test_buddy_who_was_part_of_it_is_neither_offered_nor_holds(
    cast: Cast, buddy: User, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now, wish=Wish("", None, WishWith.BUDDY, buddy))
    assert buddy in choosable_for(cast.ana, now=now).buddies
    name_involved(actor=cast.ana, incident=incident, person=buddy, now=now)
    found = choosable_for(cast.ana, now=now)
    assert buddy not in found.buddies
    assert WishWith.BUDDY not in dict(found.kinds)
    hand_over(now=now)
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.max}
    with pytest.raises(RuleBroken, match="nobody in this place"):
        choose_holder(
            actor=cast.ana,
            checkin=checkins_of(cast.ana)[0],
            with_whom=WishWith.BUDDY,
            buddy=buddy,
            now=now,
        )
