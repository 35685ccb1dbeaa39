"""Declined care ends quietly; who saw it or stepped in has an offer of their own."""

import datetime as dt

import pytest

from incidents.operations import invite_witness
from people.models import Notice, User
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.pages import just_now, next_checkin, reported, signed_in, text_of
from wellbeing.models import CareOffer, CareSeries
from wellbeing.operations import claim_checkin

pytestmark = pytest.mark.django_db


def test_declined_twice_ends_with_a_note_that_only_the_person_sees(cast: Cast) -> None:
    incident = reported(cast.ana, cast.north)
    ana, boss = signed_in(cast.ana), signed_in(cast.max)
    for _ in range(2):
        address = f"/checkin/{next_checkin(cast.ana).public_id}/refusal/"
        assert ana.post(address).status_code == 302
    assert CareSeries.objects.get().end == CareSeries.End.DECLINED
    closing = Notice.objects.filter(kind="care_ended")
    assert [notice.recipient for notice in closing] == [cast.ana]
    assert "Your check-ins have ended" in text_of(ana.get("/home/").text)
    seen = text_of(boss.get(f"/report/{incident.public_id}/").text)
    assert "No check-in is planned" in seen
    for address in (f"/report/{incident.public_id}/", "/today/", "/home/"):
        assert "check-ins have ended" not in text_of(boss.get(address).text)


def test_page_says_what_declining_leads_to_and_what_it_does_not_stop(cast: Cast) -> None:
    reported(cast.ana, cast.north, "physical", reading=4)
    ana, alert = signed_in(cast.ana), "Somebody who leads still gets to know what happened"
    page = text_of(ana.get(next_url(cast.ana)).text)
    assert "once more after two weeks" in page
    assert alert in page
    ana.post(f"{next_url(cast.ana)}refusal/")
    page = text_of(ana.get(next_url(cast.ana)).text)
    assert "You are not offered it again" in page
    assert "once more after two weeks" not in page
    claim_checkin(actor=cast.max, checkin=next_checkin(cast.ana), now=just_now())
    assert alert not in text_of(ana.get(next_url(cast.ana)).text)


def next_url(person: User) -> str:
    return f"/checkin/{next_checkin(person).public_id}/"


def test_second_offer_is_two_weeks_later(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    first = next_checkin(cast.ana)
    signed_in(cast.ana).post(f"/checkin/{first.public_id}/refusal/")
    second = next_checkin(cast.ana)
    assert second.due_at - just_now() >= dt.timedelta(days=13)
    assert second.due_at - just_now() <= dt.timedelta(days=22)


def test_witness_of_the_team_chooses_time_and_person(cast: Cast) -> None:
    col = UserFactory.create(name="Col Vos")
    MembershipFactory.create(user=col, team=cast.north)
    incident = reported(cast.ana, cast.north)
    invite_witness(
        actor=cast.ana, incident=incident, person=col, may_see_facts=False, now=just_now()
    )
    offer = CareOffer.objects.get(person=col)
    client = signed_in(col)
    page = text_of(client.get(f"/offer/{offer.public_id}/").text)
    for words in ("as soon as possible", "at the end of my shift", "my manager, Max Visser"):
        assert words in page
    sent = {"when": "tomorrow", "with_whom": "adviser"}
    assert client.post(f"/offer/{offer.public_id}/", sent).status_code == 302
    assert next_checkin(col).owner == cast.pim
