import datetime as dt

import pytest
from django.urls import reverse

from incidents.models import Takeover, TakeoverKind
from incidents.operations import Wish
from incidents.signals import takeover_recorded
from people.errors import RuleBroken
from people.models import Notice
from tests.cast import Cast
from tests.wellbeing.pages import just_now, signed_in, text_of
from tests.wellbeing.stories import checkins_of
from wellbeing.models import CareOffer
from wellbeing.operations import OfferAnswered, answer_offer, offer_care

LOAD = CareOffer.Because.LOAD


def test_offer_is_made_once_per_key_and_told_to_the_person_alone(cast: Cast) -> None:
    now = just_now()
    first = offer_care(person=cast.ana, because=LOAD, key="load:1", now=now)
    again = offer_care(person=cast.ana, because=LOAD, key="load:1", now=now)
    assert first == again
    assert list(Notice.objects.values_list("recipient", "kind")) == [(cast.ana.pk, "care_offer")]
    assert not checkins_of(cast.ana)


def test_taken_offer_plans_a_check_in_at_the_wished_moment(cast: Cast, now: dt.datetime) -> None:
    offer = offer_care(person=cast.ana, because=LOAD, key="load:1", now=now)
    at = now + dt.timedelta(days=2)
    wish = Wish(when="at", at=at, with_whom="adviser")
    for _ in range(2):
        answer_offer(actor=cast.ana, offer=offer, is_taken=True, wish=wish, now=now)
    (checkin,) = checkins_of(cast.ana)
    assert (checkin.due_at, checkin.owner) == (at, cast.pim)


def test_left_offer_plans_nothing_and_is_not_taken_later(cast: Cast, now: dt.datetime) -> None:
    offer = offer_care(person=cast.ana, because=LOAD, key="load:1", now=now)
    answer_offer(actor=cast.ana, offer=offer, is_taken=False, now=now)
    with pytest.raises(OfferAnswered):
        answer_offer(actor=cast.ana, offer=offer, is_taken=True, wish=Wish("soon"), now=now)
    assert not checkins_of(cast.ana)


def test_offer_is_answered_by_its_person_alone(cast: Cast, now: dt.datetime) -> None:
    offer = offer_care(person=cast.ana, because=LOAD, key="load:1", now=now)
    with pytest.raises(RuleBroken):
        answer_offer(actor=cast.max, offer=offer, is_taken=False, now=now)
    assert signed_in(cast.max).get(f"/offer/{offer.public_id}/").status_code == 404


def test_offer_without_a_moment_is_refused_and_stays_open(cast: Cast, now: dt.datetime) -> None:
    offer = offer_care(person=cast.ana, because=LOAD, key="load:1", now=now)
    with pytest.raises(RuleBroken) as refused:
        answer_offer(actor=cast.ana, offer=offer, is_taken=True, now=now)
    assert refused.value.field == "wish_when"
    url = reverse("wellbeing:offer", args=[offer.public_id])
    assert signed_in(cast.ana).post(url, {"when": ""}).status_code == 422
    assert CareOffer.objects.open().count() == 1


def test_home_shows_the_offer_until_it_is_answered(cast: Cast) -> None:
    offer = offer_care(person=cast.ana, because=LOAD, key="load:1", now=just_now())
    client = signed_in(cast.ana)
    assert "many small things" in text_of(client.get("/home/").text)
    url = reverse("wellbeing:offer", args=[offer.public_id])
    assert client.post(url, {"when": "soon", "with_whom": ""}).status_code == 302
    html = client.get("/home/").text
    assert "many small things" not in text_of(html)
    assert "Check-in with Max" in text_of(html)
    assert "You said yes" in text_of(client.get(url).text)


def test_offer_is_left_with_one_press(cast: Cast) -> None:
    offer = offer_care(person=cast.ana, because=LOAD, key="load:1", now=just_now())
    url = reverse("wellbeing:offer_refusal", args=[offer.public_id])
    assert signed_in(cast.ana).post(url)["Location"] == "/home/"
    offer.refresh_from_db()
    assert offer.is_taken is False


def test_who_stepped_in_is_offered_care(cast: Cast, now: dt.datetime) -> None:
    takeover = Takeover.objects.create(
        team=cast.north, kind=TakeoverKind.JOIN, person=cast.ana, taken_by=cast.max, taken_at=now
    )
    for _ in range(2):
        takeover_recorded.send(sender=Takeover, takeover=takeover, now=now)
    offer = CareOffer.objects.get()
    assert (offer.person, offer.because) == (cast.max, CareOffer.Because.HELPER)
