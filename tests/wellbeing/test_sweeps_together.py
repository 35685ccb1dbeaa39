"""Sweeps that run at once, or while somebody works on a row, tell everybody, each once."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from people.models import Outbox
from tests.cast import Cast, assemble
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.stories import report
from wellbeing.codes import Level
from wellbeing.models import CheckIn, Escalation
from wellbeing.operations import sweep, sweep_care

pytestmark = pytest.mark.django_db(transaction=True)
LATER = dt.timedelta(minutes=30)


def unclaimed(count: int, now: dt.datetime) -> Cast:
    """Let so many colleagues report a threat that nobody takes up."""
    cast = assemble()
    for _ in range(count):
        person = UserFactory.create()
        MembershipFactory.create(user=person, team=cast.north, starts_on=dt.date(2026, 1, 1))
        report(person, cast.north, now, "threat_words")
    return cast


def in_thread(errors: list[Exception], work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - shown by the assertion of the test
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone() is not None


def deputies_told() -> int:
    return Escalation.objects.filter(level=Level.DEPUTY).count()


def test_three_sweeps_at_once_tell_everybody_once(now: dt.datetime) -> None:
    cast = unclaimed(12, now)
    errors: list[Exception] = []
    threads = [in_thread(errors, lambda: sweep_care(now=now + LATER)) for _ in range(3)]
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert deputies_told() == 12
    assert Outbox.objects.filter(recipient=cast.dex).count() == 12
    assert not CheckIn.objects.exclude(attempts=0).exists()


def test_row_in_use_is_told_by_the_sweep_that_met_it(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    unclaimed(2, now)
    sweep_care(now=now)
    errors: list[Exception] = []
    held, go = threading.Event(), threading.Event()
    first = CheckIn.objects.order_by("pk").values_list("pk", flat=True)[0]

    @transaction.atomic
    def work_on_the_first() -> None:
        CheckIn.objects.select_for_update().get(pk=first)
        held.set()
        go.wait(timeout=60)

    worker: list[threading.Thread] = []
    claim = sweep._claim_batch

    def claim_then_meet(now: dt.datetime) -> list[int]:
        keys = claim(now)
        if not worker:
            worker.append(in_thread(errors, work_on_the_first))
            held.wait(timeout=60)
        return keys

    monkeypatch.setattr(sweep, "_claim_batch", claim_then_meet)
    sweeping = in_thread(errors, lambda: sweep_care(now=now + LATER))
    while sweeping.is_alive() and not waits_for_a_lock():
        pass
    go.set()
    for thread in (sweeping, *worker):
        thread.join(timeout=60)
    assert errors == []
    assert deputies_told() == 2
