"""Training needs: one open per person and topic, by the person, in a talk or by the rule."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from incidents.codes import BEHAVIOUR_BY_KEY, BEHAVIOURS, TOPIC_BY_KEY
from incidents.models import Incident
from incidents.operations import Details, complete_report
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import IncidentFactory, TrainingNeedFactory
from tests.wellbeing.stories import report
from wellbeing.codes import NeedSource
from wellbeing.models import TrainingNeed
from wellbeing.operations import (
    NeedClosed,
    finish_need,
    plan_need,
    raise_need,
    refuse_need,
)
from wellbeing.operations.training import DUE_IN
from wellbeing.topics import TOPIC_BY_BEHAVIOUR, WITHOUT_TOPIC

pytestmark = pytest.mark.django_db
BOUNDARIES = TOPIC_BY_KEY["boundaries"].number
DAY = dt.timedelta(days=1)


def raised(cast: Cast, now: dt.datetime) -> TrainingNeed:
    return raise_need(
        actor=cast.ana, person=cast.ana, topic=BOUNDARIES, source=NeedSource.SELF, now=now
    )


def test_raise_need_keeps_one_open_per_topic(cast: Cast, now: dt.datetime) -> None:
    need = raised(cast, now)
    assert raised(cast, now + DAY) == need
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingNeedFactory.create(person=cast.ana, topic=BOUNDARIES)


def test_raise_need_again_after_it_was_done(cast: Cast, now: dt.datetime) -> None:
    need = raised(cast, now)
    finish_need(actor=cast.max, need=need, now=now)
    assert raised(cast, now + DAY) != need


def test_raise_need_refuses_an_unknown_topic(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="from the list"):
        raise_need(actor=None, person=cast.ana, topic=99, source=NeedSource.RULE, now=now)


def test_plan_need_and_finish_it(cast: Cast, now: dt.datetime) -> None:
    need = raised(cast, now)
    on = dt.date(2026, 12, 8)
    assert plan_need(actor=cast.max, need=need, on=on, now=now).planned_on == on
    assert finish_need(actor=cast.max, need=need, now=now).done_at == now
    with pytest.raises(NeedClosed):
        refuse_need(actor=cast.ana, need=need, now=now)


def test_plan_need_on_a_day_that_is_over_is_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(RuleBroken, match="still to come") as refused:
        plan_need(actor=cast.max, need=raised(cast, now), on=dt.date(2026, 11, 17), now=now)
    assert refused.value.field == "on"


def test_refuse_need_takes_it_off_the_board(cast: Cast, now: dt.datetime) -> None:
    refuse_need(actor=cast.ana, need=raised(cast, now), now=now)
    assert not TrainingNeed.objects.open().exists()


def unprepared(
    cast: Cast, now: dt.datetime, prepared: str = "no", behaviour: str = "swearing"
) -> Incident:
    """Let Ana report, and say whether she felt prepared for it."""
    incident = report(cast.ana, cast.north, now, behaviour)
    answer = Details(prepared=prepared)
    return complete_report(actor=cast.ana, incident=incident, details=answer, now=now)


def test_three_times_unprepared_for_the_same_raise_a_need(cast: Cast, now: dt.datetime) -> None:
    for days in (0, 40, 89):
        assert not TrainingNeed.objects.exists()
        unprepared(cast, now + days * DAY)
    need = TrainingNeed.objects.get()
    assert (need.person, need.topic) == (cast.ana, BOUNDARIES)
    assert (need.source, need.raised_by) == (NeedSource.RULE, None)
    assert need.due_on == (now + 89 * DAY).date() + DUE_IN
    assert not [f for f in TrainingNeed._meta.get_fields() if f.related_model is Incident]


@pytest.mark.parametrize("prepared", ["yes", "partly", ""])
def test_a_report_that_does_not_say_unprepared_does_not_count(
    cast: Cast, now: dt.datetime, prepared: str
) -> None:
    for _ in range(2):
        unprepared(cast, now)
    unprepared(cast, now, prepared)
    assert not TrainingNeed.objects.exists()


def test_different_behaviours_do_not_add_up(cast: Cast, now: dt.datetime) -> None:
    for behaviour in ("swearing", "swearing", "pushing"):
        unprepared(cast, now, behaviour=behaviour)
    assert not TrainingNeed.objects.exists()


def test_three_reports_over_more_than_ninety_days_raise_nothing(
    cast: Cast, now: dt.datetime
) -> None:
    for days in (0, 45, 91):
        unprepared(cast, now + days * DAY)
    assert not TrainingNeed.objects.exists()


def test_reports_of_others_do_not_count(cast: Cast, now: dt.datetime) -> None:
    for person, team in ((cast.zoe, cast.south), (cast.max, cast.north)):
        report(person, team, now, "swearing")
    Incident.objects.update(prepared="no")
    unprepared(cast, now)
    assert not TrainingNeed.objects.exists()


def test_anonymous_reports_raise_nothing(cast: Cast, now: dt.datetime) -> None:
    for _ in range(2):
        unprepared(cast, now)
    Incident.objects.update(is_anonymous=True)
    unprepared(cast, now)
    assert not TrainingNeed.objects.exists()


def test_history_from_an_old_register_does_not_count(cast: Cast, now: dt.datetime) -> None:
    for days in (30, 40):
        IncidentFactory.create(
            reported_by=cast.ana,
            team=cast.north,
            behaviours=[BEHAVIOUR_BY_KEY["swearing"].number],
            occurred_at=now - days * DAY,
            reported_at=now,
            source=Incident.Source.IMPORT,
            prepared="no",
        )
    unprepared(cast, now)
    assert not TrainingNeed.objects.exists()


def test_refused_offer_of_the_rule_waits_for_a_year(cast: Cast, now: dt.datetime) -> None:
    for _ in range(3):
        unprepared(cast, now)
    refuse_need(actor=cast.ana, need=TrainingNeed.objects.get(), now=now)
    for days in (1, 360, 361, 362):
        unprepared(cast, now + days * DAY)
    assert not TrainingNeed.objects.open().exists()
    unprepared(cast, now + 366 * DAY)
    assert TrainingNeed.objects.open().get().source == NeedSource.RULE


def test_every_behaviour_has_a_topic_or_is_left_out_on_purpose() -> None:
    mapped = set(TOPIC_BY_BEHAVIOUR) | {BEHAVIOUR_BY_KEY[key].number for key in WITHOUT_TOPIC}
    assert mapped == {behaviour.number for behaviour in BEHAVIOURS}


def test_needs_are_seen_by_the_person_and_who_leads_them(cast: Cast, now: dt.datetime) -> None:
    raised(cast, now)
    everybody = (cast.ana, cast.max, cast.dex, cast.nora, cast.zoe, cast.otto, cast.hana,
                 cast.pim, cast.bo)  # fmt: skip
    seen = [u.given_name for u in everybody if TrainingNeed.objects.visible_to(u).exists()]
    assert seen == ["Ana", "Max", "Dex"]
