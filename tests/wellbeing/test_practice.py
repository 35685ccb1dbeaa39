"""From a closed report to a scenario: only with a yes, without names, with a second look."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from people.errors import RuleBroken
from people.models import Notice, User
from reports.operations.training import scenarios_played
from tests.cast import Cast
from tests.factories import (
    MembershipFactory,
    ScenarioFactory,
    TrainingNeedFactory,
    UserFactory,
)
from tests.wellbeing.pages import queries_of, signed_in, text_of
from tests.wellbeing.stories import closed
from wellbeing.models import PracticeSession, Scenario, ScenarioConsent, ScenarioText
from wellbeing.operations.practice import (
    Draft,
    agree,
    approve_text,
    ask_consent,
    ask_second_look,
    join_session,
    leave_session,
    pass_second_look,
    record_session,
    refuse,
    return_draft,
    save_draft,
)
from wellbeing.queries.library import second_lookers
from wellbeing.queries.sessions import players_by_scenario
from wellbeing.queries.source import left_in

pytestmark = pytest.mark.django_db

WORDS = {
    "title": "The parcel",
    "situation": "A customer throws the parcel on the desk.",
    "opening": "Again!",
    "roles": "The customer: You are tired.",
    "to_try": "Say what you see.",
    "to_learn": "Being heard comes first.",
}


def draft(**words: str) -> Draft:
    return Draft(
        language="en", words=WORDS | words, channels=(1,), steps=(1,), topics=(1,), minutes=10
    )


def agreed(cast: Cast, now: dt.datetime, **more: object) -> ScenarioConsent:
    consent = ask_consent(actor=cast.max, incident=closed(cast, now, **more), now=now)
    return agree(actor=consent.reporter, consent=consent, now=now)


def looked(cast: Cast, now: dt.datetime) -> ScenarioConsent:
    """A text that passed its second look."""
    consent = agreed(cast, now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    pass_second_look(actor=cast.pim, scenario=scenario, now=now)
    consent.refresh_from_db()
    return consent


def calls(person: User) -> list[tuple[str, str]]:
    return [(n.kind, n.path) for n in Notice.objects.unread().filter(recipient=person)]


def test_a28_closed_report_becomes_a_scenario_only_if_the_person_agrees(
    cast: Cast, now: dt.datetime
) -> None:
    open_report = closed(cast, now, closed_at=None, closed_by=None)
    with pytest.raises(RuleBroken, match="closed report"):
        ask_consent(actor=cast.max, incident=open_report, now=now)
    consent = ask_consent(actor=cast.max, incident=closed(cast, now), now=now)
    assert ("task", consent.get_absolute_url()) in calls(cast.ana)
    with pytest.raises(RuleBroken, match="not agreed"):
        save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    agree(actor=cast.ana, consent=consent, now=now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    with pytest.raises(RuleBroken, match="second look"):
        approve_text(actor=cast.ana, consent=consent, now=now)
    pass_second_look(actor=cast.pim, scenario=scenario, now=now)
    assert not Scenario.objects.visible_to(cast.zoe).filter(pk=scenario.pk).exists()
    approve_text(actor=cast.ana, consent=consent, now=now)
    assert Scenario.objects.visible_to(cast.zoe).published().filter(pk=scenario.pk).exists()
    told = " ".join(scenario.texts.get().words)
    for name in ("Petra", "Meer", "Ana", "Dex", "Alkmaar", "K00123"):
        assert name not in told


def test_person_is_asked_once_and_says_no_without_a_reason(cast: Cast, now: dt.datetime) -> None:
    incident = closed(cast, now)
    consent = ask_consent(actor=cast.max, incident=incident, now=now)
    with pytest.raises(RuleBroken, match="asked already"):
        ask_consent(actor=cast.dex, incident=incident, now=now)
    refuse(actor=cast.ana, consent=consent, now=now)
    assert ("decided", consent.get_absolute_url()) in calls(cast.max)
    with pytest.raises(RuleBroken, match="not agreed"):
        save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    assert calls(cast.ana) == []


def test_person_concerned_answers_for_what_a_colleague_wrote(cast: Cast, now: dt.datetime) -> None:
    writer = UserFactory.create()
    consent = ask_consent(
        actor=cast.max, incident=closed(cast, now, written_by=writer, confirmed_at=now), now=now
    )
    assert consent.reporter == cast.ana
    unconfirmed = closed(cast, now, written_by=writer, confirmed_at=None)
    with pytest.raises(RuleBroken):
        ask_consent(actor=cast.max, incident=unconfirmed, now=now)


def test_refusal_deletes_the_draft(cast: Cast, now: dt.datetime) -> None:
    consent = looked(cast, now)
    refuse(actor=cast.ana, consent=consent, now=now)
    assert not Scenario.objects.filter(key=None).exists()
    assert not ScenarioText.objects.filter(title="The parcel").exists()


def test_refusal_takes_a_published_scenario_out_at_once(cast: Cast, now: dt.datetime) -> None:
    consent = looked(cast, now)
    scenario = approve_text(actor=cast.ana, consent=consent, now=now)
    refuse(actor=cast.ana, consent=consent, now=now)
    assert not Scenario.objects.visible_to(cast.max).filter(pk=scenario.pk).exists()
    assert not scenario.texts.exists()
    with pytest.raises(RuleBroken):
        approve_text(actor=cast.ana, consent=consent, now=now)
    agree(actor=cast.ana, consent=consent, now=now)
    with pytest.raises(RuleBroken, match="second look"):
        approve_text(actor=cast.ana, consent=consent, now=now)
    anew = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    ask_second_look(actor=cast.max, scenario=anew, second_by=cast.pim, now=now)
    pass_second_look(actor=cast.pim, scenario=anew, now=now)
    assert approve_text(actor=cast.ana, consent=consent, now=now).pk not in {None, scenario.pk}


def test_source_is_read_by_the_two_people_alone(cast: Cast, now: dt.datetime) -> None:
    consent = looked(cast, now)
    for person in (cast.ana, cast.max):
        assert ScenarioConsent.objects.visible_to(person).get() == consent
    for person in (cast.dex, cast.nora, cast.zoe, cast.hana, cast.pim, cast.bo):
        assert not ScenarioConsent.objects.visible_to(person).exists()
    fields = {field.name for field in Scenario._meta.get_fields()}
    assert not fields & {"incident", "consent", "scenarioconsent", "reporter"}


def test_names_keep_a_text_from_its_second_look(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    told = draft(situation="Petra van der Meer came at 14:05 and Dex laughed. Zeppelin.")
    scenario = save_draft(actor=cast.max, consent=consent, draft=told, now=now)
    assert [hit.text for hit in left_in(scenario)] == ["Petra van der Meer", "14:05", "Dex"]
    with pytest.raises(RuleBroken, match="recognised"):
        ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    everything = ("petra van der meer", "14:05", "dex")
    ticked = Draft(**{**told.__dict__, "cleared": everything})
    scenario = save_draft(actor=cast.max, consent=consent, draft=ticked, now=now)
    assert [hit.text for hit in left_in(scenario)] == ["Petra van der Meer", "Dex"], "known people"
    told = draft(situation="A customer came at 14:05 and a colleague laughed. Zeppelin.")
    cleared = Draft(**{**told.__dict__, "cleared": everything})
    save_draft(actor=cast.max, consent=consent, draft=cleared, now=now)
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    assert ("task", f"/practice/{scenario.public_id}/second-look/") in calls(cast.pim)


def test_name_that_becomes_known_later_stops_the_publication(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    told = draft(situation="Marjolein lets the parcel fall.")
    scenario = save_draft(actor=cast.max, consent=consent, draft=told, now=now)
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    pass_second_look(actor=cast.pim, scenario=scenario, now=now)
    MembershipFactory.create(user__name="Marjolein Tol", team=cast.north)
    consent.refresh_from_db()
    with pytest.raises(RuleBroken, match="not published"):
        approve_text(actor=cast.ana, consent=consent, now=now)


def test_person_it_happened_to_takes_no_second_look(cast: Cast, now: dt.datetime) -> None:
    incident = closed(cast, now, reported_by=cast.dex, closed_by=cast.dex)
    consent = ask_consent(actor=cast.max, incident=incident, now=now)
    agree(actor=cast.dex, consent=consent, now=now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    assert cast.dex not in second_lookers(cast.max, consent)
    assert cast.pim in second_lookers(cast.max, consent)
    with pytest.raises(RuleBroken, match="somebody else"):
        ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.dex, now=now)


def test_second_look_is_another_persons(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    for wrong in (cast.max, cast.zoe):
        with pytest.raises(RuleBroken, match="somebody else"):
            ask_second_look(actor=cast.max, scenario=scenario, second_by=wrong, now=now)
    assert set(second_lookers(cast.max, consent)) >= {
        cast.dex,
        cast.nora,
        cast.otto,
        cast.pim,
        cast.hana,
    }
    assert not {cast.max, cast.ana, cast.zoe, cast.bo} & set(second_lookers(cast.max, consent))
    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.filter(pk=scenario.pk).update(second_by=cast.max)


def test_text_given_back_is_open_again(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)
    with pytest.raises(RuleBroken, match="cannot be changed"):
        save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    with pytest.raises(RuleBroken, match="few words"):
        return_draft(actor=cast.pim, scenario=scenario, remark=" ", now=now)
    return_draft(actor=cast.pim, scenario=scenario, remark="The parcel says it all.", now=now)
    assert not Scenario.objects.visible_to(cast.pim).filter(pk=scenario.pk).exists()
    save_draft(actor=cast.max, consent=consent, draft=draft(title="The chair"), now=now)
    with pytest.raises(RuleBroken, match="does not wait"):
        pass_second_look(actor=cast.pim, scenario=scenario, now=now)


def test_unfinished_text_is_not_looked_at(cast: Cast, now: dt.datetime) -> None:
    consent = agreed(cast, now)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(roles=""), now=now)
    with pytest.raises(RuleBroken, match="still missing"):
        ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.pim, now=now)


def test_database_publishes_nothing_without_a_yes(cast: Cast, now: dt.datetime) -> None:
    scenario = looked(cast, now).scenario
    assert scenario is not None
    with pytest.raises(DatabaseError, match="nobody agreed"), transaction.atomic():
        Scenario.objects.filter(pk=scenario.pk).update(published_at=now)
    with pytest.raises(DatabaseError, match="it stays"), transaction.atomic():
        scenario.texts.update(title="Something else")


def session(cast: Cast, scenario: Scenario, now: dt.datetime, **more: Any) -> PracticeSession:
    row: dict[str, Any] = {"held_on": timezone.localdate(now), "attendees": 4, "learned": ""} | more
    return record_session(
        actor=cast.ana, scenario=scenario, team=cast.north, led_by=cast.max, now=now, **row
    )


def test_session_is_written_down_without_names(cast: Cast, now: dt.datetime) -> None:
    scenario = ScenarioFactory.create()
    made = session(cast, scenario, now, learned="Warn once, with the next step in it.")
    assert made.attendees == 4
    with pytest.raises(RuleBroken, match="Leave names out: Dex"):
        session(cast, scenario, now, learned="Dex stayed calm.")
    with pytest.raises(RuleBroken, match="past year"):
        session(cast, scenario, now, held_on=timezone.localdate(now) + dt.timedelta(days=1))
    with pytest.raises(RuleBroken, match="how many"):
        session(cast, scenario, now, attendees=0)
    with pytest.raises(RuleBroken, match="team you work in"):
        record_session(
            actor=cast.ana, scenario=scenario, team=cast.south, held_on=timezone.localdate(now),
            attendees=3, learned="", led_by=None, now=now,
        )  # fmt: skip


def test_session_is_seen_by_the_team_and_joined_at_will(cast: Cast, now: dt.datetime) -> None:
    scenario = ScenarioFactory.create()
    made = session(cast, scenario, now)
    for person in (cast.ana, cast.max, cast.dex):
        assert PracticeSession.objects.visible_to(person).exists()
    for person in (cast.zoe, cast.otto, cast.hana, cast.pim, cast.bo):
        assert not PracticeSession.objects.visible_to(person).exists()
    need = TrainingNeedFactory.create(person=cast.ana, topic=scenario.topics[0])
    other = TrainingNeedFactory.create(person=cast.dex, topic=scenario.topics[0])
    with pytest.raises(RuleBroken, match="wish of your own"):
        join_session(actor=cast.ana, session=made, needs=[other], now=now)
    join_session(actor=cast.ana, session=made, needs=[need], now=now)
    join_session(actor=cast.ana, session=made, now=now)
    need.refresh_from_db()
    assert need.done_at == now
    assert made.people.count() == 1
    leave_session(actor=cast.ana, session=made)
    assert not made.people.exists()


def test_players_are_people_and_not_heads_added_up(cast: Cast, now: dt.datetime) -> None:
    few, often, large = ScenarioFactory.create_batch(3)
    session(cast, few, now, attendees=4)
    for _ in range(2):
        made = session(cast, often, now, attendees=3)
        for person in (cast.ana, cast.max, cast.dex):
            join_session(actor=person, session=made, now=now)
    session(cast, large, now, attendees=8)
    today = timezone.localdate(now)
    assert players_by_scenario(today) == {few.pk: 4, often.pk: 3, large.pk: 8}
    assert players_by_scenario(today - dt.timedelta(days=1)) == {}
    assert scenarios_played(today, 5) == [{"scenario": large.pk, "people": 10}]
    page = signed_in(cast.hana).get("/practice/sessions/").text
    assert "/training/effect/#played" in page


def test_sessions_page_takes_as_many_queries_for_many(cast: Cast, now: dt.datetime) -> None:
    scenario = ScenarioFactory.create()
    join_session(actor=cast.ana, session=session(cast, scenario, now), now=now)
    client = signed_in(cast.ana)
    client.get("/practice/sessions/")
    one = queries_of(client, "/practice/sessions/")
    for _ in range(24):
        made = session(cast, ScenarioFactory.create(), now)
        join_session(actor=cast.dex, session=made, now=now)
    assert queries_of(client, "/practice/sessions/") == one
    assert "Page 2 of 2" in text_of(client.get("/practice/sessions/?page=2").content.decode())


def test_gap_among_second_lookers_names_nobody(cast: Cast, now: dt.datetime) -> None:
    """A deputy reports without a name: neither the list nor a refusal tells the manager who."""
    told = closed(cast, now, reported_by=cast.dex, is_anonymous=True)
    consent = agree(
        actor=cast.dex, consent=ask_consent(actor=cast.max, incident=told, now=now), now=now
    )
    assert {cast.dex, cast.pim} <= set(second_lookers(cast.max, consent))
    assert cast.max not in second_lookers(cast.max, consent)
    scenario = save_draft(actor=cast.max, consent=consent, draft=draft(), now=now)
    asked = ask_second_look(actor=cast.max, scenario=scenario, second_by=cast.dex, now=now)
    assert asked.second_by == cast.dex
