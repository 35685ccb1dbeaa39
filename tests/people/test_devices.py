"""Shared tills and desks: registering, the PIN, and how little of a session stays."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.errors import RuleBroken
from people.http.device import COOKIE, SEEN_AT, STARTED_AT
from people.models import DevicePin, Membership, RoleGrant, TeamDevice, User
from people.operations import (
    change_password,
    deactivate,
    register_device,
    revoke_device,
    set_pin,
    use_pin,
)
from people.operations.devices import WrongPin
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory

PIN = "7294"
PASSWORD = "out-of-the-wind"


@pytest.fixture(autouse=True)
def _fresh_throttles(db: None) -> None:
    cache.clear()


@pytest.fixture
def till(cast: Cast) -> Client:
    """A browser that Max registered as a device of Desk North."""
    browser = Client()
    browser.force_login(cast.max)
    response = browser.post(
        reverse("people:devices"), {"team": str(cast.north.public_id), "name": "Till 2"}
    )
    assert response["Location"] == reverse("incidents:device")
    return browser


def _pin(person: User, pin: str = PIN) -> DevicePin:
    return set_pin(actor=person, pin=pin, now=timezone.now())


def _sign_in(till: Client, login: str, pin: str = PIN) -> int:
    return till.post(reverse("people:pin_sign_in"), {"login": login, "pin": pin}).status_code


def _is_in(till: Client) -> bool:
    return till.get("/home/").status_code == 200


def test_registered_browser_is_left_locked_with_nothing_on_it(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.max)
    sent = {"team": str(cast.north.public_id), "name": "Till 2"}
    response = browser.post(reverse("people:devices"), sent)
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    device = TeamDevice.objects.get()
    secret = cookie.value.rsplit(":", 2)[0]
    assert secret not in (device.secret_hash, ""), "the secret itself is kept nowhere"
    assert not _is_in(browser)


@pytest.mark.parametrize(
    ("who", "team", "status"),
    [("max", "south", 422), ("dex", "north", 302), ("bo", "south", 302), ("ana", "north", 403)],
)
def test_leaders_register_devices_of_their_teams_and_admins_any(
    cast: Cast, who: str, team: str, status: int
) -> None:
    browser = Client()
    browser.force_login(getattr(cast, who))
    sent = {"team": str(getattr(cast, team).public_id), "name": "Till"}
    assert browser.post(reverse("people:devices"), sent).status_code == status


@pytest.mark.parametrize("who", ["ana", "zoe", "nora", "hana", "pim"])
def test_who_does_not_lead_the_team_neither_registers_nor_ends_its_devices(
    till: Client, cast: Cast, who: str
) -> None:
    actor, device, now = getattr(cast, who), TeamDevice.objects.get(), timezone.now()
    with pytest.raises(RuleBroken, match="teams you lead"):
        register_device(actor=actor, team=cast.north, name="Till 3", now=now)
    with pytest.raises(RuleBroken, match="teams you lead"):
        revoke_device(actor=actor, device=device, now=now)
    device.refresh_from_db()
    assert (TeamDevice.objects.count(), device.revoked_at) == (1, None)


def test_sign_in_page_of_a_device_is_its_locked_screen(till: Client) -> None:
    assert till.get("/sign-in/")["Location"] == reverse("incidents:device")
    assert till.get("/sign-in/?password").status_code == 200
    assert Client().get("/sign-in/").status_code == 200


@pytest.mark.parametrize("login", ["AB", "ab", "ana@luwte.example"])
def test_pin_signs_in_by_initials_or_address(till: Client, cast: Cast, login: str) -> None:
    _pin(cast.ana)
    assert _sign_in(till, login) == 302
    assert _is_in(till)


def test_pin_works_on_devices_of_own_teams_alone(till: Client, cast: Cast) -> None:
    _pin(cast.zoe)
    assert _sign_in(till, "zoe@luwte.example") == 422
    _pin(cast.ana)
    elsewhere = Client()
    sent = {"login": "ab", "pin": PIN}
    assert elsewhere.post(reverse("people:pin_sign_in"), sent)["Location"] == "/sign-in/"


@pytest.mark.parametrize("who", ["max", "dex", "hana", "pim", "bo"])
def test_who_reads_what_others_told_has_no_pin(cast: Cast, who: str) -> None:
    with pytest.raises(RuleBroken, match="too weak"):
        _pin(getattr(cast, who))
    browser = Client()
    browser.force_login(getattr(cast, who))
    assert browser.get("/account/pin/").status_code == 403


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "1111", "1234", "987654", "٣٤٥٦"])
def test_pin_that_anybody_would_try_is_refused(cast: Cast, pin: str) -> None:
    with pytest.raises(RuleBroken):
        _pin(cast.ana, pin)


def test_two_with_the_same_initials_and_pin_are_not_mixed_up(till: Client, cast: Cast) -> None:
    twin = UserFactory.create(name="Abel Bos", sign_in_name="abel")
    MembershipFactory.create(user=twin, team=cast.north)
    _pin(cast.ana)
    _pin(twin)
    assert _sign_in(till, "ab") == 422
    assert _sign_in(till, "abel") == 302


def test_wrong_pins_are_throttled_and_then_block_the_pin(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    url = reverse("people:pin_sign_in")
    answers = [till.post(url, {"login": "ab", "pin": "0007"}).text for _ in range(6)]
    assert "do not go together" in answers[4]
    assert "Too many tries" in answers[5]
    cache.clear()
    for _ in range(5):
        _sign_in(till, "ab", "0007")
    cache.clear()
    assert DevicePin.objects.get().is_blocked
    assert _sign_in(till, "ab") == 422, "the right one opens nothing any more"
    _pin(cast.ana)
    assert _sign_in(till, "ab") == 302


def test_wrong_name_wrong_pin_and_no_pin_answer_alike(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    url = reverse("people:pin_sign_in")
    answers = set()
    for login, pin in (("ab", "0007"), ("zz", "0007"), ("nobody@luwte.example", PIN), ("ab", "")):
        text = till.post(url, {"login": login, "pin": pin}).text
        answers.add("do not go together" in text or pin == "")
    assert answers == {True}


def test_right_pin_forgets_the_wrong_tries(cast: Cast, till: Client) -> None:
    _pin(cast.ana)
    _sign_in(till, "ab", "0007")
    _sign_in(till, "ab")
    assert DevicePin.objects.get().failed == 0


def _age(till: Client, key: str, seconds: int) -> None:
    session = till.session
    session[key] = session[key] - seconds
    session.save()


def test_session_of_a_pin_ends_three_minutes_after_the_last_touch(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    _sign_in(till, "ab")
    _age(till, SEEN_AT, 170)
    assert _is_in(till)
    _age(till, SEEN_AT, 190)
    response = till.get("/home/")
    assert response.status_code == 302
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not _is_in(till)


def test_asking_for_calls_is_no_touch(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    _sign_in(till, "ab")
    _age(till, SEEN_AT, 100)
    before = till.session[SEEN_AT]
    till.get("/help/poll/")
    assert till.session[SEEN_AT] == before
    till.post(reverse("people:presence"))
    assert till.session[SEEN_AT] > before


def test_session_of_a_pin_ends_after_an_hour_whatever_happens(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    _sign_in(till, "ab")
    _age(till, STARTED_AT, 3601)
    assert not _is_in(till)


def test_session_with_a_password_on_a_device_is_as_short(till: Client, cast: Cast) -> None:
    till.force_login(cast.max)
    assert till.get("/today/").status_code == 200
    _age(till, SEEN_AT, 190)
    assert till.get("/today/").status_code == 302


def test_session_elsewhere_is_not_cut_short(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.ana)
    assert _is_in(browser)
    assert SEEN_AT not in browser.session


def test_session_of_a_pin_cannot_be_carried_away(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    _sign_in(till, "ab")
    thief = Client()
    thief.cookies["luwte_session"] = till.cookies["luwte_session"].value
    assert not _is_in(thief)


def test_session_of_a_pin_ends_with_device_pin_place_password_and_account(
    till: Client, cast: Cast
) -> None:
    now = timezone.now()

    def role() -> None:
        RoleGrant.objects.create(user=cast.ana, role=RoleGrant.Role.ADVISER)

    def again() -> None:
        RoleGrant.objects.all().delete()
        Membership.objects.filter(user=cast.ana).update(ends_on=None)
        DevicePin.objects.all().delete()
        _pin(cast.ana)
        cache.clear()
        assert _sign_in(till, "ab") == 302
        assert _is_in(till)

    def leaves() -> None:
        Membership.objects.filter(user=cast.ana).update(ends_on=dt.date(2021, 1, 1))

    for change in (
        role,
        leaves,
        lambda: _pin(cast.ana, "8305"),
        lambda: change_password(actor=cast.ana, password=PASSWORD, now=now),
        lambda: revoke_device(actor=cast.max, device=TeamDevice.objects.get(), now=now),
    ):
        again()
        change()
        assert not _is_in(till), change


def test_closing_an_account_takes_its_pin(cast: Cast) -> None:
    _pin(cast.ana)
    deactivate(actor=cast.bo, person=cast.ana, now=timezone.now())
    assert not DevicePin.objects.exists()


def test_revoked_device_lets_nobody_in(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    device = TeamDevice.objects.get()
    browser = Client()
    browser.force_login(cast.dex)
    url = reverse("people:revocation", args=[device.public_id])
    assert browser.post(url)["Location"] == "/devices/"
    browser.get("/devices/")
    assert "Till 2" not in browser.get("/devices/").text
    assert "Till 2" in browser.get("/devices/?revoked=1").text
    device.refresh_from_db()
    assert device.revoked_by == cast.dex
    with pytest.raises(WrongPin):
        use_pin(device=device, login="ab", pin=PIN, now=timezone.now())
    assert till.get("/device/")["Location"] == "/sign-in/"
    assert till.get("/sign-in/").status_code == 200


def test_pin_is_chosen_with_the_password(cast: Cast) -> None:
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    browser = Client()
    browser.force_login(cast.ana)
    wrong = browser.post("/account/pin/", {"password_now": "nonsense", "pin": PIN})
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    weak = browser.post("/account/pin/", {"password_now": PASSWORD, "pin": "1234"})
    assert "Anybody would try" in weak.text
    done = browser.post("/account/pin/", {"password_now": PASSWORD, "pin": PIN})
    assert done["Location"] == "/account/"
    assert PIN not in DevicePin.objects.get().pin_hash
    assert "You have one" in browser.get("/account/").text
    browser.post("/account/pin/removal/")
    assert not DevicePin.objects.exists()


def test_pages_of_a_device_keep_nothing_and_lock_themselves(till: Client, cast: Cast) -> None:
    _pin(cast.ana)
    _sign_in(till, "ab")
    html = till.get("/report/new/").text
    assert "js/offline.js" not in html, "no report is kept on a shared device"
    assert 'data-idle="180"' in html
    out = till.post("/sign-out/")
    assert out["Clear-Site-Data"] == '"cache", "storage"'
    assert till.get(out["Location"])["Location"] == "/device/"
    browser = Client()
    browser.force_login(cast.ana)
    elsewhere = browser.get("/report/new/").text
    assert "js/offline.js" in elsewhere
    assert "data-idle" not in elsewhere


def test_list_of_devices_asks_as_often_for_many(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.max)
    counts = []
    for number in (1, 30):
        for each in range(number):
            TeamDevice.objects.create(
                team=cast.north,
                name=f"Till {number}-{each}",
                secret_hash=f"{number}-{each}",
                registered_by=cast.max,
                registered_at=timezone.now(),
            )
        browser.get("/devices/")
        with CaptureQueriesContext(connection) as captured:
            browser.get("/devices/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
