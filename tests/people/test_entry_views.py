"""Signing in by password and by slip, and getting back in by a mailed link."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Invitation, Outbox, User
from people.operations import deactivate, invite, make_slip, send_due_mails
from people.queries import database_now
from tests.cast import Cast

PASSWORD = "lee side of the wind"
SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def ana(cast: Cast) -> User:
    cast.ana.sign_in_name = "ana.bakker"
    cast.ana.set_password(PASSWORD)
    cast.ana.save()
    return cast.ana


def _sign_in(client: Client, login: str, password: str = PASSWORD) -> int:
    return client.post(SIGN_IN, {"login": login, "password": password}).status_code


@pytest.mark.parametrize(
    "login", ["ana@luwte.example", "ANA@Luwte.example ", "ana.bakker", "Ana.Bakker"]
)
def test_sign_in_works_by_address_and_by_name(client: Client, ana: User, login: str) -> None:
    assert _sign_in(client, login) == 302
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_sign_in_leads_on_to_the_page_that_was_asked_for(client: Client, ana: User) -> None:
    asked = client.get("/account/")
    assert asked["Location"] == "/sign-in/?next=/account/"
    answer = client.post(
        asked["Location"], {"login": ana.email, "password": PASSWORD, "next": "/account/"}
    )
    assert answer["Location"] == "/account/"


def test_sign_in_leads_to_no_other_site(client: Client, ana: User) -> None:
    data = {"login": ana.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(SIGN_IN, data)["Location"] == "/"


def test_wrong_unknown_and_closed_look_alike(client: Client, cast: Cast, ana: User) -> None:
    cast.zoe.set_password(PASSWORD)
    cast.zoe.save()
    deactivate(actor=cast.bo, person=cast.zoe, now=database_now())
    pages = []
    for login, password in [
        ("ana@luwte.example", "wrong wrong wrong"),
        ("nobody@luwte.example", PASSWORD),
        ("zoe@luwte.example", PASSWORD),
    ]:
        answer = Client().post(SIGN_IN, {"login": login, "password": password})
        assert answer.status_code == 422
        pages.append(_without_token(answer.content.decode()).replace(login, "LOGIN"))
    assert len(set(pages)) == 1


def _without_token(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_wrong_password_keeps_the_name_and_says_so_above(client: Client, ana: User) -> None:
    page = client.post(SIGN_IN, {"login": "ana.bakker", "password": "no"}).content.decode()
    assert 'value="ana.bakker"' in page
    assert 'role="alert"' in page


def test_after_five_wrong_tries_the_right_password_is_refused_too(
    client: Client, cast: Cast, ana: User
) -> None:
    cast.max.set_password(PASSWORD)
    cast.max.save()
    for _ in range(5):
        assert _sign_in(client, "ana@luwte.example", "wrong") == 422
    assert _sign_in(client, "ana@luwte.example") == 422
    assert _sign_in(Client(), "ana@luwte.example") == 422, "the count is shared, not the browser's"
    assert _sign_in(Client(), "max@luwte.example") == 302, "others are not held up"


def test_right_passwords_do_not_count_as_tries(ana: User) -> None:
    for _ in range(8):
        assert _sign_in(Client(), "ana@luwte.example") == 302


def test_counters_live_in_the_shared_database_cache() -> None:
    assert cache.__class__.__name__ == "ConnectionProxy"
    assert type(cache._connections["default"]).__name__ == "DatabaseCache"  # type: ignore[attr-defined]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_sign_in_refuses_other_methods(client: Client, method: str) -> None:
    assert getattr(client, method)(SIGN_IN).status_code == 405


def test_nothing_else_of_allauth_is_mounted(client: Client) -> None:
    for path in ("/signup/", "/account/signup/", "/accounts/login/", "/account/email/"):
        assert client.get(path).status_code in {302, 404}
    for path in ("/account/login/", "/account/inactive/"):
        assert client.post(path, {}).status_code in {302, 404}


def test_sign_out_asks_first_and_then_ends_the_session(client: Client, ana: User) -> None:
    client.force_login(ana)
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200
    answer = client.post("/sign-out/")
    assert answer["Location"] == SIGN_IN
    assert answer["Clear-Site-Data"] == '"cache"', "a sealed report may wait on this device"
    assert client.get("/account/").status_code == 302


def _slip(cast: Cast, person: User) -> dict[str, str]:
    _made, code = make_slip(actor=cast.max, person=person, now=database_now())
    person.refresh_from_db()
    return {
        "sign_in_name": person.sign_in_name or "",
        "code": code,
        "password": PASSWORD,
        "password_again": PASSWORD,
    }


def test_slip_signs_in_once_with_a_chosen_password(client: Client, cast: Cast) -> None:
    data = _slip(cast, cast.ana)
    assert client.get("/sign-in/slip/").status_code == 200
    assert client.post("/sign-in/slip/", data).status_code == 302
    assert client.session["_auth_user_id"] == str(cast.ana.pk)
    assert Client().post("/sign-in/slip/", data).status_code == 422, "a slip opens once"
    assert _sign_in(Client(), data["sign_in_name"]) == 302


def test_slip_code_may_be_typed_as_it_comes(client: Client, cast: Cast) -> None:
    data = _slip(cast, cast.ana)
    data["code"] = f" {data['code'].upper().replace('-', ' ')} "
    assert client.post("/sign-in/slip/", data).status_code == 302


def test_slip_keeps_what_was_typed_and_names_the_field(client: Client, cast: Cast) -> None:
    data = _slip(cast, cast.ana) | {"code": "abcd-efgh"}
    answer = client.post("/sign-in/slip/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="ana.bakker"' in page
    assert 'id="id_code_error"' in page
    assert "_auth_user_id" not in client.session


def test_slip_needs_a_good_password_before_it_is_spent(client: Client, cast: Cast) -> None:
    data = _slip(cast, cast.ana)
    weak = data | {"password": "short", "password_again": "short"}
    assert client.post("/sign-in/slip/", weak).status_code == 422
    other = data | {"password_again": "something else entirely"}
    assert client.post("/sign-in/slip/", other).status_code == 422
    assert client.post("/sign-in/slip/", data).status_code == 302


def test_slip_is_refused_after_five_wrong_codes(client: Client, cast: Cast) -> None:
    data = _slip(cast, cast.ana)
    for _ in range(5):
        client.post("/sign-in/slip/", data | {"code": "aaaa-aaaa"})
    answer = client.post("/sign-in/slip/", data)
    assert answer.status_code == 422
    assert "_auth_user_id" not in client.session


def _mailed_path(cast: Cast, person: User) -> str:
    invite(actor=cast.bo, person=person, now=database_now())
    send_due_mails(now=database_now())
    return "/invitation/" + str(mail.outbox[-1].body).split("/invitation/")[1].split()[0]


def test_invitation_lets_somebody_in_once(client: Client, cast: Cast) -> None:
    path = _mailed_path(cast, cast.ana)
    opened = client.get(path)
    assert opened["Location"] == "/invitation/", "the token leaves the address bar"
    assert client.get("/invitation/").status_code == 200
    data = {"password": PASSWORD, "password_again": PASSWORD}
    assert client.post("/invitation/", data).status_code == 302
    assert client.session["_auth_user_id"] == str(cast.ana.pk)
    assert Client().get(path).status_code == 404
    assert client.post("/invitation/", data).status_code == 404


def test_invitation_keeps_the_form_when_the_password_is_weak(client: Client, cast: Cast) -> None:
    client.get(_mailed_path(cast, cast.ana))
    answer = client.post("/invitation/", {"password": "1234", "password_again": "1234"})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()


def test_invitation_of_a_closed_account_is_void(client: Client, cast: Cast) -> None:
    path = _mailed_path(cast, cast.ana)
    deactivate(actor=cast.bo, person=cast.ana, now=database_now())
    assert client.get(path).status_code == 404


def test_invitation_is_void_after_a_newer_one_and_after_fourteen_days(
    client: Client, cast: Cast
) -> None:
    first = _mailed_path(cast, cast.ana)
    second = _mailed_path(cast, cast.ana)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 302
    Invitation.objects.update(expires_at=database_now() - dt.timedelta(seconds=1))
    assert Client().get(second).status_code == 404


def test_choosing_a_password_needs_an_opened_link(client: Client, cast: Cast) -> None:
    assert client.get("/invitation/").status_code == 404


def test_forgotten_password_answers_everybody_alike(client: Client, cast: Cast, ana: User) -> None:
    deactivate(actor=cast.bo, person=cast.zoe, now=database_now())
    for email in ("ana@luwte.example", "nobody@luwte.example", cast.zoe.email, cast.max.email):
        answer = client.post("/account/password/reset/", {"email": email})
        assert answer["Location"] == reverse("account_reset_password_done")
    assert client.get("/account/password/sent/").status_code == 200
    assert [row.recipient for row in Outbox.objects.all()] == [ana], "Max was never invited"
    send_due_mails(now=database_now())
    assert mail.outbox[0].to == ["ana@luwte.example"]


def test_forgotten_password_link_gives_a_new_password(client: Client, ana: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(ana)
    client.post("/account/password/reset/", {"email": ana.email})
    send_due_mails(now=database_now())
    client.get("/invitation/" + str(mail.outbox[0].body).split("/invitation/")[1].split()[0])
    new = "another side of the wind"
    client.post("/invitation/", {"password": new, "password_again": new})
    assert _sign_in(Client(), "ana.bakker") == 422
    assert _sign_in(Client(), "ana.bakker", new) == 302
    assert elsewhere.get("/account/").status_code == 302, "sessions elsewhere ended"


def test_forgotten_password_is_throttled_per_address(client: Client, ana: User) -> None:
    answers = [
        client.post("/account/password/reset/", {"email": ana.email}).status_code for _ in range(4)
    ]
    assert answers == [302, 302, 302, 422]


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/slip/", "/account/password/reset/"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_entrance_speaks_the_language_of_the_cookie(
    client: Client, path: str, language: str
) -> None:
    client.cookies["luwte_language"] = language
    page = client.get(path).content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


def test_every_wrong_sign_in_costs_one_hash(
    cast: Cast, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.zoe.set_password(PASSWORD)
    cast.zoe.save()
    deactivate(actor=cast.bo, person=cast.zoe, now=database_now())
    hasher = type(get_hasher("default"))
    encode = hasher.encode
    hashed: list[str] = []

    def count(self: BasePasswordHasher, password: str, *rest: str, **more: str) -> str:
        hashed.append(password)
        return str(encode(self, password, *rest, **more))

    monkeypatch.setattr(hasher, "encode", count)
    counts = {}
    for login in ("ana@luwte.example", "nobody@luwte.example", "zoe@luwte.example", "max"):
        hashed.clear()
        _sign_in(Client(), login, "wrong wrong wrong")
        counts[login] = len(hashed)
    assert set(counts.values()) == {1}, counts


def test_flood_from_one_address_is_told_to_wait(client: Client) -> None:
    answers = [client.post(SIGN_IN, {}) for _ in range(61)]
    assert answers[-2].status_code == 422
    assert answers[-1].status_code == 429
    assert "Wait a minute" in answers[-1].content.decode()


def test_sign_out_clears_the_device_when_nothing_waits_on_it(client: Client, ana: User) -> None:
    client.force_login(ana)
    answer = client.post("/sign-out/", {"stored": "nothing"})
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
