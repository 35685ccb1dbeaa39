import datetime as dt
import itertools

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from people.models import Notice, Outbox
from people.operations import invite, queue_mail, send_due_mails
from people.routing import GIVE_UP_AFTER, MOST_ATTEMPTS, wait_after
from tests.cast import Cast


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        message = "connection refused"
        raise OSError(message)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def _queue(cast: Cast, now: dt.datetime, template: str = "alert") -> Outbox:
    return queue_mail(recipient=cast.max, template=template, path="/today/", key="k", now=now)


def test_due_mail_is_sent_once_and_says_only_that_something_waits(
    cast: Cast, now: dt.datetime
) -> None:
    _queue(cast, now)
    assert send_due_mails(now=now).sent == 1
    assert send_due_mails(now=now).sent == 0
    (sent,) = mail.outbox
    assert sent.subject == "Please open Luwte now"
    assert sent.to == ["max@luwte.example"]
    assert "http://127.0.0.1:8000/today/" in sent.body


@pytest.mark.parametrize("template", ["alert", "digest", "task"])
def test_mails_name_nobody_and_nothing(cast: Cast, now: dt.datetime, template: str) -> None:
    _queue(cast, now, template)
    send_due_mails(now=now)
    text = mail.outbox[0].subject + str(mail.outbox[0].body)
    for canary in ("Max", "Ana", "Desk North", "report", "S3", "S4"):
        assert canary not in text


def test_mail_due_later_waits(cast: Cast, now: dt.datetime) -> None:
    later = now + dt.timedelta(hours=1)
    queue_mail(recipient=cast.max, template="task", path="/", key="k", now=now, due_at=later)
    assert send_due_mails(now=now).sent == 0
    assert send_due_mails(now=later).sent == 1


def test_mail_to_a_closed_account_or_without_address_is_skipped(
    cast: Cast, now: dt.datetime
) -> None:
    cast.max.email = None
    cast.max.save()
    row = _queue(cast, now)
    send_due_mails(now=now)
    row.refresh_from_db()
    assert row.skipped_at == now
    assert row.sent_at is None
    assert mail.outbox == []


@pytest.mark.usefixtures("broken_mail")
def test_failing_mail_is_tried_for_a_day_with_growing_waits_and_then_parked(
    cast: Cast, now: dt.datetime
) -> None:
    row, start = _queue(cast, now), now
    tries = []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert send_due_mails(now=now).failed == 1
        tries.append(now - start)
        assert send_due_mails(now=now).failed == 0, "not due again at once"
        row.refresh_from_db()
        assert row.attempts == attempt
        assert (row.parked_at is None) is (attempt < MOST_ATTEMPTS)
        now += wait_after(attempt)
    waits = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert waits == sorted(set(waits)), "each wait is longer"
    assert dt.timedelta(hours=23) < tries[-1] <= GIVE_UP_AFTER
    assert Notice.objects.get(kind=Notice.Kind.PARKED).recipient == cast.bo
    assert send_due_mails(now=now + dt.timedelta(days=1)).failed == 0


@pytest.mark.usefixtures("broken_mail")
def test_late_worker_tries_no_longer_than_a_day(cast: Cast, now: dt.datetime) -> None:
    row = _queue(cast, now)
    late = now + dt.timedelta(days=3)
    send_due_mails(now=late)
    row.refresh_from_db()
    assert row.parked_at is None, "the day begins with the first try"
    send_due_mails(now=late + dt.timedelta(hours=23, minutes=59))
    row.refresh_from_db()
    assert (row.attempts, row.parked_at is not None) == (2, True)


def test_mail_that_kills_the_worker_five_times_is_parked(cast: Cast, now: dt.datetime) -> None:
    row = _queue(cast, now)
    Outbox.objects.update(attempts=MOST_ATTEMPTS)  # counted, and never noted as sent
    assert send_due_mails(now=now).sent == 0
    row.refresh_from_db()
    assert row.parked_at == now


def test_one_failing_mail_does_not_hold_the_others(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = EmailBackend.send_messages

    def refuse_max(self: EmailBackend, messages: list) -> int:
        if messages[0].to == [cast.max.email]:
            message = "no such mailbox"
            raise OSError(message)
        return int(right(self, messages))

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_max)
    _queue(cast, now)
    queue_mail(recipient=cast.dex, template="task", path="/", key="k2", now=now)
    swept = send_due_mails(now=now)
    assert (swept.sent, swept.failed) == (1, 1)


def test_mail_speaks_the_recipients_language(cast: Cast, now: dt.datetime) -> None:
    cast.max.language = "nl"
    cast.max.save()
    _queue(cast, now)
    send_due_mails(now=now)
    assert len(mail.outbox) == 1


def test_token_of_an_invitation_exists_in_the_mail_alone(cast: Cast, now: dt.datetime) -> None:
    invitation = invite(actor=cast.bo, person=cast.ana, now=now)
    row = Outbox.objects.get()
    assert row.path == ""
    assert invitation.token_hash is None
    send_due_mails(now=now)
    invitation.refresh_from_db()
    row.refresh_from_db()
    assert row.path == ""
    token = str(mail.outbox[0].body).split("/invitation/")[1].split("/")[0]
    assert invitation.token_hash is not None
    assert token not in invitation.token_hash


@pytest.mark.usefixtures("broken_mail")
def test_parked_mails_go_out_again_when_an_administrator_says_so(
    cast: Cast, now: dt.datetime, client: Client
) -> None:
    row = _queue(cast, now)
    Outbox.objects.update(attempts=MOST_ATTEMPTS, parked_at=now)
    client.force_login(cast.bo)
    assert "1 message could not be sent" in client.get("/people/").content.decode()
    assert client.post("/people/mails/").status_code == 302
    row.refresh_from_db()
    assert (row.parked_at, row.attempts) == (None, 0)
    client.force_login(cast.max)
    assert client.post("/people/mails/").status_code == 403
