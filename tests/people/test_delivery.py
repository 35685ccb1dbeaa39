import datetime as dt

import pytest

from people.models import Notice, Outbox
from people.operations import notify, queue_mail
from tests.cast import Cast


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
