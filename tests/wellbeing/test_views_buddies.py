"""Your time, your person: what the pages offer, say and keep to themselves."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.codes import WishWith
from incidents.models import Incident, Narrative
from incidents.operations import Wish
from people.models import User
from tests.cast import Cast
from tests.wellbeing.pages import just_now, next_checkin, reported, signed_in, text_of
from tests.wellbeing.stories import report
from wellbeing import cadence
from wellbeing.codes import Why
from wellbeing.models import CheckIn

pytestmark = pytest.mark.django_db
STORY = "QXSTORYOFANA"
SENTENCES = {
    Why.BEYOND_BOUND: ("later than we let a first talk wait", "later dan we een eerste gesprek"),
    Why.PASSED: ("had already gone by", "al voorbij"),
    Why.NO_WORKING_TIME: ("Nobody works before then", "werkt er niemand"),
    Why.NO_WORK_THEN: ("no work at the moment asked for", "gevraagde moment wordt niet gewerkt"),
    Why.RECENT_TALK: ("another talk less than five working days", "binnen vijf werkdagen"),
    Why.JOINED_EARLIER: ("already planned covers this report", "al gepland"),
}


def _choose(client: Client, checkin: CheckIn, **data: str) -> int:
    return client.post(f"/checkin/{checkin.public_id}/holder/", data).status_code


def test_a24_preference_in_one_tap_and_the_due_time_follows(cast: Cast, buddy: User) -> None:
    """The five choices and the buddy by name are in the report, and again on the check-in."""
    ana = signed_in(cast.ana)
    at = timezone.localtime() - dt.timedelta(hours=1)
    html = ana.get("/report/new/").text
    for value in ("soon", "end_of_shift", "tomorrow", "at", "none"):
        assert f'name="wish_when" value="{value}"' in html
    sent = {
        "behaviours": ["personal_insult"], "reading": "2", "channel": "counter",
        "occurred_on": f"{at:%Y-%m-%d}", "occurred_time": f"{at:%H:%M}",
        "team": str(cast.north.public_id),
        "wish_when": "tomorrow", "wish_with": "buddy", "wish_buddy": "",
    }  # fmt: skip
    refused = ana.post("/report/new/", sent)
    assert refused.status_code == 422
    assert "Choose a buddy who is there." in refused.text
    assert ana.post("/report/new/", sent | {"wish_buddy": str(buddy.public_id)}).status_code == 302
    row = next_checkin(cast.ana)
    assert (row.owner, row.asked_when) == (buddy, "tomorrow")
    assert "Bea asks how you are" in text_of(ana.get(f"/report/{_last().public_id}/thanks/").text)

    page = ana.get(f"/checkin/{row.public_id}/").text
    for value in ("soon", "end_of_shift", "tomorrow", "at", "none"):
        assert f'name="when" value="{value}"' in page
    assert ana.post(f"/checkin/{row.public_id}/time/", {"when": "soon"}).status_code == 302
    moved = next_checkin(cast.ana)
    assert moved.asked_when == "soon"
    assert (moved.why == Why.NO_WORK_THEN) == (moved.due_at > timezone.now() + cadence.SOON)
    assert moved.due_at < row.due_at
    assert ana.post(f"/checkin/{row.public_id}/time/", {"when": "none"}).status_code == 302
    assert next_checkin(cast.ana).step == "second_offer"


def test_person_chooses_among_who_is_there_by_name(cast: Cast, buddy: User) -> None:
    reported(cast.ana, cast.north)
    ana, row = signed_in(cast.ana), next_checkin(cast.ana)
    text = text_of(ana.get(f"/checkin/{row.public_id}/").text)
    for words in ("my manager, Max Visser", "the deputy, Dex Kuiper", "a trained buddy", "Bea"):
        assert words in text
    assert _choose(ana, row, with_whom="buddy") == 422
    assert _choose(ana, row, with_whom="buddy", buddy=str(cast.zoe.public_id)) == 422
    assert _choose(ana, row, with_whom="buddy", buddy=str(buddy.public_id)) == 302
    assert next_checkin(cast.ana).owner == buddy


def test_buddy_sees_the_day_and_the_behaviours_until_the_person_says_yes(
    cast: Cast, buddy: User
) -> None:
    incident = reported(cast.ana, cast.north)
    Narrative.objects.create(
        incident=incident, written_by=cast.ana, written_at=incident.reported_at, body=STORY
    )
    row, ana, bea = next_checkin(cast.ana), signed_in(cast.ana), signed_in(buddy)
    address = f"/checkin/{row.public_id}/"
    assert bea.get(address).status_code == 404
    assert _choose(ana, row, with_whom="buddy", buddy=str(buddy.public_id)) == 302
    seen = bea.get(address).text
    assert "nsulted" in seen
    for hidden in (STORY, "Alkmaar", "Open the report"):
        assert hidden not in seen
    for closed in (f"/report/{incident.public_id}/", f"/report/{incident.public_id}/thanks/"):
        assert bea.get(closed).status_code == 404
    assert "Ana" in text_of(bea.get("/today/").text)
    assert "See it on Today" in bea.get("/home/").text
    again = {"with_whom": "buddy", "buddy": str(buddy.public_id), "may_read": "on"}
    assert _choose(ana, row, **again) == 302
    assert STORY in bea.get(address).text
    assert bea.get(f"/report/{incident.public_id}/").status_code == 404


def test_buddy_says_i_cannot_and_the_next_is_asked(cast: Cast, buddy: User) -> None:
    report(cast.ana, cast.north, just_now(), wish=Wish("", None, WishWith.BUDDY, buddy))
    row, bea = next_checkin(cast.ana), signed_in(buddy)
    assert "chose you as a buddy" in text_of(bea.get(f"/checkin/{row.public_id}/").text)
    url = reverse("wellbeing:handover", args=[row.public_id])
    assert signed_in(cast.ana).post(url).status_code == 403
    assert bea.post(url).status_code == 302
    assert next_checkin(cast.ana).owner == cast.max
    assert bea.get(f"/checkin/{row.public_id}/").status_code == 404


def test_buddy_role_opens_nothing_by_itself(cast: Cast, buddy: User) -> None:
    incident = reported(cast.ana, cast.north)
    bea = signed_in(buddy)
    assert "Ana" not in bea.get("/today/").text
    assert "See it on Today" not in bea.get("/home/").text
    assert bea.get("/reports/").status_code == 403
    assert bea.get(f"/report/{incident.public_id}/").status_code == 404
    assert bea.get("/people/").status_code == 403


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_reason_why_it_is_another_moment_is_said(cast: Cast, why: Why, language: str) -> None:
    reported(cast.ana, cast.north)
    row = next_checkin(cast.ana)
    CheckIn.objects.filter(pk=row.pk).update(why=why)
    text = text_of(signed_in(cast.ana, language).get(f"/checkin/{row.public_id}/").text)
    assert SENTENCES[why][language == "nl"] in text


def test_wish_without_a_name_is_explained(cast: Cast, buddy: User) -> None:
    incident = reported(cast.ana, cast.north)
    Incident.objects.filter(pk=incident.pk).update(wish_with="buddy", wish_buddy=buddy)
    buddy.role_grants.all().delete()
    text = text_of(signed_in(cast.ana).get(f"/report/{incident.public_id}/thanks/").text)
    assert "The buddy you asked for is not there" in text


def _last() -> Incident:
    return Incident.objects.latest("pk")
