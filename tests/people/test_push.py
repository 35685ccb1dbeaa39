"""Waking phones, against a push service of our own that decrypts what it gets."""

import base64
import datetime as dt
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from py_vapid import Vapid02
from pytest_django import Settings

from incidents.models import HelpCall
from incidents.operations.help import raise_call
from people.errors import RuleBroken
from people.models import DutySwitch, Notice, Push, PushSubscription, User
from people.operations import deactivate, notify, read_page, send_due_pushes, subscribe, unsubscribe
from people.operations.push import is_push_service
from people.routing import GIVE_UP_AFTER, MOST_ATTEMPTS
from people.vapid import private_key, public_key
from tests.cast import Cast

SECRET = "s" * 50
AUTH = b"0123456789abcdef"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Service:
    """A push service of one browser: what it answers, and what it was sent."""

    address: str = ""
    status: int = 201
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def p256dh(self) -> str:
        raw = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return _text(raw)

    def opened(self, body: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=AUTH, version="aes128gcm")
        found: dict[str, Any] = json.loads(plain)
        return found


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    settings.PUSH = True
    settings.VAPID_SECRET = SECRET
    settings.PUSH_CONTACT = "mailto:it@luwte.example"
    settings.PUSH_HOSTS = ["127.0.0.1"]
    made = Service()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append(({k.title(): v for k, v in self.headers.items()}, body))
            self.send_response(made.status)
            if made.status == 302:
                self.send_header("Location", f"{made.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


def _subscribed(person: User, service: Service, now: dt.datetime) -> PushSubscription:
    DutySwitch.objects.get_or_create(user=person, defaults={"is_on_duty": True, "switched_at": now})
    return subscribe(
        actor=person,
        endpoint=f"{service.address}/push/{person.pk}",
        p256dh=service.p256dh,
        auth=_text(AUTH),
        now=now,
    )


def _called(cast: Cast, now: dt.datetime) -> HelpCall:
    return raise_call(actor=cast.ana, team=cast.north, key="k", place="Till 2", now=now)


def test_call_wakes_the_phone_of_who_is_rung_with_nothing_but_that(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    _subscribed(cast.max, service, now)
    call = _called(cast, now)
    assert not service.got, "raising a call asks no network"
    assert send_due_pushes(now=now) == 1
    ((headers, body),) = service.got
    assert b"help" not in body
    told = service.opened(body)
    path = call.get_absolute_url()
    assert told == {"text": "Please open Luwte now", "path": path, "tag": "now"}
    assert (headers["Content-Encoding"], headers["Urgency"]) == ("aes128gcm", "high")
    assert 0 < int(headers["Ttl"]) <= 300
    assert Push.objects.get().sent_at == now
    assert PushSubscription.objects.get().last_sent_at == now
    assert send_due_pushes(now=now + dt.timedelta(minutes=1)) == 0, "once"


def test_sender_proves_who_it_is(cast: Cast, service: Service, now: dt.datetime) -> None:
    _subscribed(cast.max, service, now)
    _called(cast, now)
    send_due_pushes(now=now)
    ((headers, _body),) = service.got
    scheme, _, rest = headers["Authorization"].partition(" ")
    parts = dict(pair.strip().split("=", 1) for pair in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", public_key(SECRET))
    assert Vapid02.verify(headers["Authorization"])
    claims = json.loads(base64.urlsafe_b64decode(parts["t"].split(".")[1] + "=="))
    assert (claims["aud"], claims["sub"]) == (service.address, "mailto:it@luwte.example")


def test_text_is_in_the_language_of_who_is_woken(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    cast.max.language = "nl"
    cast.max.save()
    _subscribed(cast.max, service, now)
    _called(cast, now)
    send_due_pushes(now=now)
    assert service.opened(service.got[0][1])["text"] == "Open nu Luwte"


@pytest.mark.parametrize("status", [404, 410])
def test_browser_that_is_gone_is_forgotten(
    cast: Cast, service: Service, now: dt.datetime, status: int
) -> None:
    service.status = status
    _subscribed(cast.max, service, now)
    call = _called(cast, now)
    send_due_pushes(now=now)
    assert not PushSubscription.objects.exists()
    call.refresh_from_db()
    assert call.send_failed_at == now


def test_call_whose_waking_fails_shows_the_numbers_at_once(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    service.status = 503
    _subscribed(cast.max, service, now)
    call = _called(cast, now)
    assert not call.shows_phones
    send_due_pushes(now=now)
    call.refresh_from_db()
    assert call.shows_phones
    for seconds in (20, 40, 60):
        send_due_pushes(now=now + dt.timedelta(seconds=seconds))
    assert (len(service.got), Push.objects.get().failed_at is not None) == (3, True)


def test_unreachable_service_fails_like_a_refusing_one(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    _subscribed(cast.max, service, now)
    PushSubscription.objects.update(endpoint="http://127.0.0.1:9/push")
    call = _called(cast, now)
    send_due_pushes(now=now)
    call.refresh_from_db()
    assert call.send_failed_at == now


def test_answered_call_is_not_marked_afterwards(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    service.status = 500
    _subscribed(cast.max, service, now)
    call = _called(cast, now)
    HelpCall.objects.update(accepted_by=cast.max, accepted_at=now)
    send_due_pushes(now=now)
    call.refresh_from_db()
    assert call.send_failed_at is None


def test_server_follows_no_other_address(cast: Cast, service: Service, now: dt.datetime) -> None:
    service.status = 302
    _subscribed(cast.max, service, now)
    _called(cast, now)
    send_due_pushes(now=now)
    assert len(service.got) == 1
    assert Push.objects.get().sent_at is None


def test_old_waking_is_not_sent(cast: Cast, service: Service, now: dt.datetime) -> None:
    _subscribed(cast.max, service, now)
    _called(cast, now)
    assert send_due_pushes(now=now + dt.timedelta(minutes=6)) == 0


def test_pushing_is_off_unless_switched_on(
    cast: Cast, service: Service, settings: Settings, now: dt.datetime
) -> None:
    _subscribed(cast.max, service, now)
    settings.PUSH = False
    _called(cast, now)
    assert not Push.objects.exists()
    with pytest.raises(RuleBroken, match="switched off"):
        _subscribed(cast.dex, service, now)
    browser = Client()
    browser.force_login(cast.max)
    assert "data-push" not in browser.get("/account/notices/").text


def test_twice_is_one_waking(cast: Cast, service: Service, now: dt.datetime) -> None:
    _subscribed(cast.max, service, now)
    for _ in range(2):
        notify(recipient=cast.max, kind="alert", path="/", key="k", now=now)
    assert Push.objects.count() == 1


@pytest.mark.parametrize(
    ("endpoint", "is_fine"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://web.push.apple.com/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evilpush.apple.com/x", False),
        ("https://10.0.0.1/x", False),
        ("http://127.0.0.1:8000/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_server_sends_to_push_services_alone(endpoint: str, is_fine: bool) -> None:  # noqa: FBT001
    assert is_push_service(endpoint) is is_fine


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "https://elsewhere.example/x"},
        {"p256dh": "short"},
        {"auth": "?"},
    ],
)
def test_browser_that_cannot_be_woken_is_refused(
    cast: Cast, service: Service, changes: dict[str, str]
) -> None:
    sent = {
        "endpoint": f"{service.address}/x",
        "p256dh": service.p256dh,
        "auth": _text(AUTH),
    }
    browser = Client()
    browser.force_login(cast.max)
    answer = browser.post("/push/", sent | changes)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not PushSubscription.objects.exists()
    assert browser.post("/push/", sent).status_code == 204
    assert 'data-push="' in browser.get("/account/notices/").text
    assert browser.post("/push/removal/", sent).status_code == 204
    assert not PushSubscription.objects.exists()


def test_anybody_may_be_woken_for_what_concerns_them(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    _subscribed(cast.ana, service, now)
    notify(recipient=cast.ana, kind="witness", path="/witness/1/", key="w", now=now)
    assert send_due_pushes(now=now) == 1
    ((headers, body),) = service.got
    told = {"text": "You have a task", "path": "/witness/1/", "tag": "task"}
    assert service.opened(body) == told
    assert (headers["Urgency"], int(headers["Ttl"])) == ("normal", 24 * 3600)


def test_waking_that_fails_is_tried_for_a_day_and_then_a_task(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    service.status = 503
    _subscribed(cast.ana, service, now)
    notice = notify(recipient=cast.ana, kind="witness", path="/witness/1/", key="w", now=now)
    for minutes in range(0, 25 * 60, 1):
        send_due_pushes(now=now + dt.timedelta(minutes=minutes))
    notice.refresh_from_db()
    assert len(service.got) == MOST_ATTEMPTS
    assert notice.failed_at is not None
    assert notice.failed_at <= now + GIVE_UP_AFTER


def test_waking_that_no_worker_sent_for_a_day_is_a_task(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    _subscribed(cast.ana, service, now)
    notify(recipient=cast.ana, kind="witness", path="/witness/1/", key="w", now=now)
    send_due_pushes(now=now + dt.timedelta(days=2))
    assert not service.got
    assert list(Notice.objects.unreached()) == [Notice.objects.get()]


def test_nobody_is_woken_for_what_they_have_seen(
    cast: Cast, service: Service, now: dt.datetime
) -> None:
    _subscribed(cast.ana, service, now)
    notify(recipient=cast.ana, kind="witness", path="/witness/1/", key="w", now=now)
    read_page(actor=cast.ana, path="/witness/1/", now=now)
    send_due_pushes(now=now)
    assert not service.got
    assert not Notice.objects.unreached().exists()


def test_browser_belongs_to_who_asked_last(cast: Cast, service: Service, now: dt.datetime) -> None:
    row = _subscribed(cast.max, service, now)
    again = subscribe(
        actor=cast.dex, endpoint=row.endpoint, p256dh=row.p256dh, auth=row.auth, now=now
    )
    assert (PushSubscription.objects.get(), again.user) == (row, cast.dex)
    unsubscribe(actor=cast.max, endpoint=row.endpoint, now=now)
    assert PushSubscription.objects.exists(), "not theirs any more"
    unsubscribe(actor=cast.dex, endpoint="", now=now)
    assert not PushSubscription.objects.exists()


def test_closed_account_is_woken_no_more(cast: Cast, service: Service, now: dt.datetime) -> None:
    _subscribed(cast.max, service, now)
    deactivate(actor=cast.bo, person=cast.max, now=now)
    assert not PushSubscription.objects.exists()


def test_key_is_the_same_in_every_process_and_another_for_another_secret() -> None:
    assert public_key(SECRET) == public_key(SECRET)
    assert public_key(SECRET) != public_key("t" * 50)
    assert private_key(SECRET).curve.name == "secp256r1"
