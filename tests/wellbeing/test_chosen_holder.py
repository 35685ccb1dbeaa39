"""Choosing another person holds, also when somebody had taken the alert up already."""

import datetime as dt

import pytest

from incidents.codes import WishWhen, WishWith
from incidents.models import Incident
from incidents.operations import ReportInput, Wish, report_incident
from people.models import User
from tests.cast import Cast
from wellbeing.codes import Step
from wellbeing.models import CheckIn
from wellbeing.operations import AlreadyClaimed, choose_holder, claim_checkin, hand_over
from wellbeing.queries import today_of


def _serious(cast: Cast, person: User, now: dt.datetime, wish: Wish | None = None) -> Incident:
    return report_incident(
        actor=person,
        report=ReportInput(
            occurred_at=now,
            team=cast.north,
            reported_by=person,
            channel="counter",
            behaviours=("threat_words",),
            reading=3,
            wish=wish or Wish(),
        ),
        now=now,
    )


def test_chosen_holder_takes_over_what_was_claimed(cast: Cast, now: dt.datetime) -> None:
    _serious(cast, cast.ana, now)
    contact = CheckIn.objects.get(step=Step.FIRST_CONTACT)
    claim_checkin(actor=cast.max, checkin=contact, now=now)
    choose_holder(actor=cast.ana, checkin=contact, with_whom=WishWith.ADVISER, now=now)
    assert claim_checkin(actor=cast.pim, checkin=contact, now=now).owner == cast.pim
    with pytest.raises(AlreadyClaimed):
        claim_checkin(actor=cast.max, checkin=contact, now=now)


def test_alert_is_open_again_when_who_claimed_it_leaves(cast: Cast, now: dt.datetime) -> None:
    _serious(cast, cast.ana, now)
    contact = CheckIn.objects.get(step=Step.FIRST_CONTACT)
    claim_checkin(actor=cast.max, checkin=contact, now=now)
    cast.max.is_active, cast.max.deactivated_at = False, now
    cast.max.save()
    later = now + dt.timedelta(minutes=10)
    hand_over(now=later)
    contact.refresh_from_db()
    assert (contact.owner, contact.claimed_by, contact.alert_at) == (cast.dex, None, later)


def test_wish_for_the_adviser_is_kept_by_the_talk(cast: Cast, now: dt.datetime) -> None:
    """The manager makes the first contact; the wish for soon is for the adviser's talk."""
    _serious(cast, cast.ana, now, Wish(when=WishWhen.SOON, with_whom=WishWith.ADVISER))
    contact = CheckIn.objects.get(step=Step.FIRST_CONTACT)
    talk = CheckIn.objects.get(step=Step.TALK)
    assert (contact.owner, contact.asked_when) == (cast.max, "")
    assert (talk.owner, talk.asked_when) == (cast.pim, WishWhen.SOON)
    assert talk.due_at <= now + dt.timedelta(hours=3)


def test_answer_to_a_lone_leader_waits_with_the_adviser(cast: Cast, now: dt.datetime) -> None:
    """Nobody leads the region but Nora, so the answer to her own report is the adviser's task."""
    report = report_incident(
        actor=cast.nora,
        report=ReportInput(
            occurred_at=now,
            team=cast.region,
            reported_by=cast.nora,
            channel="phone",
            behaviours=("personal_insult",),
            reading=2,
        ),
        now=now,
    )
    assert _answers(cast.pim, now) == [report]
    assert _answers(cast.nora, now) == []
    _serious(cast, cast.ana, now)
    assert len(_answers(cast.pim, now)) == 1


def _answers(user: User, now: dt.datetime) -> list:
    return list(today_of(user, now).answers)
