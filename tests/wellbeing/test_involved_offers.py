"""The talk of a witness, or of who stepped in, is held by nobody who was part of it either."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from incidents.codes import WishWhen, WishWith
from incidents.models import Incident, ReadingConsent, Witness
from incidents.operations import Wish, invite_witness
from incidents.operations.help import (
    accept_call,
    end_call,
    link_call,
    raise_call,
    record_takeover,
)
from incidents.operations.reading import name_involved
from people.errors import RuleBroken
from people.models import User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import checkins_of, report
from tests.wellbeing.test_standing_in import owners
from wellbeing.models import CareOffer, CheckIn
from wellbeing.operations import (
    answer_offer,
    ask_for_checkin,
    claim_checkin,
    recheck_holders,
    repeat_offers,
)
from wellbeing.queries.circle import choosable_for, unmet_wish_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TOMORROW = Wish(WishWhen.TOMORROW)


@pytest.fixture
def wim(cast: Cast) -> User:
    """Wim works at Ana's desk and saw it."""
    wim = UserFactory.create(name="Wim Kok")
    MembershipFactory.create(user=wim, team=cast.north)
    return wim


@pytest.fixture
def incident(cast: Cast, now: dt.datetime) -> Incident:
    """What Ana reports, with her manager as part of it."""
    incident = report(cast.ana, cast.north, now)
    name_involved(actor=cast.ana, incident=incident, person=cast.max, now=now)
    return incident


def ask(cast: Cast, incident: Incident, person: User, now: dt.datetime) -> CareOffer:
    invite_witness(
        actor=incident.reported_by, incident=incident, person=person, may_see_facts=False, now=now
    )
    return CareOffer.objects.open().get(person=person)


def take(offer: CareOffer, now: dt.datetime, wish: Wish = TOMORROW) -> None:
    answer_offer(actor=offer.person, offer=offer, is_taken=True, wish=wish, now=now)


def test_witness_talks_with_nobody_who_was_part_of_it(
    cast: Cast, wim: User, incident: Incident, now: dt.datetime
) -> None:
    """Max is not offered, not given the talk, not let in by a claim, and not by the database."""
    offer = ask(cast, incident, wim, now)
    shown = choosable_for(wim, about=offer.incident, now=now)
    assert cast.max not in [user for _kind, user in shown.kinds]
    page = signed_in(wim).get(f"/offer/{offer.public_id}/").text
    assert "Max" not in page
    with pytest.raises(RuleBroken, match="nobody in this place"):
        take(offer, now, Wish(WishWhen.TOMORROW, None, WishWith.MANAGER))
    take(offer, now)
    assert owners(wim) == ["Dex"]
    (talk,) = checkins_of(wim)
    with pytest.raises(RuleBroken) as refused:
        claim_checkin(actor=cast.max, checkin=talk, now=now)
    assert str(refused.value.message) == "Somebody else holds this check-in by now."
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=talk.pk).update(owner=cast.max)
    CheckIn.objects.filter(pk=talk.pk).update(owner=cast.dex)


def test_talk_of_a_witness_moves_when_its_holder_is_named(
    cast: Cast, wim: User, now: dt.datetime
) -> None:
    """At once, silently for who is named, and nobody is asked to read a report of a colleague."""
    incident = report(cast.ana, cast.north, now)
    take(ask(cast, incident, wim, now), now)
    assert owners(wim) == ["Max"]
    name_involved(actor=cast.ana, incident=incident, person=cast.max, now=now)
    assert (owners(wim), owners(cast.ana)) == (["Dex"], ["Dex"] * 3)
    assert not ReadingConsent.objects.exists()


def test_witness_does_not_talk_with_who_was_hit(cast: Cast, wim: User, now: dt.datetime) -> None:
    """Max reports what he met himself: he needs care, and is nobody to ask another how it is."""
    incident = report(cast.max, cast.north, now)
    offer = ask(cast, incident, wim, now)
    assert cast.max not in [
        user for _kind, user in choosable_for(wim, about=incident, now=now).kinds
    ]
    take(offer, now)
    assert owners(wim) == ["Dex"]
    (talk,) = checkins_of(wim)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.filter(pk=talk.pk).update(owner=cast.max)
    assert recheck_holders(now=now) == 0


def test_running_care_that_an_offer_joins_leaves_who_was_part_of_it(
    cast: Cast, wim: User, incident: Incident, now: dt.datetime
) -> None:
    """Why is not told: that Max was named is Ana's to know, in Wim's own reports too."""
    offer = ask(cast, incident, wim, now)
    ask_for_checkin(actor=wim, wish=TOMORROW, now=now)
    assert owners(wim) == ["Max"]
    take(offer, now)
    assert owners(wim) == ["Dex"]
    own = report(wim, cast.north, now, wish=Wish(WishWhen.TOMORROW, None, WishWith.MANAGER))
    assert "Max" not in owners(wim)
    assert unmet_wish_of(own, now) == "manager"


def test_offer_made_once_more_knows_its_report(
    cast: Cast, wim: User, incident: Incident, now: dt.datetime
) -> None:
    answer_offer(actor=wim, offer=ask(cast, incident, wim, now), is_taken=False, now=now)
    repeat_offers(now=now + 14 * DAY)
    take(CareOffer.objects.open().get(person=wim), now + 14 * DAY)
    assert owners(wim) == ["Dex"]


def test_daily_net_finds_the_talk_of_a_witness(cast: Cast, wim: User, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    take(ask(cast, incident, wim, now), now)
    assert recheck_holders(now=now) == 0
    Witness.objects.create(incident=incident, person=cast.max, invited_by=cast.ana, invited_at=now)
    assert recheck_holders(now=now) == 1 + len(checkins_of(cast.ana))


def test_who_stepped_in_talks_with_nobody_who_was_part_of_it(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    record_takeover(
        actor=cast.dex, incident=incident, kind="join", reason="", is_said=False, now=now
    )
    take(CareOffer.objects.get(), now)
    assert owners(cast.dex) == ["Nora"]


def test_talk_of_who_came_to_a_call_moves_when_its_report_is_written(
    cast: Cast, incident: Incident, now: dt.datetime
) -> None:
    """The offer is taken before anybody can say which report it is about."""
    call = raise_call(actor=cast.ana, team=cast.north, key="a", now=now)
    accept_call(actor=cast.dex, call=call, kind="join", now=now)
    end_call(actor=cast.dex, call=call, now=now)
    take(CareOffer.objects.get(), now)
    assert owners(cast.dex) == ["Max"]
    link_call(actor=cast.ana, call=call, incident=incident, now=now)
    assert owners(cast.dex) == ["Nora"]
