"""Two who tell a person the same thing at the same moment: one line, one mail, nobody fails."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from people.models import Notice, Outbox
from people.operations import Call, notify_all
from tests.cast import assemble

WAIT = 20


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("is_kept", [True, False])
def test_two_at_once_under_one_key_write_one_line(now: dt.datetime, is_kept: bool) -> None:  # noqa: FBT001
    """The second waits for the first; it finds their line, or writes its own if they gave up."""
    cast = assemble()
    is_written, may_end = threading.Event(), threading.Event()
    same = Call(cast.max, "late", "/witness/1/", "same")

    def first() -> None:
        with transaction.atomic():
            notify_all(calls=[same], now=now)
            is_written.set()
            assert may_end.wait(WAIT)
            transaction.set_rollback(not is_kept)
        connection.close()

    def second() -> list[str]:
        assert is_written.wait(WAIT)
        threading.Timer(0.5, may_end.set).start()  # by then the other stands at the unique key
        both = [same, Call(cast.ana, "witness", "/witness/1/", "other")]
        told = notify_all(calls=both, now=now)
        connection.close()
        return sorted(notice.key for notice in told)

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(first), pool.submit(second)
        one.result(WAIT)
        assert two.result(WAIT) == ["other", "same"]
    assert Notice.objects.filter(key="same").count() == 1
    assert Notice.objects.filter(key="other").count() == 1
    mails = Outbox.objects.filter(notice__recipient=cast.max)
    assert mails.count() == 1
