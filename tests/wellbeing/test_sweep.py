"""The sweep tells the next one, each once, whatever fails beside it."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from incidents.operations import Wish
from people.models import Membership, Notice, Outbox, QuietHours, User
from tests.cast import Cast, assemble
from tests.factories import MembershipFactory, UserFactory
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing import tasks
from wellbeing.codes import Level, Reason
from wellbeing.models import CareSeries, CheckIn, Escalation
from wellbeing.operations import (
    ask_for_checkin,
    claim_checkin,
    hand_over,
    handover,
    move_checkin,
    sweep,
    sweep_care,
)
from wellbeing.queries.frame import Frame

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def told(reason: Reason = Reason.UNCLAIMED) -> list[str | None]:
    rows = Escalation.objects.filter(reason=reason).order_by("told_at", "level")
    return [row.told.name.split()[0] if row.told else None for row in rows.select_related("told")]


def test_unclaimed_report_goes_to_the_deputy_and_then_up(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    sweep_care(now=now + 29 * MINUTE)
    assert told() == ["Max"]

    sweep_care(now=now + 30 * MINUTE)
    assert told() == ["Max", "Dex"]
    sweep_care(now=now + 31 * MINUTE)
    sweep_care(now=now + 60 * MINUTE)
    sweep_care(now=now + 61 * MINUTE)

    assert told() == ["Max", "Dex", "Nora"]
    mails = Outbox.objects.filter(template="alert").order_by("pk")
    assert [mail.recipient for mail in mails] == [cast.max, cast.dex, cast.nora]
    assert Notice.objects.filter(kind=Notice.Kind.ALERT).count() == 3


def test_claimed_report_goes_no_further(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    claim_checkin(actor=cast.max, checkin=checkins_of(cast.ana)[0], now=now + 5 * MINUTE)
    sweep_care(now=now + 90 * MINUTE)
    assert told() == ["Max"]


def test_absent_deputy_is_passed_over(cast: Cast, now: dt.datetime) -> None:
    Membership.objects.filter(user=cast.dex).update(ends_on=dt.date(2026, 11, 17))
    report(cast.ana, cast.north, now, "threat_words")
    sweep_care(now=now + 30 * MINUTE)
    assert told() == ["Max", "Nora"]
    sweep_care(now=now + 60 * MINUTE)
    assert told() == ["Max", "Nora", "Pim"]


def test_sweep_that_was_down_catches_up_once(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    sweep_care(now=now + dt.timedelta(hours=3))
    sweep_care(now=now + dt.timedelta(hours=3))
    assert told() == ["Max", "Dex", "Nora"]


def test_late_check_in_after_something_serious_waits_for_no_quiet_hours(
    cast: Cast, now: dt.datetime
) -> None:
    """The contact after an evening is a day late at night: its holder is told at once."""
    QuietHours.objects.create(user=cast.max)
    evening = local("2026-11-18 18:30")
    report(cast.ana, cast.north, evening, "threat_words")
    claim_checkin(actor=cast.max, checkin=checkins_of(cast.ana)[0], now=evening)
    Outbox.objects.all().delete()
    night = local("2026-11-20 02:30")
    sweep_care(now=night)
    assert told(Reason.LATE) == ["Max"]
    (mail,) = Outbox.objects.filter(recipient=cast.max)
    assert (mail.template, mail.due_at) == ("alert", night)


def test_late_check_in_goes_up_in_working_hours(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    for moment in ("2026-11-25 16:59", "2026-11-25 17:00", "2026-11-30 17:00", "2026-12-03 17:00"):
        sweep_care(now=local(moment))
    assert told(Reason.LATE) == ["Max", "Dex", "Nora"]
    assert set(Outbox.objects.values_list("template", flat=True)) == {"task"}


def test_moved_check_in_is_late_from_its_new_moment(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    late = local("2026-11-26 10:00")
    sweep_care(now=late)
    assert told(Reason.LATE) == ["Max"]

    talk = checkins_of(cast.ana)[0]
    move_checkin(actor=cast.ana, checkin=talk, at=local("2026-11-26 16:00"), now=late)
    sweep_care(now=local("2026-12-01 16:00"))
    assert told(Reason.LATE) == ["Max", "Max"]


def test_check_in_of_care_that_became_serious_is_late_after_a_day(
    cast: Cast, now: dt.datetime
) -> None:
    friday = local("2026-11-20 16:00")
    ask_for_checkin(actor=cast.ana, wish=Wish(when="tomorrow"), now=now)
    ask_for_checkin(actor=cast.ana, wish=Wish(when="at", at=friday), now=now)
    report(cast.ana, cast.north, now, "threat_words")
    talk = next(row for row in checkins_of(cast.ana) if row.due_at == friday)

    assert talk.escalate_at == friday + dt.timedelta(hours=24)
    sweep_care(now=friday + dt.timedelta(hours=25))
    assert Escalation.objects.filter(checkin=talk, reason=Reason.LATE).count() == 1


def test_sweep_without_due_rows_is_one_look(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    assert sweep_care(now=now) == 0


def test_sweep_takes_as_many_statements_for_three_late_check_ins_as_for_one(
    cast: Cast, now: dt.datetime
) -> None:
    def statements(people: list[User], moment: dt.datetime) -> int:
        for person in people:
            report(person, cast.north, moment, "threat_words")
        hand_over(now=moment)  # takes in who works where
        with CaptureQueriesContext(connection) as caught:
            assert sweep_care(now=moment + 30 * MINUTE) == len(people)
        return len(caught)

    people = [UserFactory.create() for _ in range(4)]
    for person in people:
        MembershipFactory.create(user=person, team=cast.north)
    alone = statements(people[:1], now)
    CheckIn.objects.update(escalate_at=None)
    assert statements(people[1:], now + dt.timedelta(hours=1)) == alone


@pytest.mark.django_db(transaction=True)
def test_check_in_that_somebody_works_on_is_left_for_later(now: dt.datetime) -> None:
    cast = assemble()
    report(cast.ana, cast.north, now, "threat_words")
    report(cast.zoe, cast.south, now, "threat_words")
    held = checkins_of(cast.ana)[0].pk
    sweep_care(now=now)
    due = list(CheckIn.objects.exclude(alert_at=None).values_list("pk", flat=True))

    def look() -> None:
        sweep.look_at(due, now=now + 30 * MINUTE)
        connections.close_all()

    with transaction.atomic():
        CheckIn.objects.select_for_update().get(pk=held)
        sweeping = threading.Thread(target=look)
        sweeping.start()
        sweeping.join(timeout=30)
        is_done = not sweeping.is_alive()

    assert is_done
    assert Escalation.objects.filter(level__gt=Level.OWNER).exclude(checkin=held).exists()
    assert not Escalation.objects.filter(level__gt=Level.OWNER, checkin=held).exists()


def test_failing_row_is_parked_and_stops_nobody(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    report(cast.zoe, cast.south, now, "threat_words")
    poison = checkins_of(cast.ana)[0].pk
    look = sweep.look_at

    def fails_on_poison(keys: list[int], *, now: dt.datetime) -> None:
        if poison in keys:
            raise ValueError(cast.ana.name)
        look(keys, now=now)

    monkeypatch.setattr(sweep, "look_at", fails_on_poison)
    for minute in range(30, 40):
        sweep_care(now=now + minute * MINUTE)

    row = CheckIn.objects.get(pk=poison)
    assert row.parked_at is not None
    assert row.attempts == sweep.ATTEMPTS
    assert Notice.objects.get(kind=Notice.Kind.PARKED).recipient == cast.bo
    assert told() == ["Max", "Otto", "Nora"]


def test_failure_is_logged_without_what_it_was_about(
    cast: Cast,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    report(cast.ana, cast.north, now, "threat_words")

    def fails(keys: list[int], *, now: dt.datetime) -> None:
        raise ValueError(cast.ana.name)

    monkeypatch.setattr(sweep, "look_at", fails)
    sweep_care(now=now + 30 * MINUTE)
    assert "ValueError" in caplog.text
    assert "Ana" not in caplog.text


def test_task_looks_at_what_is_due_by_the_clock_of_the_database(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    CheckIn.objects.update(escalate_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    tasks.sweep_care()
    assert "Dex" in told()


def test_check_ins_follow_the_line_when_the_manager_leaves(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    cast.max.is_active, cast.max.deactivated_at = False, now
    cast.max.save()

    assert sweep_care(now=now + MINUTE) == 0
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.dex}
    assert Notice.objects.filter(recipient=cast.ana, kind=Notice.Kind.CHECKIN_OWNER).count() == 3
    assert Outbox.objects.filter(recipient=cast.dex, template="task").exists()


def test_check_ins_follow_the_person_to_another_team(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    Membership.objects.filter(user=cast.ana).update(team=cast.south)

    hand_over(now=now + MINUTE)

    assert {row.owner for row in checkins_of(cast.ana)} == {cast.otto}
    assert checkins_of(cast.ana)[0].series.team_id == cast.south.pk
    assert hand_over(now=now + 2 * MINUTE) == 0


def test_check_ins_without_a_holder_find_one_who_was_appointed(
    cast: Cast, now: dt.datetime
) -> None:
    Membership.objects.exclude(user=cast.ana).delete()
    cast.pim.role_grants.all().delete()
    report(cast.ana, cast.north, now)
    assert hand_over(now=now) == 0

    Membership.objects.create(
        user=cast.dex, team=cast.north, kind="manager", starts_on=dt.date(2026, 1, 1)
    )
    assert hand_over(now=now + MINUTE) == 3
    assert {row.owner for row in checkins_of(cast.ana)} == {cast.dex}


def test_care_of_who_left_ends(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    cast.ana.is_active, cast.ana.deactivated_at = False, now
    cast.ana.save()

    hand_over(now=now)

    series = CareSeries.objects.get()
    assert (series.end, series.ended_at) == (CareSeries.End.LEFT, now)
    assert checkins_of(cast.ana) == []


def test_failing_hand_over_stops_nobody(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(cast.ana, cast.north, now, "threat_words")

    def fails(row: CheckIn, frame: Frame) -> None:
        raise ValueError(cast.ana.name)

    monkeypatch.setattr(handover, "_seat_of", fails)
    CheckIn.objects.update(rehome_at=now)
    sweep_care(now=now + 30 * MINUTE)
    assert told() == ["Max", "Dex"]


def test_chosen_adviser_keeps_the_check_in(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    CheckIn.objects.update(owner=cast.pim)
    assert hand_over(now=now) == 0


def test_idle_sweep_takes_as_many_statements_for_three_as_for_one(
    cast: Cast, now: dt.datetime
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            sweep_care(now=now)
        return len(caught)

    report(cast.ana, cast.north, now)
    sweep_care(now=now)  # takes in who works where
    alone = statements()
    report(cast.zoe, cast.south, now)
    report(cast.max, cast.north, now)
    assert statements() == alone <= 10
