"""Planning care for a report: which contacts, by whom, joined to what runs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.operations import Wish
from people.models import Notice, Outbox
from tests.cast import Cast
from tests.wellbeing.stories import checkins_of, local, report, series_of
from wellbeing.codes import Preset, Step, Why
from wellbeing.models import CareSeries, CheckIn, SeriesReport

pytestmark = pytest.mark.django_db


def test_plan_care_plans_the_standard_preset_with_the_manager(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)

    rows = checkins_of(cast.ana)
    assert series_of(cast.ana).preset == Preset.STANDARD
    assert [row.step for row in rows] == [Step.TALK, Step.FOLLOW_UP, Step.FOLLOW_UP]
    assert [row.due_at for row in rows] == [
        local("2026-11-20 17:00"),
        local("2026-12-04 17:00"),
        local("2027-01-04 17:00"),  # after New Year’s Day
    ]
    assert {row.owner for row in rows} == {cast.max}
    assert SeriesReport.objects.get().incident == incident


def test_plan_care_tells_the_manager_the_same_day_of_what_was_over_the_line(
    cast: Cast, now: dt.datetime
) -> None:
    """In their day and in the evening at once; before dawn when it is over; never in a digest."""
    leaving = ((0, "2026-11-18 14:05"), (8, "2026-11-18 22:05"), (14, "2026-11-19 07:00"))
    for hour, leaves in leaving:
        incident = report(cast.ana, cast.north, now + dt.timedelta(hours=hour))
        notice = Notice.objects.latest("pk")
        mail = Outbox.objects.latest("pk")
        assert (notice.recipient, notice.kind) == (cast.max, Notice.Kind.SAME_DAY)
        assert (mail.recipient, mail.template) == (cast.max, "task")
        assert mail.due_at == local(leaves)
        assert notice.path == mail.path == incident.get_absolute_url()
    assert Outbox.objects.count() == 3


def test_plan_care_of_a_serious_report_alerts_the_manager_without_content(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words")

    contact, talk, *later = checkins_of(cast.ana)
    assert (contact.step, talk.step, len(later)) == (Step.FIRST_CONTACT, Step.TALK, 2)
    assert contact.due_at == local("2026-11-18 17:00")
    assert contact.escalate_at == now + dt.timedelta(minutes=30)
    mail = Outbox.objects.get()
    assert (mail.recipient, mail.template) == (cast.max, "alert")
    assert mail.path == f"/checkin/{contact.public_id}/"
    assert Notice.objects.get().kind == Notice.Kind.ALERT


def test_plan_care_without_a_wish_leaves_a_rude_contact_alone(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "swearing", reading=1)

    assert not CareSeries.objects.exists()


def test_plan_care_with_a_wish_plans_a_check_in_at_any_severity(
    cast: Cast, now: dt.datetime
) -> None:
    wish = Wish(when="at", at=local("2026-11-23 11:00"), with_whom="adviser")
    report(cast.ana, cast.north, now, "tense", reading=1, wish=wish)

    (row,) = checkins_of(cast.ana)
    assert (row.step, row.due_at) == (Step.TOUCH_BASE, wish.at)
    assert (row.owner, row.is_asked_for, row.asked_when) == (cast.pim, True, "at")


def test_plan_care_keeps_the_bound_and_says_why(cast: Cast, now: dt.datetime) -> None:
    wish = Wish(when="at", at=now + dt.timedelta(days=9))
    report(cast.ana, cast.north, now, wish=wish)

    talk = checkins_of(cast.ana)[0]
    assert talk.why == Why.BEYOND_BOUND
    assert talk.due_at == local("2026-11-20 17:00")


def test_plan_care_offers_declined_care_again_once(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, wish=Wish(when="none"))

    (row,) = checkins_of(cast.ana)
    assert (row.step, series_of(cast.ana).preset) == (Step.SECOND_OFFER, Preset.DECLINED)
    assert row.due_at == local("2026-12-02 14:05")
    assert Notice.objects.get().kind == Notice.Kind.SAME_DAY


def test_plan_care_alerts_the_manager_even_when_care_is_declined(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, "threat_words", wish=Wish(when="none"))

    (row,) = checkins_of(cast.ana)
    assert row.step == Step.SECOND_OFFER
    assert (row.alert_at, row.escalate_at) == (now, now + dt.timedelta(minutes=30))
    assert Outbox.objects.get().recipient == cast.max


def test_plan_care_joins_the_running_series(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    later = now + dt.timedelta(hours=20)
    report(cast.ana, cast.north, later, "threat_words")

    rows = checkins_of(cast.ana)
    assert CareSeries.objects.count() == 1
    assert series_of(cast.ana).preset == Preset.SERIOUS
    assert [row.step for row in rows].count(Step.TALK) == 1
    talk = next(row for row in rows if row.step == Step.TALK)
    assert talk.due_at == local("2026-11-20 17:00")
    assert SeriesReport.objects.filter(series=series_of(cast.ana)).count() == 2
    assert CheckIn.objects.filter(cancelled_at=later).count() == 2


def test_plan_care_never_gives_the_talk_to_the_person(cast: Cast, now: dt.datetime) -> None:
    report(cast.max, cast.north, now)

    assert {row.owner for row in checkins_of(cast.max)} == {cast.dex}


def test_report_with_serious_care_takes_few_statements(cast: Cast, now: dt.datetime) -> None:
    with CaptureQueriesContext(connection) as caught:
        report(cast.ana, cast.north, now, "threat_words")
    statements = [q["sql"] for q in caught if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 33, "\n".join(statements)


def test_joining_report_takes_few_statements_however_long_the_series(
    cast: Cast, now: dt.datetime
) -> None:
    def statements(minutes: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            report(cast.ana, cast.north, now + dt.timedelta(minutes=minutes), "threat_words")
        return sum("SAVEPOINT" not in query["sql"] for query in caught)

    report(cast.ana, cast.north, now)
    *_, fourth = [statements(minutes) for minutes in range(4)]
    *_, twelfth = [statements(minutes) for minutes in range(4, 12)]
    assert fourth == twelfth <= 33
