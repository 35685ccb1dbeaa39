"""A browser that is gone is forgotten; only who is reached in no other way has a task from it."""

import datetime as dt

import pytest
from pytest_django import Settings
from pywebpush import WebPushException
from requests import Response

from people.codes import KINDS, Channel
from people.models import Notice, NoticeChoice, Outbox, Push, PushSubscription, User
from people.operations import notify, push, send_due_mails, send_due_pushes
from tests.cast import Cast

HOUR = dt.timedelta(hours=1)
STALE, FRESH = "http://127.0.0.1/stale", "http://127.0.0.1/fresh"


@pytest.fixture(autouse=True)
def _service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer for one browser that it is gone, and for the others that all is well."""
    settings.PUSH = True
    settings.VAPID_SECRET = "s" * 50
    settings.PUSH_HOSTS = ["127.0.0.1"]
    gone = Response()
    gone.status_code = 410

    def answer(browser: dict[str, object], **_more: object) -> None:
        if browser["endpoint"] == STALE:
            message = "gone"
            raise WebPushException(message, response=gone)

    monkeypatch.setattr(push, "webpush", answer)


def _browser(person: User, now: dt.datetime, endpoint: str = STALE) -> None:
    person.push_subscriptions.create(endpoint=endpoint, p256dh="p", auth="a", made_at=now)


def _without_mail(person: User) -> None:
    for kind in KINDS:
        NoticeChoice.objects.create(user=person, kind=kind, channel=Channel.MAIL, is_on=False)


def _told(who: User, now: dt.datetime, kind: str = "alert", key: str = "k") -> Notice:
    return notify(recipient=who, kind=kind, path=f"/{key}/", key=key, now=now)


@pytest.mark.parametrize("is_mailed", [True, False])
def test_message_that_was_or_will_be_mailed_has_not_failed(
    cast: Cast,
    now: dt.datetime,
    is_mailed: bool,  # noqa: FBT001
) -> None:
    _browser(cast.ana, now)
    _told(cast.ana, now)
    if is_mailed:
        send_due_mails(now=now)
    send_due_pushes(now=now)
    assert not PushSubscription.objects.exists()
    assert not Notice.objects.unreached().exists()


def test_message_that_waits_for_the_digest_has_not_failed(cast: Cast, now: dt.datetime) -> None:
    _browser(cast.max, now)
    notice = _told(cast.max, now, "task")
    assert Outbox.objects.get().notice is None, "the digest gathers it"
    assert notice.digest_on is not None
    send_due_pushes(now=now + HOUR)
    assert not PushSubscription.objects.exists()
    assert not Notice.objects.unreached().exists()


def test_message_to_another_phone_has_not_failed(cast: Cast, now: dt.datetime) -> None:
    _without_mail(cast.ana)
    _browser(cast.ana, now)
    _browser(cast.ana, now, FRESH)
    _told(cast.ana, now)
    send_due_pushes(now=now)
    assert PushSubscription.objects.get().endpoint == FRESH
    assert Push.objects.get().sent_at == now
    assert not Notice.objects.unreached().exists()


def test_what_nobody_can_be_told_in_another_way_is_a_task(cast: Cast, now: dt.datetime) -> None:
    """Also what would have woken the same phone later."""
    _without_mail(cast.ana)
    _browser(cast.ana, now)
    night = now + 9 * HOUR
    lost = {_told(cast.ana, night), _told(cast.ana, night, "late", "later")}
    queued = dict(Push.objects.values_list("key", "due_at"))
    assert queued["k"] == night < queued["later"]
    _told(cast.zoe, night, key="zoe")
    send_due_pushes(now=night)
    assert set(Notice.objects.unreached()) == lost


def test_mail_that_was_given_up_or_had_no_reader_is_no_way(cast: Cast, now: dt.datetime) -> None:
    _browser(cast.ana, now)
    notice = _told(cast.ana, now)
    Outbox.objects.update(skipped_at=now)
    send_due_pushes(now=now)
    assert list(Notice.objects.unreached()) == [notice]


@pytest.mark.parametrize("way", [Channel.PUSH, Channel.MAIL])
def test_chosen_way_that_does_not_exist_leaves_the_line_in_the_product(
    cast: Cast, now: dt.datetime, way: Channel
) -> None:
    """No phone, or no address: what was to come by it alone is not lost."""
    User.objects.filter(pk=cast.ana.pk).update(email=None)
    cast.ana.refresh_from_db()
    for channel in Channel:
        is_on = channel == way
        NoticeChoice.objects.create(user=cast.ana, kind="late", channel=channel, is_on=is_on)
    notice = _told(cast.ana, now, "late")
    assert list(Notice.objects.lines()) == [notice]


def test_line_for_a_phone_that_is_there_stays_hidden(cast: Cast, now: dt.datetime) -> None:
    _browser(cast.ana, now, FRESH)
    for channel in (Channel.APP, Channel.MAIL):
        NoticeChoice.objects.create(user=cast.ana, kind="late", channel=channel, is_on=False)
    _told(cast.ana, now, "late")
    assert not Notice.objects.lines().exists()
    assert Push.objects.count() == 1
