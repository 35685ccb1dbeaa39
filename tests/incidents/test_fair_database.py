"""What the database refuses by itself, whatever code or hand writes to it."""

# ruff: noqa: S608 - every statement is put together of our own words and keys

import calendar
import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from incidents.codes.customer import Rung
from incidents.models import Evidence, Measure, Procedure, ProcedureStep, RelationReview
from incidents.operations.measures import Terms, half_way, mark_letter_sent, receive_objection
from incidents.operations.measures.terms import check_terms
from people.errors import RuleBroken
from tests.cast import Cast
from tests.factories import MembershipFactory, UserFactory
from tests.incidents.steps import Story, house_rules, proposed, taken, tell, terms

# What a raw statement needs to take a proposal, whole; each test leaves one thing out.
WHOLE = {
    "is_taken": "true",
    "decided_by_id": "{max}",
    "decided_at": "now()",
    "house_rules_id": "{rules}",
    "rule": "2",
    "why": "'Peace.'",
    "no_warning_reason": "'It went too far.'",
    "customer_view": "'I had waited.'",
    "starts_on": "'2026-11-18'",
    "ends_on": "'2027-02-16'",
    "review_on": "'2027-01-01'",
    "stays_open": "'Letters.'",
    "objection_address": "'Postbus 1'",
}


@pytest.fixture
def story(cast: Cast, now: dt.datetime) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, now)


def run(statement: str) -> None:
    """Run a statement as somebody at the database would, to its very end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def letter_for(measure: Measure) -> str:
    return (
        "INSERT INTO incidents_letter (public_id, measure_id, kind, language, subject, body,"
        f" made_at, has_apology) VALUES (gen_random_uuid(), {measure.pk}, 'restriction', 'en', 'S',"
        " 'B', now(), false);"
    )


def take(story: Story, measure: Measure, *, letter: bool = True, **changes: str) -> None:
    """Take a proposal by one raw statement; a change replaces what the whole has."""
    rules = house_rules(story.now)
    people = {"max": story.cast.max.pk, "ana": story.cast.ana.pk, "rules": rules.pk}
    values = {name: text.format(**people) for name, text in {**WHOLE, **changes}.items()}
    sets = ", ".join(f"{name} = {value}" for name, value in values.items())
    before = letter_for(measure) if letter else ""
    run(f"{before}UPDATE incidents_measure SET {sets} WHERE id = {measure.pk}")


@pytest.mark.parametrize("kind", [Rung.WARNING_LETTER, Rung.ENTRY_BAN])
def test_whole_measure_is_taken_by_hand(story: Story, kind: int) -> None:
    measure = proposed(story, kind)
    take(story, measure)
    measure.refresh_from_db()
    assert measure.is_taken


@pytest.mark.parametrize(
    "changes",
    [
        {"house_rules_id": "NULL"},
        {"rule": "NULL"},
        {"rule": "99"},
        {"rule": "0"},
        {"why": "''"},
        {"no_warning_reason": "''"},
        {"customer_view": "''"},
        {"starts_on": "NULL"},
        {"ends_on": "NULL"},
        {"ends_on": "'2026-11-17'"},
        {"ends_on": "'2027-11-19'"},
        {"review_on": "NULL"},
        {"review_on": "'2027-01-03'"},
        {"review_on": "'2026-11-17'"},
        {"stays_open": "''"},
        {"objection_address": "''"},
        {"decided_by_id": "NULL"},
        {"decided_by_id": "{ana}"},
        {"second_by_id": "{ana}"},
        {"decided_at": "NULL"},
        {"letter": False},
        {"kind": "13"},
        {"kind": "13", "second_by_id": "{max}"},
        {"kind": "14"},
        {"kind": "3", "desk_note": "'Two of us.'"},
    ],
    ids=str,
)
def test_measure_that_lacks_one_thing_is_refused(story: Story, changes: dict[str, str]) -> None:
    measure = proposed(story)
    with pytest.raises(DatabaseError):
        take(story, measure, **changes)  # type: ignore[arg-type]


def test_measure_without_facts_or_with_one_voice_is_refused(story: Story) -> None:
    alone = proposed(story, Rung.ENTRY_BAN, story.of_ana)
    with pytest.raises(DatabaseError, match="one voice"):
        take(story, alone)
    alone.grounds.all().delete()
    with pytest.raises(DatabaseError, match="facts and a letter"):
        take(story, alone)


def test_writer_for_a_colleague_does_not_decide(story: Story) -> None:
    measure = proposed(story)
    run(
        "UPDATE incidents_incident"
        f" SET written_by_id = {story.cast.max.pk} WHERE id = {story.of_ana.pk}"
    )
    with pytest.raises(DatabaseError, match="does not decide"):
        take(story, measure)


def test_decision_and_its_facts_stay(story: Story) -> None:
    measure = taken(story)
    row = f"WHERE id = {measure.pk}"
    for change in (
        "is_taken = NULL, decided_by_id = NULL, decided_at = NULL",
        "ends_on = ends_on + 1",
        "starts_on = starts_on - 1",
        "rule = 1",
        f"house_rules_id = NULL, kind = {int(Rung.APOLOGY)}",
    ):
        with pytest.raises(DatabaseError):
            run(f"UPDATE incidents_measure SET {change} {row}")
    run(f"UPDATE incidents_measure SET ends_on = ends_on - 1, review_on = starts_on {row}")
    run(f"UPDATE incidents_measure SET ended_at = now() {row}")
    with pytest.raises(DatabaseError, match="stays"):
        run(f"UPDATE incidents_measure SET ended_at = NULL {row}")
    for statement in (
        "UPDATE incidents_measureground SET fact = 'Other.'",
        "DELETE FROM incidents_measureground",
        "INSERT INTO incidents_measureground (measure_id, incident_id, fact, happened_on)"
        f" SELECT {measure.pk}, id, 'More.', occurred_on FROM incidents_incident",
    ):
        with pytest.raises(DatabaseError, match="they stay"):
            run(statement)


def test_letter_that_left_stays(story: Story) -> None:
    letter = taken(story).letters.get()
    mark_letter_sent(actor=story.cast.max, letter=letter, sent_on=story.today, now=story.now)
    for statement in (
        "UPDATE incidents_letter SET body = 'Other.'",
        "UPDATE incidents_letter SET sent_on = NULL, sent_by_id = NULL",
        "DELETE FROM incidents_letter",
    ):
        with pytest.raises(DatabaseError):
            run(statement)


def test_objection_is_due_in_14_days_and_answered_by_another(story: Story) -> None:
    objection = receive_objection(
        actor=story.cast.max, measure=taken(story), received_on=story.today, text="", now=story.now
    )
    with pytest.raises(DatabaseError, match="objection_within_14_days"):
        run("UPDATE incidents_objection SET due_on = due_on + 1")
    answer = "outcome = 'keep', reason = 'No.', decided_at = now(), decided_by_id ="
    run(f"UPDATE incidents_incident SET written_by_id = {story.cast.nora.pk}")
    for person in (story.cast.max, story.cast.ana, story.cast.nora):
        with pytest.raises(DatabaseError, match="does not answer"):
            run(f"UPDATE incidents_objection SET {answer} {person.pk}")
    run(f"UPDATE incidents_objection SET {answer} {story.cast.dex.pk} WHERE id = {objection.pk}")


def test_recording_is_ticked_by_neither_adder_nor_reporter(story: Story) -> None:
    Evidence.objects.create(
        incident=story.of_ana, kind="recording", reference="Call 1", added_by=story.cast.max,
        added_at=story.now,
    )  # fmt: skip
    for person in (story.cast.max, story.cast.ana):
        with pytest.raises(DatabaseError):
            run(f"UPDATE incidents_evidence SET checked_by_id = {person.pk}, checked_at = now()")
    with pytest.raises(DatabaseError, match="evidence_checked_by"):
        run(f"UPDATE incidents_evidence SET checked_by_id = {story.cast.dex.pk}")
    with pytest.raises(DatabaseError, match="no second person"):
        run(f"UPDATE incidents_evidence SET kind = 'manager', added_by_id = {story.cast.ana.pk}")
    run(f"UPDATE incidents_evidence SET checked_by_id = {story.cast.dex.pk}, checked_at = now()")


def test_relation_is_weighed_by_two_who_reported_nothing(story: Story) -> None:
    RelationReview.objects.create(
        customer=story.customer, opened_for=story.of_ana, opened_at=story.now, due_on=story.today
    )
    said = "UPDATE incidents_relationreview SET decision = 'end', decided_at = now(),"
    people = story.cast
    with pytest.raises(DatabaseError, match="with_reason"):
        run(f"{said} decided_by_id = {people.max.pk}")
    with pytest.raises(DatabaseError, match="does not weigh"):
        run(f"{said} reason = 'R', decided_by_id = {people.ana.pk}")
    run(f"{said} reason = 'R', decided_by_id = {people.max.pk}")
    for second in (people.max, people.ana):
        with pytest.raises(DatabaseError):
            run(
                f"UPDATE incidents_relationreview SET second_at = now(), second_by_id = {second.pk}"
            )
    with pytest.raises(DatabaseError, match="needs_two"):
        run("UPDATE incidents_relationreview SET second_at = now()")
    run(f"UPDATE incidents_relationreview SET second_at = now(), second_by_id = {people.pim.pk}")


@pytest.mark.django_db
def test_published_version_gets_no_more_steps(now: dt.datetime) -> None:
    version = Procedure.objects.create(
        channel=0, version=99, valid_from=now, published_at=now, written_in=1
    )
    with pytest.raises(DatabaseError, match="no more steps"), transaction.atomic():
        ProcedureStep.objects.create(procedure=version, position=1, step=1, text_en="More.")


# The oracle counts in calendar terms of its own; the code under test uses neither of these.
STARTS = [dt.date(2026, 11, 18), dt.date(2027, 2, 28), dt.date(2028, 2, 28), dt.date(2028, 2, 29),
          dt.date(2026, 12, 31), dt.date(2027, 3, 1)]  # fmt: skip


@pytest.mark.parametrize("start", STARTS, ids=str)
def test_term_of_exactly_twelve_months_is_the_longest(story: Story, start: dt.date) -> None:
    last = _a_year_on(start)
    measure = proposed(story)
    for days, is_fine in ((0, True), (1, False)):
        end = last + dt.timedelta(days=days)
        said = terms(story, starts_on=start, ends_on=end)
        changes = {"starts_on": f"'{start}'", "ends_on": f"'{end}'", "review_on": f"'{start}'"}
        assert _holds(measure, said, story) is is_fine
        assert _is_kept(story, measure, changes) is is_fine


@pytest.mark.parametrize("start", STARTS, ids=str)
@pytest.mark.parametrize("length", [0, 1, 2, 13, 14, 89, 90, 364, 365])
def test_review_lies_at_half_of_the_term_at_the_latest(
    story: Story, start: dt.date, length: int
) -> None:
    end = start + dt.timedelta(days=length)
    days = [start + dt.timedelta(days=n) for n in range(length + 1)]
    latest = max(day for day in days if (day - start) * 2 <= end - start)
    assert half_way(start, end) == latest
    measure = proposed(story)
    for day, is_fine in ((latest, True), (latest + dt.timedelta(days=1), False)):
        said = terms(story, starts_on=start, ends_on=end, review_on=day)
        assert _holds(measure, said, story) is is_fine
        changes = {"starts_on": f"'{start}'", "ends_on": f"'{end}'", "review_on": f"'{day}'"}
        assert _is_kept(story, measure, changes) is is_fine


def _a_year_on(start: dt.date) -> dt.date:
    """Return the same day of the month a year on, else the last one that this month has."""
    days = calendar.monthrange(start.year + 1, start.month)[1]
    return dt.date(start.year + 1, start.month, min(start.day, days))


def _holds(measure: Measure, said: Terms, story: Story) -> bool:
    try:
        check_terms(measure, said, house_rules(story.now), story.today)
    except RuleBroken:
        return False
    return True


def _is_kept(story: Story, measure: Measure, changes: dict[str, str]) -> bool:
    """Say whether the database takes it, and take it back."""
    try:
        with transaction.atomic():
            take(story, measure, **changes)  # type: ignore[arg-type]
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True
