"""Help now on the locked screen of a shared till: team and place are known, nobody signs in."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import HelpCall, HelpRing
from people.http.device import COOKIE
from people.models import DutySwitch, Notice, Organisation, User
from tests.cast import Cast


@pytest.fixture
def till(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.max)
    sent = {"team": str(cast.north.public_id), "name": "Till 2"}
    browser.post(reverse("people:devices"), sent)
    return browser


def _on_duty(*people: User) -> None:
    for person in people:
        DutySwitch.objects.create(user=person, is_on_duty=True, switched_at=timezone.now())


def _off_duty(*people: User) -> None:
    for person in people:
        DutySwitch.objects.create(user=person, is_on_duty=False, switched_at=timezone.now())


def test_locked_screen_shows_nobodys_name(till: Client, cast: Cast) -> None:
    html = till.get("/device/").text
    assert "Help now" in html
    assert "Till 2" in html
    for person in User.objects.get_queryset():
        assert person.name not in html
        assert (person.email or "-") not in html


def test_one_press_calls_with_team_and_place_known(till: Client, cast: Cast) -> None:
    _on_duty(cast.max)
    response = till.post("/device/call/", {"key": "one"})
    assert response["Location"] == "/device/"
    call = HelpCall.objects.get()
    assert (call.raised_by, call.team, call.place) == (None, cast.north, "Till 2")
    assert call.device is not None
    assert HelpRing.objects.filter(person=cast.max).exists()
    screen = till.get("/device/")
    page = screen.text
    assert "Colleagues are being asked to come" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "Refresh" not in screen, "a reload without a network would take the numbers away"
    assert "tel:072555" in page.replace(" ", "")


def test_second_press_is_the_same_call(till: Client, cast: Cast) -> None:
    _on_duty(cast.max)
    for key in ("one", "one", "two"):
        till.post("/device/call/", {"key": key})
    assert HelpCall.objects.count() == 1


def test_who_comes_is_shown_and_the_call_ends_at_the_device(till: Client, cast: Cast) -> None:
    _on_duty(cast.max)
    till.post("/device/call/", {"key": "one"})
    HelpCall.objects.update(accepted_by=cast.max, accepted_at=timezone.now())
    assert "Max is on the way" in till.get("/device/").text
    till.post("/device/call/end/")
    call = HelpCall.objects.get()
    assert call.ended_at is not None
    assert "The call is over." in till.get("/device/").text


def test_call_that_lasts_is_asked_after_at_the_device_and_told_to_go_on(
    till: Client, cast: Cast
) -> None:
    _on_duty(cast.max)
    till.post("/device/call/", {"key": "one"})
    long_ago = timezone.now() - dt.timedelta(minutes=16)
    HelpCall.objects.update(raised_at=long_ago, accepted_by=cast.max, accepted_at=long_ago)
    page = till.get("/device/").text
    assert "Is it still going on?" in page
    assert 'action="/device/call/still/"' in page
    assert cast.max.notices.unread().filter(kind=Notice.Kind.HELP_STILL).exists()
    till.post("/device/call/still/")
    call = HelpCall.objects.get()
    assert call.is_open
    assert call.still_at is not None
    page = till.get("/device/").text
    assert "Max is on the way" in page
    assert "Still going on" not in page


def test_call_that_nobody_took_cannot_go_on(till: Client, cast: Cast) -> None:
    _on_duty(cast.max)
    till.post("/device/call/", {"key": "one"})
    till.post("/device/call/still/")
    assert HelpCall.objects.get().still_at is None


def test_mistake_is_withdrawn_and_settled(till: Client, cast: Cast) -> None:
    _on_duty(cast.max)
    till.post("/device/call/", {"key": "one"})
    assert cast.max.notices.unread().count() == 1
    till.post("/device/call/end/")
    assert HelpCall.objects.get().withdrawn_at is not None
    assert cast.max.notices.unread().count() == 0


def test_numbers_show_at_once_when_nobody_is_on_duty(till: Client, cast: Cast) -> None:
    Organisation.objects.update(security_phone="072 555 01 99", emergency_number="112")
    _off_duty(cast.max, cast.dex, cast.nora, cast.pim)
    till.post("/device/call/", {"key": "one"})
    page = till.get("/device/").text
    assert "Nobody could be reached. Call now." in page
    for number in ("tel:0725550100", "tel:0725550199", "tel:112"):
        assert number in page


def test_screen_takes_the_call_further_by_itself(till: Client, cast: Cast) -> None:
    _on_duty(cast.max, cast.dex)
    till.post("/device/call/", {"key": "one"})
    HelpCall.objects.update(escalate_at=timezone.now() - dt.timedelta(seconds=1))
    till.get("/device/")
    assert HelpRing.objects.filter(person=cast.dex).exists()


def test_call_of_a_person_is_not_ended_at_a_device(till: Client, cast: Cast) -> None:
    call = HelpCall.objects.create(
        raised_by=cast.ana, team=cast.north, key="k", raised_at=timezone.now()
    )
    till.post("/device/call/end/")
    call.refresh_from_db()
    assert call.is_open


@pytest.mark.parametrize("path", ["/device/call/", "/device/call/end/", "/device/call/still/"])
def test_other_browsers_cannot_call_as_a_device(cast: Cast, path: str) -> None:
    browser = Client()
    assert browser.post(path, {"key": "one"})["Location"] == "/sign-in/"
    browser.cookies[COOKIE] = "guess:guess:guess"
    assert browser.post(path, {"key": "one"})["Location"] == "/sign-in/"
    assert not HelpCall.objects.exists()


def test_visit_renews_the_cookie_and_notes_the_day(till: Client, cast: Cast) -> None:
    response = till.get("/device/")
    assert COOKIE in response.cookies
    assert cast.north.devices.get().last_seen_on is not None


def test_everybody_is_asked_again_when_nobody_could_be_reached(till: Client, cast: Cast) -> None:
    again = "Nobody is here yet: ask everybody again"
    _on_duty(cast.max)
    till.post("/device/call/", {"key": "one"})
    assert again not in till.get("/device/").text
    HelpCall.objects.update(exhausted_at=timezone.now(), escalate_at=None)
    assert again in till.get("/device/").text
    till.post("/device/call/", {"key": "two"})
    first, second = HelpCall.objects.order_by("raised_at")
    assert (first.is_open, second.is_open) == (False, True)
    assert second.rings.filter(person=cast.max).exists()
