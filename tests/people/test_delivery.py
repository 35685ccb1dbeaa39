import datetime as dt

import pytest
from django.test import Client

from people.models import Notice, Outbox
from people.operations import notify, queue_mail
from tests.cast import Cast
from tests.factories import IncidentFactory


def test_mail_with_the_same_key_is_queued_once(cast: Cast, now: dt.datetime) -> None:
    first = queue_mail(recipient=cast.max, template="alert", path="/today/", key="a:1", now=now)
    again = queue_mail(recipient=cast.max, template="alert", path="/today/", key="a:1", now=now)
    assert first == again
    assert Outbox.objects.get().due_at == now


def test_mail_may_be_due_later(cast: Cast, now: dt.datetime) -> None:
    later = now + dt.timedelta(minutes=30)
    mail = queue_mail(
        recipient=cast.max, template="task", path="/today/", key="t:1", now=now, due_at=later
    )
    assert mail.due_at == later


def test_mail_without_a_template_is_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="no mail template"):
        queue_mail(recipient=cast.max, template="story", path="/today/", key="t:1", now=now)


def test_notice_with_the_same_key_is_written_once(cast: Cast, now: dt.datetime) -> None:
    for _ in range(2):
        notify(recipient=cast.ana, kind="answer", path="/mine/", key="answer:1", now=now)
    assert Notice.objects.get().kind == Notice.Kind.ANSWER


def test_notice_is_read_when_its_page_was_opened_by_any_way(cast: Cast, now: dt.datetime) -> None:
    incident = IncidentFactory.create(team=cast.north, reported_by=cast.ana)
    path = incident.get_absolute_url()
    for who in (cast.ana, cast.max):
        notify(recipient=who, kind="update", path=path, key=f"update:{who.pk}", now=now)
    client = Client()
    client.force_login(cast.ana)
    client.get("/mine/")
    assert Notice.objects.visible_to(cast.ana).unread().exists()
    assert client.get(path).status_code == 200
    assert not Notice.objects.visible_to(cast.ana).unread().exists()
    assert Notice.objects.visible_to(cast.max).unread().exists()


def test_notice_says_nothing_twice_on_one_page(cast: Cast, now: dt.datetime) -> None:
    for kind in ("witness", "answer"):
        notify(recipient=cast.ana, kind=kind, path="/witness/1/", key=f"{kind}:1", now=now)
    beside = Notice.objects.visible_to(cast.ana).beside(["/witness/1/"])
    assert [notice.kind for notice in beside] == ["answer"]
    assert Notice.objects.visible_to(cast.ana).beside(["/witness/2/"]).count() == 2
