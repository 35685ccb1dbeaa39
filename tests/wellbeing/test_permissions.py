"""Who sees which care, and who may do what with it."""

import datetime as dt

import pytest

from incidents.codes import WishWith
from people.models import User
from tests.cast import Cast
from tests.factories import TrainingNeedFactory
from tests.wellbeing.stories import checkins_of, report, series_of
from wellbeing import permissions
from wellbeing.codes import Outcome
from wellbeing.models import AgreedSupport, CareNote, CareSeries, CheckIn, TrainingNeed
from wellbeing.operations import Support, Talk, choose_holder, hold_checkin, sweep_care

pytestmark = pytest.mark.django_db


def everybody(cast: Cast) -> list[User]:
    return [cast.ana, cast.max, cast.dex, cast.nora, cast.zoe, cast.otto, cast.hana, cast.pim,
            cast.bo]  # fmt: skip


def names(users: list[User]) -> list[str]:
    return [user.given_name for user in users]


def who_sees(cast: Cast, row: CheckIn | CareSeries) -> list[str]:
    seen = [u for u in everybody(cast) if type(row).objects.visible_to(u).filter(pk=row.pk)]
    return names(seen)


def test_check_in_is_seen_by_the_two_people_alone(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    assert who_sees(cast, checkins_of(cast.ana)[0]) == ["Ana", "Max"]
    assert who_sees(cast, series_of(cast.ana)) == ["Ana", "Max"]


def test_adviser_sees_only_the_check_ins_they_hold(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    assert not CheckIn.objects.visible_to(cast.pim).exists()
    choose_holder(actor=cast.ana, checkin=talk, with_whom=WishWith.ADVISER, now=now)
    assert who_sees(cast, talk) == ["Ana", "Pim"]


def test_who_was_told_sees_it_until_it_is_done(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now, "threat_words")
    contact = checkins_of(cast.ana)[0]
    assert who_sees(cast, contact) == ["Ana", "Max"]
    sweep_care(now=now + dt.timedelta(minutes=30))
    assert who_sees(cast, contact) == ["Ana", "Max", "Dex"]
    hold_checkin(actor=cast.max, checkin=contact, talk=Talk(Outcome.HELD), now=now)
    assert who_sees(cast, contact) == ["Ana", "Max"]


def test_who_may_do_what_with_a_check_in(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    two = [cast.ana, cast.max]
    assert names([u for u in two if permissions.may_hold(u, talk)]) == ["Max"]
    assert names([u for u in two if permissions.may_claim(u, talk)]) == ["Max"]
    assert names([u for u in two if permissions.may_move(u, talk)]) == ["Ana", "Max"]
    hold_checkin(actor=cast.max, checkin=talk, talk=Talk(Outcome.HELD), now=now)
    talk.refresh_from_db()
    assert not any(permissions.may_hold(u, talk) for u in everybody(cast))
    assert not any(permissions.may_move(u, talk) for u in everybody(cast))


def test_note_never_passes_to_a_successor(cast: Cast, now: dt.datetime) -> None:
    report(cast.ana, cast.north, now)
    talk = checkins_of(cast.ana)[0]
    said = Talk(Outcome.HELD, note="Getting there.", supports=(Support("Another desk", cast.nora),))
    hold_checkin(actor=cast.max, checkin=talk, talk=said, now=now)
    following = checkins_of(cast.ana)[0]
    choose_holder(actor=cast.ana, checkin=following, with_whom=WishWith.DEPUTY, now=now)

    note, support = CareNote.objects.get(), AgreedSupport.objects.get()
    readers = [u for u in everybody(cast) if permissions.may_read_note(u, note)]
    listed = [u for u in everybody(cast) if CareNote.objects.visible_to(u).exists()]
    assert names(readers) == names(listed) == ["Ana", "Max"]
    seen = [u for u in everybody(cast) if AgreedSupport.objects.visible_to(u).exists()]
    assert names(seen) == ["Ana", "Max", "Dex", "Nora"]
    finishers = [u for u in everybody(cast) if permissions.may_finish_support(u, support)]
    assert names(finishers) == ["Ana", "Nora"]


def test_who_may_plan_and_who_may_refuse_training(cast: Cast, now: dt.datetime) -> None:
    need = TrainingNeedFactory.create(person=cast.ana)
    own = TrainingNeedFactory.create(person=cast.max)
    two = [cast.ana, cast.max]
    assert names([u for u in two if permissions.may_plan_need(u, need)]) == ["Max"]
    assert names([u for u in two if permissions.may_refuse_need(u, need)]) == ["Ana"]
    assert permissions.may_plan_need(cast.max, own)
    assert not TrainingNeed.objects.visible_to(cast.ana).filter(pk=own.pk).exists()
