"""Sweeps that take long: nobody is told twice, and nothing else waits for them."""

import datetime as dt
import socket
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import Settings

from people.models import Outbox, Push
from people.operations import (
    Call,
    notify_all,
    push,
    queue_mail,
    send_due_mails,
    send_due_pushes,
)
from people.routing import MOST_ATTEMPTS, wait_after
from tests.cast import Cast

SECOND = dt.timedelta(seconds=1)
Slow = Callable[[int], None]


class Clock:
    """A clock that goes on only when something takes time."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock(now: dt.datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def mails(cast: Cast, now: dt.datetime) -> list[Outbox]:
    return [
        queue_mail(recipient=cast.max, template="task", path=f"/{n}/", key=f"k{n}", now=now)
        for n in range(4)
    ]


def _fresh(mails: list[Outbox]) -> list[tuple[int, dt.datetime]]:
    rows = Outbox.objects.filter(pk__in=[row.pk for row in mails]).order_by("pk")
    return list(rows.values_list("attempts", "due_at"))


def _sent_paths() -> list[str]:
    return [str(message.body).split("8000")[1].split()[0] for message in mail.outbox]


def test_mail_of_a_slow_sweep_is_not_sent_by_another_one(
    mails: list[Outbox], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second mail is taken late and takes long; the lease counts from when it was taken."""
    right, seconds = EmailBackend.send_messages, iter([14, 50])

    def take_long(self: EmailBackend, messages: list) -> int:
        took = next(seconds, 0)
        clock.now += took * SECOND
        if took == 50:
            send_due_mails(now=clock(), clock=clock)
        return int(right(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", take_long)
    send_due_mails(now=clock(), clock=clock)
    assert sorted(_sent_paths()) == ["/0/", "/1/", "/2/", "/3/"]


def test_slow_mails_leave_the_rest_to_the_next_sweep(
    mails: list[Outbox], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_long(self: EmailBackend, messages: list) -> int:
        clock.now += 10 * SECOND
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", take_long)
    assert send_due_mails(now=clock(), clock=clock).sent == 2
    assert [attempts for attempts, _due in _fresh(mails)] == [1, 1, 0, 0]
    assert send_due_mails(now=clock(), clock=clock).sent == 2


@pytest.fixture(params=["silent", "closed"])
def dead_server(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    """A mail server that takes the call and says nothing, and one that is not there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        if request.param == "silent":
            door.listen(5)
        settings.EMAIL_HOST, settings.EMAIL_PORT = door.getsockname()
        yield


@pytest.mark.usefixtures("dead_server")
def test_mail_server_that_does_not_answer_ends_the_sweep(
    mails: list[Outbox], now: dt.datetime, settings: Settings
) -> None:
    assert send_due_mails(now=now).failed == 1
    assert _fresh(mails) == [(1, now + wait_after(1)), (0, now), (0, now), (0, now)]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_mails(now=now).sent == 3
    assert send_due_mails(now=now + wait_after(1)).sent == 1


def test_thousands_of_hopeless_mails_are_parked_one_after_the_other(
    cast: Cast, now: dt.datetime
) -> None:
    Outbox.objects.bulk_create(
        Outbox(
            key=f"hopeless:{n}",
            recipient=cast.max,
            template="task",
            path="/",
            created_at=now,
            due_at=now,
            attempts=MOST_ATTEMPTS,
        )
        for n in range(1200)
    )
    send_due_mails(now=now)
    assert Outbox.objects.parked().count() == 1200


# --- phones -----------------------------------------------------------------------------------


@pytest.fixture
def wakings(cast: Cast, now: dt.datetime, settings: Settings) -> list[Push]:
    settings.PUSH = True
    settings.VAPID_SECRET = "s" * 50
    settings.PUSH_HOSTS = ["127.0.0.1"]
    cast.max.push_subscriptions.create(
        endpoint="http://127.0.0.1/x", p256dh="p", auth="a", made_at=now
    )
    notify_all(calls=[Call(cast.max, "help", f"/{n}/", f"k{n}") for n in range(4)], now=now)
    return list(Push.objects.order_by("pk"))


def _woken(monkeypatch: pytest.MonkeyPatch, slow: Slow) -> list[str]:
    """Wake nobody, but take time for it; return the pages they would have opened."""
    woken: list[str] = []

    def wake(_browser: object, data: str, **_more: object) -> None:
        woken.append(data.split('"path": "')[1].split('"')[0])
        slow(len(woken))

    monkeypatch.setattr(push, "webpush", wake)
    return woken


@pytest.mark.usefixtures("wakings")
def test_waking_of_a_slow_sweep_is_not_sent_by_another_one(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row is taken when its turn has come; the others are still free for another sweep."""

    def slow(number: int) -> None:
        clock.now += (9 if number <= 2 else 0) * SECOND
        if number == 2:
            send_due_pushes(now=clock(), clock=clock)

    woken = _woken(monkeypatch, slow)
    send_due_pushes(now=clock(), clock=clock)
    assert sorted(woken) == ["/0/", "/1/", "/2/", "/3/"]


def test_slow_wakings_leave_the_rest_to_the_next_sweep(
    wakings: list[Push], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_number: int) -> None:
        clock.now += 8 * SECOND

    woken = _woken(monkeypatch, slow)
    assert send_due_pushes(now=clock(), clock=clock) == 2
    assert send_due_pushes(now=clock(), clock=clock) == 2
    assert len(woken) == len(wakings)
