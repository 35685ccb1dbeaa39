"""The person can end their care at any talk, on their own page."""

import pytest

from people.models import Notice
from tests.cast import Cast
from tests.wellbeing.pages import next_checkin, reported, signed_in, text_of
from wellbeing.codes import Outcome
from wellbeing.models import CareSeries, CheckIn
from wellbeing.operations import Talk, hold_checkin

pytestmark = pytest.mark.django_db
WORDS = "I don’t want any more check-ins"


def test_person_ends_everything_planned_after_one_question(cast: Cast) -> None:
    reported(cast.ana, cast.north, "threat_words")
    talk, client = next_checkin(cast.ana), signed_in(cast.ana)
    address = f"/checkin/{talk.public_id}/end/"
    assert address in client.get(f"/checkin/{talk.public_id}/").text
    assert "No more check-ins about this?" in text_of(client.get(address).text)
    assert CheckIn.objects.open().count() > 1

    assert client.post(address)["Location"] == "/home/"
    assert CareSeries.objects.get().end == CareSeries.End.BY_PERSON
    assert not CheckIn.objects.open().exists()
    assert [one.recipient for one in Notice.objects.filter(kind="care_ended")] == [cast.ana]
    assert text_of(signed_in(cast.max).get("/today/").text).count("Check-in with Ana") == 0


def test_care_is_ended_at_a_talk_that_was_held_too(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    talk, client = next_checkin(cast.ana), signed_in(cast.ana)
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.HELD), now=talk.due_at)
    assert CheckIn.objects.open().exists()
    page = f"/checkin/{talk.public_id}/"
    assert WORDS in text_of(client.get(page).text)
    client.post(f"{page}end/")
    assert not CheckIn.objects.open().exists()
    assert WORDS not in text_of(client.get(page).text)


def test_ending_twice_says_so_and_changes_nothing(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    talk, client = next_checkin(cast.ana), signed_in(cast.ana)
    client.post(f"/checkin/{talk.public_id}/end/")
    ended_at = CareSeries.objects.get().ended_at
    for send in (client.get, client.post):
        answer = send(f"/checkin/{talk.public_id}/end/", follow=True)
        assert "Your check-ins have ended already" in text_of(answer.text)
    assert CareSeries.objects.get().ended_at == ended_at


def test_nobody_else_ends_the_care(cast: Cast) -> None:
    reported(cast.ana, cast.north)
    address = f"/checkin/{next_checkin(cast.ana).public_id}/end/"
    assert signed_in(cast.max).post(address).status_code == 403
    assert signed_in(cast.zoe).post(address).status_code == 404
    assert CareSeries.objects.get().ended_at is None
