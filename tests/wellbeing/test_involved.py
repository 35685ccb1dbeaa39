"""Who was part of what happened never holds a talk about it, whichever way talks change hands."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from incidents.codes import WishWhen, WishWith
from incidents.operations import Wish, invite_witness
from incidents.operations.reading import name_involved, take_back_involved
from people.errors import RuleBroken
from people.models import Notice, RoleGrant
from people.operations import set_absence
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import checkins_of, report
from tests.wellbeing.test_standing_in import DAY, TODAY, owners
from wellbeing.codes import Outcome
from wellbeing.models import CheckIn
from wellbeing.operations import (
    Talk,
    ask_for_checkin,
    choose_holder,
    claim_checkin,
    hand_over,
    hold_checkin,
    name_holder_involved,
    wait_for_holder,
)
from wellbeing.queries.waiting import return_of

pytestmark = pytest.mark.django_db


def test_holder_who_was_part_of_it_holds_it_never_again(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    name_holder_involved(actor=cast.ana, checkin=checkins_of(cast.ana)[0], now=now)
    assert owners(cast.ana) == ["Dex"] * 3
    with pytest.raises(RuleBroken):
        choose_holder(
            actor=cast.ana,
            checkin=checkins_of(cast.ana)[0],
            with_whom=WishWith.MANAGER,
            now=now,
        )
    with pytest.raises(RuleBroken, match="Somebody else holds"):
        claim_checkin(actor=cast.max, checkin=checkins_of(cast.ana)[0], now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.update(owner=cast.max)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckIn.objects.update(owner=cast.ana)


@pytest.mark.parametrize("who", ["ana", "pim"])
def test_reporter_and_adviser_name_on_the_report_who_was_part_of_it(
    cast: Cast, now: dt.datetime, who: str
) -> None:
    incident = report(cast.ana, cast.north, now)
    client, path = signed_in(getattr(cast, who)), f"/report/{incident.public_id}/involved/"
    assert path in client.get(incident.get_absolute_url()).text
    for named in (cast.dex, cast.max):
        answer = client.post(path, {"person": str(named.public_id)})
        assert answer.status_code == 302
    assert owners(cast.ana) == ["Nora"] * 3
    assert "Max Visser" in client.get(path).text
    assert not Notice.objects.filter(recipient__in=[cast.max, cast.dex], kind="involved").exists()
    assert client.post(path, {"person": str(cast.ana.public_id)}).status_code == 422


def test_nobody_else_says_or_reads_who_was_part_of_it(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    path = f"/report/{incident.public_id}/involved/"
    name_involved(actor=cast.ana, incident=incident, person=cast.pim, now=now)
    for nosy, status in ((cast.max, 403), (cast.pim, 403), (cast.zoe, 404), (cast.hana, 404)):
        client = signed_in(nosy)
        assert client.get(path).status_code == status
        assert client.post(path, {"person": str(cast.dex.public_id)}).status_code == status
        assert "part of it" not in client.get(incident.get_absolute_url()).text
    with pytest.raises(RuleBroken, match="Only the reporter or an adviser"):
        name_involved(actor=cast.max, incident=incident, person=cast.dex, now=now)


def test_nobody_waits_for_who_was_part_of_it(cast: Cast, now: dt.datetime) -> None:
    """Max is away and Dex stands in; then Max turns out to have been part of it."""
    incident = report(cast.ana, cast.north, now, wish=Wish(when=WishWhen.TOMORROW))
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, ends_on=TODAY + DAY, now=now)
    assert checkins_of(cast.ana)[0].standing_in_for == cast.max
    name_involved(actor=cast.ana, incident=incident, person=cast.max, now=now)
    talk = checkins_of(cast.ana)[0]
    assert (talk.owner, talk.standing_in_for) == (cast.dex, None)
    CheckIn.objects.filter(pk=talk.pk).update(standing_in_for=cast.max)
    talk.refresh_from_db()
    assert return_of(talk, now) is None
    with pytest.raises(RuleBroken, match="Nobody stands in"):
        wait_for_holder(actor=cast.ana, checkin=talk, now=now)
    hand_over(now=now + 3 * DAY)
    assert set(owners(cast.ana)) == {"Dex"}


def test_who_was_part_of_it_gets_the_talk_by_no_way(cast: Cast, now: dt.datetime) -> None:
    """Wish with a new report or without one, own choice, buddy, another person wanted."""
    bea = UserFactory.create(name="Bea Blom")
    MembershipFactory.create(user=bea, team=cast.south)
    RoleGrant.objects.create(user=bea, role=RoleGrant.Role.BUDDY)
    incident = report(cast.ana, cast.north, now)
    for named in (bea, cast.dex):
        name_involved(actor=cast.ana, incident=incident, person=named, now=now)
    out = {"Bea", "Dex"}
    report(cast.ana, cast.north, now, wish=Wish(WishWhen.TOMORROW, None, WishWith.BUDDY, bea))
    assert out.isdisjoint(owners(cast.ana))
    report(cast.ana, cast.north, now, wish=Wish(WishWhen.TOMORROW, None, WishWith.DEPUTY))
    assert out.isdisjoint(owners(cast.ana))
    talk = checkins_of(cast.ana)[0]
    for kind, buddy in ((WishWith.BUDDY, bea), (WishWith.DEPUTY, None)):
        with pytest.raises(RuleBroken):
            choose_holder(actor=cast.ana, checkin=talk, with_whom=kind, buddy=buddy, now=now)
        with pytest.raises(RuleBroken):
            ask_for_checkin(
                actor=cast.ana, wish=Wish(WishWhen.TOMORROW, None, kind, buddy), now=now
            )
    page = signed_in(cast.ana).get(f"/checkin/{talk.public_id}/").text
    choices = page[page.index('id="holder"') : page.index('id="involved"')]
    assert "Bea Blom" not in choices
    assert "Dex Kuiper" not in choices
    other = Talk(outcome=Outcome.OTHER_PERSON, with_whom=WishWith.DEPUTY)
    hold_checkin(actor=cast.max, checkin=talk, talk=other, now=now)
    assert out.isdisjoint(owners(cast.ana))
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, now=now)
    assert out.isdisjoint(owners(cast.ana))


def test_holder_who_is_asked_as_a_witness_hands_over(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    invite_witness(actor=cast.ana, incident=incident, person=cast.max, may_see_facts=False, now=now)
    assert owners(cast.ana) == ["Dex"] * 3


def test_who_named_somebody_takes_it_back_and_the_choice_opens_again(
    cast: Cast, now: dt.datetime
) -> None:
    """The talk stays with who got it, until the person chooses."""
    incident = report(cast.ana, cast.north, now)
    name_involved(actor=cast.ana, incident=incident, person=cast.max, now=now)
    client, path = signed_in(cast.ana), f"/report/{incident.public_id}/involved/"
    assert f"{path}removal/" in client.get(path).text
    answer = client.post(f"{path}removal/", {"person": str(cast.max.public_id)}, follow=True)
    assert "Taken back." in answer.text
    assert not incident.involved.exists()
    assert not incident.events.filter(at__gt=now).exists()
    hand_over(now=now + DAY)
    assert owners(cast.ana) == ["Dex"] * 3
    talk = checkins_of(cast.ana)[0]
    choose_holder(actor=cast.ana, checkin=talk, with_whom=WishWith.MANAGER, now=now)
    assert set(owners(cast.ana)) == {"Max"}
    again = client.post(f"{path}removal/", {"person": str(cast.max.public_id)}, follow=True)
    assert "couldn’t be taken back" in again.text


def test_nobody_takes_back_what_somebody_else_named(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    name_involved(actor=cast.pim, incident=incident, person=cast.max, now=now)
    path = f"/report/{incident.public_id}/involved/"
    assert f"{path}removal/" not in signed_in(cast.ana).get(path).text
    with pytest.raises(RuleBroken, match="Only who named them"):
        take_back_involved(actor=cast.ana, incident=incident, person=cast.max)
    with pytest.raises(RuleBroken, match="Only the reporter or an adviser"):
        take_back_involved(actor=cast.dex, incident=incident, person=cast.max)
    take_back_involved(actor=cast.pim, incident=incident, person=cast.max)
    assert not incident.involved.exists()


def test_alert_leaves_the_pages_of_who_was_part_of_it(cast: Cast, now: dt.datetime) -> None:
    """Else the button would tell them that they were named."""
    incident = report(cast.ana, cast.north, now, "threat_words", reading=3)
    pages = ("/today/", incident.get_absolute_url())
    max_ = signed_in(cast.max)
    assert all("needs somebody now" in max_.get(path).text for path in pages[:1])
    name_involved(actor=cast.ana, incident=incident, person=cast.max, now=now)
    for path in pages:
        assert "/claim/" not in max_.get(path).text
    assert any("/claim/" in signed_in(cast.dex).get(path).text for path in pages)
