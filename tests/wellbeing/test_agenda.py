"""Today of a leader and what is coming up for a person."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.operations import Wish, give_answer, reply_to_answer
from people.models import Membership, User
from tests.cast import Cast
from tests.factories import UserFactory
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.codes import Outcome
from wellbeing.models import AgreedSupport, CheckIn
from wellbeing.operations import Support, Talk, claim_checkin, hold_checkin, sweep_care
from wellbeing.queries import care_of, coming_up, today_of

pytestmark = pytest.mark.django_db
NOT_NEEDED = Wish(when="none")


def colleague(cast: Cast) -> User:
    user = UserFactory.create()
    Membership.objects.create(
        user=user, team=cast.north, kind="staff", starts_on=dt.date(2026, 1, 1)
    )
    return user


def test_today_sorts_check_ins_by_when_they_are_due(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk, second, _third = checkins_of(cast.ana)

    before = today_of(cast.max, now)
    assert (before.late, before.today, before.upcoming) == ([], [], [talk])
    on_the_day = today_of(cast.max, local("2026-11-20 09:00"))
    assert (on_the_day.late, on_the_day.today) == ([], [talk])
    after = today_of(cast.max, local("2026-11-23 09:00"))
    assert (after.late, after.today, after.upcoming) == ([talk], [], [second])


def test_today_shows_an_alert_once_until_it_is_claimed(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = checkins_of(cast.ana)[0]

    assert today_of(cast.max, now).alerts == [contact]
    assert today_of(cast.max, now).today == []
    assert today_of(cast.dex, now).alerts == []
    later = now + dt.timedelta(minutes=30)
    sweep_care(now=later)
    assert today_of(cast.dex, later).alerts == [contact]

    claim_checkin(actor=cast.dex, checkin=contact, now=later)
    assert today_of(cast.max, later).alerts == []
    assert today_of(cast.dex, later).today == [contact]


def test_today_alerts_the_manager_when_the_adviser_holds_the_talk(
    cast: Cast, now: dt.datetime
) -> None:
    wish = Wish(when="none", with_whom="adviser")
    report(cast.ana, cast.north, now, "threat_words", wish=wish)
    (offer,) = checkins_of(cast.ana)

    assert offer.owner == cast.pim
    assert today_of(cast.max, now).alerts == [offer]


def test_today_lists_the_answers_that_are_owed(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now, wish=NOT_NEEDED)
    assert today_of(cast.max, now).answers == [incident]
    assert today_of(cast.pim, now).answers == []
    assert today_of(cast.ana, now).answers == []

    answer = give_answer(actor=cast.max, incident=incident, sentence="We called him.", now=now)
    assert today_of(cast.max, now).answers == []
    reply_to_answer(actor=cast.ana, answer=answer, reply="not_yet", reason="When?", now=now)
    assert today_of(cast.max, now).answers == [incident]


def test_today_lists_support_that_is_due(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    supports = (
        Support("Sit next to Ana", cast.max, dt.date(2026, 11, 20)),
        Support("Another desk", cast.dex, dt.date(2026, 11, 20)),
    )
    said = Talk(Outcome.HELD, supports=supports)
    hold_checkin(actor=cast.max, checkin=checkins_of(cast.ana)[0], talk=said, now=now)

    assert today_of(cast.max, now).supports == []
    due = today_of(cast.max, local("2026-11-20 09:00")).supports
    assert due == list(AgreedSupport.objects.filter(by_whom=cast.max))


def test_today_counts_kept_promises_for_the_holder_alone(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.HELD), now=talk.due_at)
    report(colleague(cast), cast.north, now)

    kept = today_of(cast.max, local("2026-11-23 09:00")).kept
    assert (kept.due, kept.kept) == (2, 1)


def test_today_is_empty_for_who_holds_nothing(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    assert today_of(cast.otto, now).is_empty
    assert today_of(cast.nora, now).is_empty


def test_today_takes_as_many_queries_for_three_as_for_one(cast: Cast, now: dt.datetime) -> None:
    def queries() -> int:
        leader = User.objects.get(pk=cast.max.pk)
        with CaptureQueriesContext(connection) as caught:
            today = today_of(leader, now)
            for row in (*today.alerts, *today.today, *today.upcoming):
                assert row.series.person.name
                assert [joined.incident.team for joined in row.series.reports.all()]
        return len(caught)

    report(cast.ana, cast.north, now, "threat_words")
    alone = queries()
    for _ in range(2):
        report(colleague(cast), cast.north, now, "threat_words")
    assert queries() == alone <= 9


def test_coming_up_is_the_persons_own(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    assert [row.due_at for row in coming_up(cast.ana, now)] == sorted(
        row.due_at for row in CheckIn.objects.all()
    )
    assert coming_up(cast.max, now) == []


def test_care_of_a_report_is_what_is_planned(cast: Cast, now: dt.datetime) -> None:
    incident = report(cast.ana, cast.north, now)
    joined = report(cast.ana, cast.north, now, "swearing", wish=Wish(when="soon"))
    care, same = care_of(incident), care_of(joined)

    assert care is not None
    assert same is not None
    assert care.series == same.series
    assert care.next is not None
    assert care.next.due_at == local("2026-11-18 16:05")
    assert not care.is_nobody_there


def test_care_of_a_report_that_leads_to_none(cast: Cast, now: dt.datetime) -> None:
    assert care_of(report(cast.ana, cast.north, now, "swearing", reading=1)) is None
