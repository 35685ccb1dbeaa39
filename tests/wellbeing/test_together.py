"""A report and its care are one: committed together, never doubled, broker or no broker."""

import datetime as dt
import threading

import pytest
from django.db import connections, transaction

from incidents.models import Incident
from people.models import User
from tests.cast import Cast, assemble
from tests.wellbeing.stories import checkins_of, report
from wellbeing import operations
from wellbeing.codes import Preset, Step
from wellbeing.models import CareSeries, CheckIn, SeriesReport


@pytest.mark.django_db(transaction=True)
def test_fifty_reports_at_once_run_one_series(now: dt.datetime) -> None:
    cast = assemble()
    start = threading.Barrier(50, timeout=60)
    errors: list[Exception] = []

    def send(place: int) -> None:
        try:
            ana = User.objects.get(pk=cast.ana.pk)
            start.wait()
            report(ana, cast.north, now, "threat_words" if place % 5 == 0 else "swearing")
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(place,)) for place in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert errors == []
    assert Incident.objects.count() == SeriesReport.objects.count() == 50
    assert CareSeries.objects.get().preset == Preset.SERIOUS
    steps = [row.step for row in checkins_of(cast.ana)]
    assert sorted(steps) == sorted([Step.FIRST_CONTACT, Step.TALK, Step.FOLLOW_UP, Step.FOLLOW_UP])


@pytest.mark.django_db
def test_failing_care_takes_the_report_with_it(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(operations, "raise_needs_by_rule", fails)
    with pytest.raises(RuntimeError):
        report(cast.ana, cast.north, now)

    assert not Incident.objects.exists()
    assert not CheckIn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_report_that_is_rolled_back_leaves_no_care(now: dt.datetime) -> None:
    cast = assemble()
    with transaction.atomic():
        report(cast.ana, cast.north, now, "threat_words")
        assert CheckIn.objects.exists()
        transaction.set_rollback(True)
    assert not Incident.objects.exists()
    assert not CareSeries.objects.exists()


@pytest.mark.django_db
def test_care_is_planned_without_a_broker(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is published while a report is taken in: publishing would fail loudly here."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("celery.app.base.Celery.send_task", refuse)
    monkeypatch.setattr("celery.app.task.Task.apply_async", refuse)
    report(cast.ana, cast.north, now, "threat_words")
    assert len(checkins_of(cast.ana)) == 4
