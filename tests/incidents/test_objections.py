"""Letters, reviews, the end by itself, objections, moved reports."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from incidents.codes.customer import Rung
from incidents.codes.letters import LetterKind
from incidents.models import Event, Incident, Letter, Measure, Objection
from incidents.operations.measures import (
    decide_objection,
    end_due_measures,
    mark_letter_sent,
    move_report,
    receive_objection,
    review_measure,
)
from incidents.queries.customers import match
from incidents.queries.measures import desk_notes
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Notice, User
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, PromiseFactory, UserFactory
from tests.incidents.steps import Story, taken, tell

DAY = dt.timedelta(days=1)


@pytest.fixture
def story(cast: Cast, now: dt.datetime) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, now)


def refused(field: str | None = None) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda e: field is None or e.field == field)


def labels(user: User, now: dt.datetime) -> list[str]:
    return [task.kind for task in tasks_of(User.objects.get(pk=user.pk), now)]


def objection_to(story: Story, measure: Measure) -> Objection:
    return receive_objection(
        actor=story.cast.max, measure=measure, received_on=story.today, text="I was right.",
        now=story.now,
    )  # fmt: skip


def decide(story: Story, objection: Objection, outcome: str, **changes: object) -> Objection:
    values = {"actor": story.cast.pim, "reason": "The second report was mistaken.", **changes}
    return decide_objection(objection=objection, outcome=outcome, now=story.now, **values)  # type: ignore[arg-type]


def test_measure_ends_by_itself(story: Story) -> None:
    measure = taken(story)
    last = measure.ends_on
    assert last is not None
    assert list(Measure.objects.in_force(last)) == [measure]
    assert not Measure.objects.in_force(last + DAY).exists()
    assert end_due_measures(now=story.now) == 0
    after = story.now + dt.timedelta(days=91)
    assert end_due_measures(now=after) == 1
    assert end_due_measures(now=after) == 0
    measure.refresh_from_db()
    assert (measure.ended_at, measure.ended_by) == (after, None)
    assert Event.objects.filter(kind=Event.Kind.MEASURE_ENDED, actor=None).count() == 2


def test_review_task_appears_before_the_day_and_stays_when_late(story: Story) -> None:
    measure = taken(story)
    assert measure.review_on is not None
    day = dt.datetime.combine(measure.review_on, dt.time(9), dt.UTC)
    assert "measure_review" not in labels(story.cast.max, day - 15 * DAY)
    for now in (day - 14 * DAY, day + 3 * DAY):
        assert "measure_review" in labels(story.cast.max, now)
    assert "measure_review" not in labels(story.cast.ana, day)
    review_measure(actor=story.cast.dex, measure=measure, decision="keep", reason="Calm.", now=day)
    assert "measure_review" not in labels(story.cast.max, day)


def test_review_keeps_shortens_or_ends_with_a_reason(story: Story) -> None:
    measure = taken(story)
    new_end = story.today + dt.timedelta(days=30)

    def review(decision: str, reason: str = "Calm.", **more: dt.date | None) -> Measure:
        return review_measure(
            actor=story.cast.max, measure=measure, decision=decision, reason=reason,
            now=story.now, **more,
        )  # fmt: skip

    for field, decision, reason in (("reason", "keep", ""), ("decision", "longer", "Why not.")):
        with refused(field):
            review(decision, reason)
    for day in (None, measure.ends_on, story.today - DAY):
        with refused("ends_on"):
            review("shorten", ends_on=day)
    with refused():
        review_measure(
            actor=story.cast.ana, measure=measure, decision="end", reason="Mine.", now=story.now
        )
    assert review("shorten", ends_on=new_end).ends_on == new_end
    assert review("end").ended_by == story.cast.max
    with refused():
        review("keep")
    assert desk_notes(story.customer, story.today) == []


def test_objection_is_due_in_14_days_and_one_waits(story: Story) -> None:
    measure = taken(story)
    for day in (None, story.today - DAY, story.today + DAY):
        with refused("received_on"):
            receive_objection(
                actor=story.cast.max, measure=measure, received_on=day, text="", now=story.now
            )
    for actor in (story.cast.ana, story.cast.zoe, story.cast.otto):
        with refused():
            receive_objection(
                actor=actor, measure=measure, received_on=story.today, text="", now=story.now
            )
    objection = objection_to(story, measure)
    assert objection.due_on == story.today + 14 * DAY
    with refused():
        objection_to(story, measure)
    assert Event.objects.filter(kind=Event.Kind.OBJECTION).count() == 2


def test_objection_is_answered_by_somebody_who_neither_reported_nor_decided(story: Story) -> None:
    objection = objection_to(story, taken(story))
    for actor in (story.cast.max, story.cast.ana, story.cast.otto, story.cast.hana):
        assert "objection" not in labels(actor, story.now)
        with refused():
            decide(story, objection, "keep", actor=actor)
    for actor in (story.cast.pim, story.cast.dex):
        assert "objection" in labels(actor, story.now)
    for by in (story.cast.max, story.cast.ana):
        with pytest.raises(IntegrityError, match="does not answer"), transaction.atomic():
            Objection.objects.update(
                decided_by=by, decided_at=story.now, outcome="keep", reason="No."
            )
    with refused("reason"):
        decide(story, objection, "keep", reason="")
    with refused("outcome"):
        decide(story, objection, "longer")
    assert decide(story, objection, "keep", actor=story.cast.dex).outcome == "keep"
    with refused():
        decide(story, objection, "keep")


def test_objection_that_changes_makes_it_lighter_and_writes(story: Story) -> None:
    measure = taken(story)
    objection = objection_to(story, measure)
    with refused("ends_on"):
        decide(story, objection, "change")
    with refused("ends_on"):
        decide(story, objection, "change", ends_on=story.today + 200 * DAY)
    end = story.today + 20 * DAY
    decide(story, objection, "change", ends_on=end, desk_note="By appointment.")
    measure.refresh_from_db()
    assert (measure.ends_on, measure.desk_note) == (end, "By appointment.")
    letter = measure.letters.get(kind=LetterKind.OBJECTION)
    assert "The second report was mistaken." in letter.body
    assert "8 December 2026" in letter.body


def test_withdrawal_takes_note_and_counts_away_and_tells_the_reporters(story: Story) -> None:
    measure = taken(story)
    other = taken(story, Rung.LIMITED_HOURS)
    reference = story.customer.identity.reference
    known = match(reference, story.today)
    assert known is not None
    assert [note.text for note in known.notes] == ["Always with two of us."] * 2
    decide(story, objection_to(story, measure), "withdraw")
    known = match(reference, story.today)
    assert known is not None
    assert len(known.notes) == 1
    assert not Measure.objects.in_force(story.today).filter(pk=measure.pk).exists()
    assert not Incident.objects.about(story.customer).held_against_customer().exists()
    assert Event.objects.filter(kind=Event.Kind.SET_ASIDE).count() == 2
    for reporter in (story.cast.ana, story.of_col.reported_by):
        notice = Notice.objects.get(recipient=reporter, kind=Notice.Kind.UPDATE)
        assert notice.path.startswith("/report/")
    letter = measure.letters.get(kind=LetterKind.CORRECTION)
    assert "We take the measure back" in letter.body
    other.refresh_from_db()
    assert other.review_asked_at == story.now
    assert "measure_review" in labels(story.cast.max, story.now)
    assert "letter" in labels(story.cast.max, story.now)


def test_what_lost_its_ground_is_not_kept(story: Story) -> None:
    measure, other = taken(story), taken(story, Rung.LIMITED_HOURS)
    decide(story, objection_to(story, measure), "withdraw")
    with refused("decision"):
        review_measure(
            actor=story.cast.max, measure=other, decision="keep", reason="So what.", now=story.now
        )


def test_moved_report_sends_what_rests_on_it_to_review(story: Story) -> None:
    measure = taken(story)
    right = CustomerFactory.create()
    reference = right.identity.reference
    for actor in (story.cast.ana, story.cast.zoe):
        with refused():
            move_report(actor=actor, incident=story.of_ana, customer_ref=reference, now=story.now)
    for wrong in ("", story.customer.identity.reference, "x" * 61):
        with refused("customer_ref"):
            move_report(
                actor=story.cast.max, incident=story.of_ana, customer_ref=wrong, now=story.now
            )
    promises = [
        PromiseFactory.create(
            incident=incident, customer=story.customer, team=story.cast.north, owner=story.cast.dex
        )
        for incident in (story.of_ana, None)
    ]
    Incident.objects.filter(pk=story.of_ana.pk).update(broken_promise=promises[1])
    move_report(actor=story.cast.dex, incident=story.of_ana, customer_ref=reference, now=story.now)
    story.of_ana.refresh_from_db()
    measure.refresh_from_db()
    assert story.of_ana.customer == right
    assert story.of_ana.broken_promise is None, "it was made to the other one"
    for promise, whom in zip(promises, (right, story.customer), strict=True):
        promise.refresh_from_db()
        assert promise.customer == whom
    assert Event.objects.get(kind=Event.Kind.MOVED).about == str(right.public_id)
    assert measure.review_asked_at == story.now
    assert "measure_review" in labels(story.cast.max, story.now)
    assert Notice.objects.filter(recipient=story.cast.max, kind=Notice.Kind.TASK).exists()
    with refused("decision"):
        review_measure(
            actor=story.cast.max, measure=measure, decision="keep", reason="Hm.", now=story.now
        )


def test_letter_is_a_task_until_the_day_it_left_is_noted(story: Story) -> None:
    letter = taken(story).letters.get()
    assert "letter" in labels(story.cast.max, story.now)
    for day in (None, story.today - DAY, story.today + DAY):
        with refused("sent_on"):
            mark_letter_sent(actor=story.cast.max, letter=letter, sent_on=day, now=story.now)
    with refused():
        mark_letter_sent(actor=story.cast.ana, letter=letter, sent_on=story.today, now=story.now)
    mark_letter_sent(actor=story.cast.max, letter=letter, sent_on=story.today, now=story.now)
    assert "letter" not in labels(story.cast.max, story.now)
    assert Event.objects.filter(kind=Event.Kind.LETTER_SENT).count() == 2
    with refused():
        mark_letter_sent(actor=story.cast.max, letter=letter, sent_on=story.today, now=story.now)
    assert Letter.objects.get().sent_by == story.cast.max
