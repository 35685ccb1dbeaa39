"""Proposing and deciding a measure: nothing without grounds, nobody alone."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from incidents.codes.customer import MEASURES, Rung
from incidents.models import Attachment, Event, Evidence, Measure, MeasureGround
from incidents.operations.measures import (
    Ground,
    add_evidence,
    check_recording,
    propose_measure,
    refuse_measure,
    second_measure,
    take_measure,
)
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Notice
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, MembershipFactory, UserFactory
from tests.incidents.steps import FACT, Story, proposed, report, taken, tell, terms


@pytest.fixture
def story(cast: Cast, now: dt.datetime) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, now)


def refused(field: str | None = None) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda e: field is None or e.field == field)


def test_a10_staff_propose_and_who_leads_approves(story: Story) -> None:
    """F can propose, only M or C can approve; other F see nothing; approved shows an end."""
    cast = story.cast
    measure = propose_measure(
        actor=cast.ana, customer=story.customer, kind=Rung.WARNING_LETTER,
        facts=[Ground(story.of_ana, FACT)], now=story.now,
    )  # fmt: skip
    for other in (cast.zoe, cast.otto, cast.nora, cast.hana, cast.bo, story.of_col.reported_by):
        assert not Measure.objects.visible_to(other).exists()
    MeasureGround.objects.create(
        measure=measure, incident=story.of_col, fact=FACT, happened_on=story.of_col.occurred_on
    )
    for actor in (cast.ana, cast.zoe, cast.otto, cast.hana, cast.bo, story.of_col.reported_by):
        with refused():
            take_measure(actor=actor, measure=measure, terms=terms(story), now=story.now)
    assert not Measure.objects.in_force(story.today).exists()
    take_measure(actor=cast.pim, measure=measure, terms=terms(story), now=story.now)
    assert Measure.objects.in_force(story.today).get().ends_on is not None


def test_proposal_is_on_each_timeline_and_asks_who_leads(story: Story) -> None:
    measure = proposed(story)
    events = Event.objects.filter(kind=Event.Kind.MEASURE_PROPOSED)
    assert {event.incident for event in events} == {story.of_ana, story.of_col}
    assert {event.actor for event in events} == {story.cast.max}
    assert not Notice.objects.filter(recipient=story.cast.max).exists()
    second = propose_measure(
        actor=story.cast.ana, customer=story.customer, kind=Rung.ORDER_TALK,
        facts=[Ground(story.of_ana, FACT)], now=story.now,
    )  # fmt: skip
    assert Notice.objects.get(recipient=story.cast.max).path == second.get_absolute_url()
    assert measure.team == story.cast.north


@pytest.mark.parametrize("fact", ["", "   ", "x" * 301, "Ana was called names.", "To Bakker."])
def test_proposal_needs_a_fact_without_names(story: Story, fact: str) -> None:
    with refused("facts"):
        propose_measure(
            actor=story.cast.ana, customer=story.customer, kind=Rung.WARNING_LETTER,
            facts=[Ground(story.of_ana, fact)], now=story.now,
        )  # fmt: skip


def test_proposal_refuses_reports_that_are_not_its_own(story: Story) -> None:
    elsewhere = IncidentFactory.create(
        reported_by=story.cast.ana, team=story.cast.north, customer=CustomerFactory.create()
    )
    for incidents in ([], [elsewhere], [story.of_col]):
        with refused("facts"):
            propose_measure(
                actor=story.cast.ana, customer=story.customer, kind=Rung.WARNING_LETTER,
                facts=[Ground(incident, FACT) for incident in incidents], now=story.now,
            )  # fmt: skip


def test_measure_names_who_behaved_and_never_an_account(story: Story) -> None:
    story.of_ana.behaved_by = "with_customer"
    story.of_ana.save(update_fields=["behaved_by"])
    with refused("facts"):
        proposed(story, Rung.WARNING_LETTER, story.of_ana)
    story.customer.kind = "organisation"
    story.customer.save(update_fields=["kind"])
    with refused():
        proposed(story, Rung.WARNING_LETTER, story.of_col)


def test_same_proposal_is_not_made_twice(story: Story) -> None:
    proposed(story)
    with refused("kind"):
        proposed(story)
    assert Measure.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("rule", {"rule": None}),
        ("rule", {"rule": 99}),
        ("no_warning_reason", {"no_warning_reason": " "}),
        ("customer_view", {"customer_view": ""}),
        ("why", {"why": ""}),
        ("tried", {"tried": ""}),
        ("starts_on", {"starts_on": None}),
        ("starts_on", {"starts_on": dt.date(2026, 11, 17)}),
        ("ends_on", {"ends_on": None}),
        ("ends_on", {"ends_on": dt.date(2026, 11, 17)}),
        ("ends_on", {"ends_on": dt.date(2027, 11, 19)}),
        ("review_on", {"review_on": dt.date(2027, 1, 10)}),
        ("stays_open", {"stays_open": ""}),
        ("objection_address", {"objection_address": ""}),
        ("desk_note", {"desk_note": "x" * 121}),
        ("desk_note", {"desk_note": "Ana does not serve him."}),
        ("stays_open", {"stays_open": "Mail to Bakker."}),
    ],
)
def test_measure_needs_each_part(story: Story, field: str, changes: dict[str, object]) -> None:
    measure = proposed(story)
    with refused(field):
        take_measure(
            actor=story.cast.max, measure=measure, terms=terms(story, **changes), now=story.now
        )
    measure.refresh_from_db()
    assert measure.is_taken is None
    assert not measure.letters.exists()


@pytest.mark.parametrize("word", MEASURES, ids=lambda word: word.key)
def test_database_holds_the_grounds_of_every_rung(story: Story, word: object) -> None:
    measure = proposed(story, Rung.ORDER_TALK)
    kind = int(word.number)  # type: ignore[attr-defined]
    changes = {"kind": kind, "is_taken": True, "decided_by": story.cast.max, "second_by": None}
    rows = Measure.objects.filter(pk=measure.pk)
    if kind == Rung.APOLOGY:
        with transaction.atomic():
            assert rows.update(**changes, decided_at=story.now) == 1
            transaction.set_rollback(True)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**changes, decided_at=story.now)


def test_database_refuses_a_measure_without_letter_and_by_its_reporter(story: Story) -> None:
    measure = taken(story)
    with pytest.raises(IntegrityError, match="does not decide"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(decided_by=story.cast.ana)
    connection.check_constraints()
    sid = transaction.savepoint()
    measure.letters.all().delete()
    Measure.objects.filter(pk=measure.pk).update(desk_note="Changed.")
    with pytest.raises(IntegrityError, match="facts and a letter"):
        connection.check_constraints()
    transaction.savepoint_rollback(sid)


def test_taken_measure_has_its_terms_letter_and_review_at_half(story: Story) -> None:
    measure = taken(story)
    assert (measure.is_taken, measure.decided_by) == (True, story.cast.max)
    assert measure.review_on == story.today + dt.timedelta(days=45)
    assert measure.house_rules is not None
    letter = measure.letters.get()
    assert letter.house_rules == measure.house_rules
    assert Event.objects.filter(kind=Event.Kind.MEASURE_DECIDED).count() == 2
    with refused():
        take_measure(actor=story.cast.pim, measure=measure, terms=terms(story), now=story.now)


def test_decision_may_word_the_facts_anew(story: Story) -> None:
    measure = proposed(story)
    ground = measure.grounds.all()[0]
    take_measure(
        actor=story.cast.max, measure=measure, terms=terms(story),
        facts={ground.pk: "Shouted at the counter for ten minutes."}, now=story.now,
    )  # fmt: skip
    assert "Shouted at the counter for ten minutes." in measure.letters.get().body


def test_reporter_never_decides_also_as_deputy(story: Story) -> None:
    of_dex = report(story.cast, story.customer, story.cast.dex, story.now)
    measure = proposed(story, Rung.WARNING_LETTER, of_dex, story.of_ana)
    with refused():
        take_measure(actor=story.cast.dex, measure=measure, terms=terms(story), now=story.now)
    with refused():
        refuse_measure(actor=story.cast.dex, measure=measure, reason="No.", now=story.now)


def test_refusal_has_a_reason_and_reaches_who_proposed(story: Story) -> None:
    measure = propose_measure(
        actor=story.cast.ana, customer=story.customer, kind=Rung.ENTRY_BAN,
        facts=[Ground(story.of_ana, FACT)], now=story.now,
    )  # fmt: skip
    with refused("reason"):
        refuse_measure(actor=story.cast.max, measure=measure, reason=" ", now=story.now)
    refuse_measure(actor=story.cast.max, measure=measure, reason="A talk first.", now=story.now)
    assert Notice.objects.filter(recipient=story.cast.ana, kind=Notice.Kind.DECIDED).count() == 1
    assert Event.objects.filter(kind=Event.Kind.MEASURE_REFUSED).count() == 1


def one_voice(story: Story) -> Measure:
    return proposed(story, Rung.WARNING_LETTER, story.of_ana)


def take(story: Story, measure: Measure, **changes: object) -> Measure:
    said = terms(story, **changes)
    return take_measure(actor=story.cast.max, measure=measure, terms=said, now=story.now)


def test_one_reporters_words_alone_cannot_flag(story: Story) -> None:
    again = report(story.cast, story.customer, story.cast.ana, story.now)
    measure = proposed(story, Rung.WARNING_LETTER, story.of_ana, again)
    with refused():
        take(story, measure)
    letter = proposed(story, Rung.EXPLANATION_LETTER, story.of_ana)
    assert take(story, letter, desk_note="").is_taken


def test_file_is_evidence(story: Story) -> None:
    Attachment.objects.create(
        incident=story.of_ana, name="photo.jpg", kind="jpeg", size=10,
        added_by=story.cast.ana, added_at=story.now,
    )  # fmt: skip
    assert take(story, one_voice(story)).is_taken


def test_recording_counts_once_a_second_person_listened(story: Story) -> None:
    evidence = add_evidence(
        actor=story.cast.max, incident=story.of_ana, kind="recording", reference="Call 1187",
        now=story.now,
    )  # fmt: skip
    measure = one_voice(story)
    with refused():
        take(story, measure)
    for actor in (story.cast.max, story.cast.ana, story.cast.zoe):
        with refused():
            check_recording(actor=actor, evidence=evidence, now=story.now)
    assert "Listen to the recording" in [str(t.label) for t in tasks_of(story.cast.dex, story.now)]
    check_recording(actor=story.cast.dex, evidence=evidence, now=story.now)
    assert take(story, measure).is_taken
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.update(checked_by=story.cast.max)


def test_manager_who_was_there_is_evidence(story: Story) -> None:
    with refused("kind"):
        add_evidence(actor=story.cast.ana, incident=story.of_ana, kind="manager", now=story.now)
    add_evidence(actor=story.cast.max, incident=story.of_ana, kind="manager", now=story.now)
    assert take(story, one_voice(story)).is_taken


def test_restriction_rests_on_confirmed_reports_alone(story: Story) -> None:
    unread = IncidentFactory.create(
        reported_by=story.of_col.reported_by, team=story.cast.north, customer=story.customer
    )
    measure = proposed(story, Rung.WARNING_LETTER, story.of_ana, unread)
    with refused():
        take(story, measure)
    talk = proposed(story, Rung.ORDER_TALK, story.of_ana, unread)
    assert take(story, talk, desk_note="").is_taken


def test_safety_note_needs_a_threat_by_what_was_done(story: Story) -> None:
    with refused("kind"):  # an insult, whatever the person's own reading says
        story.of_ana.reading = 4
        story.of_ana.save(update_fields=["reading"])
        proposed(story, Rung.SAFETY_NOTE, story.of_ana)
    serious = IncidentFactory.create(
        reported_by=story.cast.ana, team=story.cast.north, customer=story.customer,
        behaviours=[6], severity=3,
    )  # fmt: skip
    measure = proposed(story, Rung.SAFETY_NOTE, serious)
    long = terms(story, ends_on=story.today + dt.timedelta(days=15))
    with refused("ends_on"):
        take_measure(actor=story.cast.max, measure=measure, terms=long, now=story.now)
    short = terms(story, ends_on=story.today + dt.timedelta(days=14))
    assert take_measure(actor=story.cast.max, measure=measure, terms=short, now=story.now).is_taken


def test_end_of_the_relation_needs_a_reason_and_a_second_person(story: Story) -> None:
    measure = proposed(story, Rung.END_OF_RELATION)
    with refused("why"):
        take_measure(
            actor=story.cast.max, measure=measure, terms=terms(story, why=""), now=story.now
        )
    with refused():
        second_measure(actor=story.cast.dex, measure=measure, now=story.now)
    prepared = take(story, measure)
    assert prepared.is_taken is None
    assert not Measure.objects.in_force(story.today).exists()
    for actor in (story.cast.max, story.cast.ana, story.cast.zoe):
        with refused():
            second_measure(actor=actor, measure=measure, now=story.now)
    done = second_measure(actor=story.cast.pim, measure=measure, now=story.now)
    assert (done.is_taken, done.decided_by, done.second_by) == (
        True, story.cast.max, story.cast.pim,
    )  # fmt: skip
    assert done.letters.get().kind == "end_of_relation"
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.update(second_by=story.cast.max)


def test_earlier_warning_is_one_of_this_customer(story: Story) -> None:
    warning = take(story, proposed(story))
    measure = proposed(story, Rung.SECOND_PERSON)
    with refused("earlier_warning"):
        take_measure(
            actor=story.cast.max, measure=measure, terms=terms(story, earlier_warning=measure),
            now=story.now,
        )  # fmt: skip
    done = take_measure(
        actor=story.cast.max, measure=measure,
        terms=terms(story, earlier_warning=warning, no_warning_reason=""), now=story.now,
    )  # fmt: skip
    assert "We told you about this before" in done.letters.get().body
