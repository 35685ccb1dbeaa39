"""Who holds a talk when somebody is away, was part of it, left or came back."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from incidents.codes import WishWhen
from incidents.models import InvolvedColleague, Narrative, ReadingConsent
from incidents.operations import Wish
from incidents.operations.reading import answer_reading
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Absence, LineChange, Membership, Notice, Organisation, RoleGrant, User
from people.operations import end_absence, set_absence
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.factories.wellbeing import CareSeriesFactory, CheckInFactory
from tests.wellbeing.pages import signed_in
from tests.wellbeing.stories import checkins_of, local, report
from wellbeing.codes import Outcome, Reason
from wellbeing.models import CareNote, CheckIn, Escalation
from wellbeing.operations import (
    Talk,
    claim_checkin,
    hand_over,
    hold_checkin,
    note_opened,
    recheck_holders,
    sweep_care,
    wait_for_holder,
)
from wellbeing.queries.holders import touched_by
from wellbeing.queries.overview import teams_of_day

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 18)


def away(person: User, first: dt.date = TODAY, last: dt.date | None = None) -> Absence:
    return Absence.objects.create(
        user=person,
        starts_on=first,
        ends_on=last,
        made_by=person,
        made_at=local("2026-11-18 08:00"),
    )


def owners(person: User) -> list[str]:
    return [row.owner.given_name if row.owner else "nobody" for row in checkins_of(person)]


LINE = ("max", "dex", "nora", "pim")


def expected(gone: set[str], part: set[str]) -> str | None:
    """Walk down the line by hand: who may hold it and is there; else who may hold it at all."""
    for is_checked in (True, False):
        for name in LINE:
            if name in part or (is_checked and name in gone):
                continue
            return name
    return None


@pytest.mark.parametrize("gone", list(product([False, True], repeat=4)))
def test_holder_is_the_nearest_who_is_there_and_was_not_part_of_it(
    cast: Cast, now: dt.datetime, gone: tuple[bool, ...]
) -> None:
    incident = report(cast.ana, cast.north, now)
    absent = {name for name, is_gone in zip(LINE, gone, strict=True) if is_gone}
    for name in absent:
        away(getattr(cast, name))
    for part in product([False, True], repeat=4):
        involved = {name for name, is_part in zip(LINE, part, strict=True) if is_part}
        InvolvedColleague.objects.all().delete()
        CheckIn.objects.update(owner=None, standing_in_for=None)
        for name in involved:
            InvolvedColleague.objects.create(
                incident=incident, person=getattr(cast, name), marked_by=cast.ana, marked_at=now
            )
        CheckIn.objects.update(rehome_at=now)
        hand_over(now=now)
        named = expected(absent, involved)
        found = {row.owner for row in checkins_of(cast.ana)}
        assert found == {getattr(cast, named) if named else None}, (absent, involved)


def test_a24_overdue_goes_to_the_managers_manager_and_not_to_the_whole_team(
    cast: Cast, now: dt.datetime
) -> None:
    colleague = UserFactory.create(name="Cem Colleague")
    MembershipFactory.create(user=colleague, team=cast.north, kind=Membership.Kind.STAFF)
    report(cast.ana, cast.north, now)
    for moment in ("2026-11-25 17:00", "2026-11-30 17:00", "2026-12-03 17:00", "2026-12-09 17:00"):
        sweep_care(now=local(moment))

    late = Escalation.objects.filter(reason=Reason.LATE, checkin=checkins_of(cast.ana)[0])
    told = [row.told for row in late.order_by("level")]
    assert told == [cast.max, cast.dex, cast.nora]
    notices = Notice.objects.filter(kind=Notice.Kind.LATE)
    assert {notice.recipient for notice in notices} == {cast.max, cast.dex, cast.nora}


def test_absent_manager_is_stood_in_for_by_the_deputy_on_day_0(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now)
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, now=now)

    assert owners(cast.ana) == ["Dex"] * 3
    assert {row.standing_in_for for row in checkins_of(cast.ana)} == {cast.max}
    assert Notice.objects.filter(recipient=cast.ana, kind=Notice.Kind.CHECKIN_OWNER).exists()
    assert not ReadingConsent.objects.exists()


def test_planned_absence_moves_them_on_its_first_day(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY + 2 * DAY, ends_on=None, now=now)
    hand_over(now=now + DAY)
    assert owners(cast.ana) == ["Max"] * 3
    hand_over(now=local("2026-11-20 00:01"))
    assert owners(cast.ana) == ["Dex"] * 3


def test_talk_after_the_return_stays_where_it_is(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, ends_on=TODAY + 6 * DAY, now=now)
    assert owners(cast.ana) == ["Dex", "Max", "Max"]


def test_report_during_an_absence_is_the_deputys_from_the_start(
    cast: Cast, now: dt.datetime
) -> None:
    away(cast.max, last=TODAY + 6 * DAY)
    report(cast.ana, cast.north, now)
    assert owners(cast.ana) == ["Dex", "Max", "Max"]
    assert checkins_of(cast.ana)[0].standing_in_for == cast.max


def test_only_unopened_tasks_go_back(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    absence = set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, now=now)
    opened = checkins_of(cast.ana)[0]
    note_opened(actor=cast.dex, checkin=opened, now=now)

    end_absence(actor=cast.max, absence=absence, now=now + DAY)

    assert owners(cast.ana) == ["Dex", "Max", "Max"]
    assert not CheckIn.objects.exclude(standing_in_for=None).exists()
    assert absence.__class__.objects.get().ends_on == TODAY


def test_return_on_a_known_day_needs_nobody_to_say_so(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, ends_on=TODAY + 3 * DAY, now=now)
    assert owners(cast.ana)[0] == "Dex"
    hand_over(now=local("2026-11-22 08:00"))
    assert owners(cast.ana)[0] == "Max"


def test_claimed_by_the_stand_in_stays_there(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    absence = set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, now=now)
    claim_checkin(actor=cast.dex, checkin=checkins_of(cast.ana)[0], now=now)
    end_absence(actor=cast.hana, absence=absence, now=now + dt.timedelta(minutes=9))
    assert owners(cast.ana)[0] == "Dex"


def test_person_waits_for_who_is_away_within_the_latest_moment(
    cast: Cast, now: dt.datetime
) -> None:
    report(cast.ana, cast.north, now, wish=Wish(when=WishWhen.TOMORROW))
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, ends_on=TODAY + DAY, now=now)
    talk = checkins_of(cast.ana)[0]
    assert talk.owner == cast.dex
    claim_checkin(actor=cast.dex, checkin=talk, now=now)

    waited = wait_for_holder(actor=cast.ana, checkin=talk, now=now)

    assert waited.owner == cast.max
    assert waited.due_at == local("2026-11-20 09:00")
    hand_over(now=now + DAY)
    assert owners(cast.ana)[0] == "Max"
    back_at_work = waited.due_at - dt.timedelta(minutes=1)
    assert claim_checkin(actor=cast.max, checkin=waited, now=back_at_work).owner == cast.max


def test_waiting_beyond_the_latest_moment_says_why(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    set_absence(actor=cast.max, person=cast.max, starts_on=TODAY, ends_on=TODAY + 9 * DAY, now=now)
    with pytest.raises(RuleBroken, match="should not wait that long"):
        wait_for_holder(actor=cast.ana, checkin=checkins_of(cast.ana)[0], now=now)


def test_day_has_a_team_filter_for_who_leads_several(cast: Cast, now: dt.datetime) -> None:
    MembershipFactory.create(user=cast.max, team=cast.south, kind=Membership.Kind.MANAGER)
    report(cast.ana, cast.north, now)
    CheckIn.objects.update(owner=cast.pim)
    assert teams_of_day(cast.max) == [cast.north, cast.south]
    assert teams_of_day(cast.pim) == [cast.north]


def test_new_manager_is_asked_for_and_reads_the_story_after_a_yes(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    Narrative.objects.create(
        incident=incident, written_by=cast.ana, written_at=now, body="what Ana told Max"
    )
    cast.dex.memberships.all().delete()
    cast.max.memberships.all().delete()
    nina = UserFactory.create(name="Nina Nieuw")
    MembershipFactory.create(user=nina, team=cast.north, kind=Membership.Kind.MANAGER)

    hand_over(now=now + DAY)

    assert owners(cast.ana) == ["Nina"] * 3
    consent = ReadingConsent.objects.get()
    assert (consent.reader, consent.may_read) == (nina, None)
    task = [task.path for task in tasks_of(cast.ana, now)]
    assert f"/reading/{consent.public_id}/" in task
    talk, client = checkins_of(cast.ana)[0], signed_in(nina)
    pages = [f"/checkin/{talk.public_id}/", f"/report/{incident.public_id}/"]
    assert all("what Ana told Max" not in client.get(page).content.decode() for page in pages)
    assert "nsult" in client.get(pages[1]).content.decode()

    answer_reading(actor=cast.ana, consent=consent, may_read=True, now=now + DAY)
    assert all("what Ana told Max" in client.get(page).content.decode() for page in pages)


def test_person_who_changes_team_lets_the_new_holder_read_on_the_talk_alone(
    cast: Cast, now: dt.datetime
) -> None:
    incident = report(cast.ana, cast.north, now)
    Narrative.objects.create(
        incident=incident, written_by=cast.ana, written_at=now, body="what Ana told Max"
    )
    Membership.objects.filter(user=cast.ana).update(team=cast.south)
    hand_over(now=now + DAY)
    assert owners(cast.ana) == ["Otto"] * 3
    path, client = f"/checkin/{checkins_of(cast.ana)[0].public_id}/", signed_in(cast.otto)
    assert "what Ana told Max" not in client.get(path).content.decode()

    consent = ReadingConsent.objects.get()
    answer = signed_in(cast.ana).post(f"/reading/{consent.public_id}/", {"may_read": "yes"})
    assert answer.status_code == 302
    assert "what Ana told Max" in client.get(path).content.decode()
    assert client.get(f"/report/{incident.public_id}/").status_code == 404


def test_new_holder_is_not_told_how_often_the_person_reports(cast: Cast, now: dt.datetime) -> None:
    for behaviours in ("personal_insult", "shouting", "swearing"):
        report(cast.ana, cast.north, timezone.now(), behaviours)
    talk = checkins_of(cast.ana)[0]
    path = f"/checkin/{talk.public_id}/"
    assert "3 reports in six weeks" in signed_in(cast.max).get(path).content.decode()

    Membership.objects.filter(user=cast.max).update(team=cast.south)
    MembershipFactory.create(user=cast.zoe, team=cast.north, kind=Membership.Kind.MANAGER)
    cast.dex.memberships.all().delete()
    hand_over(now=timezone.now())
    assert ReadingConsent.objects.filter(reader=cast.zoe).count() == 3
    assert "reports in six weeks" not in signed_in(cast.zoe).get(path).content.decode()
    ReadingConsent.objects.update(may_read=True, answered_at=now)
    assert "3 reports in six weeks" in signed_in(cast.zoe).get(path).content.decode()


def test_care_notes_never_pass_to_a_successor(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    first = checkins_of(cast.ana)[0]
    talk = Talk(outcome=Outcome.HELD, note="between Ana and Max")
    hold_checkin(actor=cast.max, checkin=first, talk=talk, now=now)
    Membership.objects.filter(user=cast.ana).update(team=cast.south)
    hand_over(now=now + DAY)
    client = signed_in(cast.otto)
    for path in (first, checkins_of(cast.ana)[0]):
        body = client.get(f"/checkin/{path.public_id}/").content.decode()
        assert "between Ana and Max" not in body
    assert not CareNote.objects.visible_to(cast.otto).exists()


def test_nothing_is_dropped_when_everybody_leaves(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    RoleGrant.objects.all().delete()
    Membership.objects.exclude(user=cast.ana).delete()
    hand_over(now=now + DAY)
    assert owners(cast.ana) == ["nobody"] * 3
    RoleGrant.objects.create(user=cast.zoe, role=RoleGrant.Role.ADVISER)
    hand_over(now=now + DAY)
    assert owners(cast.ana) == ["Zoe"] * 3


def test_row_without_anybody_is_looked_at_again_each_hour(cast: Cast, now: dt.datetime) -> None:
    for name in LINE:
        away(getattr(cast, name), last=TODAY + 9 * DAY)
    report(cast.ana, cast.north, now)
    first = checkins_of(cast.ana)[0]
    assert first.owner == cast.max
    assert first.rehome_at == now + dt.timedelta(hours=1)


def test_daily_pass_marks_what_no_change_announced(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    hand_over(now=now)
    Membership.objects.filter(user=cast.max).delete()
    LineChange.objects.all().delete()
    assert hand_over(now=now) == 0
    assert recheck_holders(now=now) == 3
    assert hand_over(now=now) == 3
    assert recheck_holders(now=now) == 0


def test_daily_pass_takes_the_day_of_the_organisation(cast: Cast, now: dt.datetime) -> None:
    """Five in the afternoon in Los Angeles is the next day in UTC, when Max is back."""
    report(cast.ana, cast.north, now)
    hand_over(now=now)
    Organisation.objects.update(time_zone="America/Los_Angeles")
    due_at = dt.datetime(2026, 11, 24, 17, tzinfo=ZoneInfo("America/Los_Angeles"))
    CheckIn.objects.filter(pk=checkins_of(cast.ana)[0].pk).update(due_at=due_at, latest_at=due_at)
    away(cast.max, TODAY, due_at.date())
    assert recheck_holders(now=now) == 1


def test_sweep_reads_what_changed_and_not_what_is_open(cast: Cast, now: dt.datetime) -> None:
    for number in range(30):
        series = CareSeriesFactory.create(person__name=f"Colleague {number}", team=cast.south)
        CheckInFactory.create(series=series, owner=cast.otto)
    report(cast.ana, cast.north, now)
    hand_over(now=now)
    set_absence(actor=cast.hana, person=cast.max, starts_on=TODAY + DAY, now=now)
    assert touched_by({cast.max.pk}, set()) == {row.pk for row in checkins_of(cast.ana)}

    assert hand_over(now=now + DAY) == 3

    assert not CheckIn.objects.exclude(rehome_at=None).exists()
    assert not LineChange.objects.exists()
