"""A withdrawn report counts nowhere about the customer any more, and no road leads back."""

import ast
import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from incidents.codes.customer import Rung
from incidents.models import Customer, Event, Incident, Measure, RelationReview, Remedy
from incidents.operations import judge_report
from incidents.operations.measures import (
    decide_objection,
    decide_relation,
    move_report,
    open_relation_review,
    receive_objection,
    review_measure,
    second_relation,
)
from incidents.operations.merge import merge_customers, undo_merge
from incidents.queries.customers import CustomerFilter, listed_customers, reports_about, summary_of
from incidents.queries.measures import earlier_warnings, ladder_of, reports_for, rests_on
from incidents.queries.over_time import over_time
from incidents.queries.relation import confirmed_about, repeats_of, scale_of
from incidents.queries.similar import similar_to
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Notice, User
from reports.queries import customer_rows
from tests.cast import Cast
from tests.factories import CustomerFactory, MembershipFactory, UserFactory
from tests.incidents.steps import Story, proposed, report, taken, tell

# Every place that goes from a customer to reports, and why a withdrawn one is right in it.
# "held": it asks for what is held against the customer. The others count nothing about them.
PLACES = {
    "incidents/queries/customers.py: listed_customers": "held",
    "incidents/queries/measures.py: reports_for": "held",
    "incidents/queries/relation.py: confirmed_about": "held",
    "incidents/queries/relation.py: scale_of": "held",
    "incidents/queries/similar.py: _same": "held",
    "reports/queries/__init__.py: customer_rows": "held",
    "reports/queries/company.py: __init__": "held",
    "reports/queries/company.py: _met": "contacts, no reports",
    "incidents/models/customer.py: met_by": "who may see the entry",
    "incidents/models/customer.py: visible_to": "who may see the entry",
    "incidents/models/measure.py: visible_to": "who may see the measure",
    "incidents/models/second_look.py: visible_to": "who may see the review",
    "incidents/operations/customer.py: note_agreement": "whose team may agree",
    "incidents/operations/measures/objections.py: _withdraw": "takes them out",
    "incidents/operations/measures/review.py: ask_review_elsewhere": "finds what has strayed",
    "incidents/operations/merge.py: _check_pair": "open reviews of two entries",
    "incidents/operations/promises.py: make_promise": "to whom it was promised",
    "incidents/operations/merge.py: merge_customers": "asks anew about the joined entry",
    "incidents/queries/promises.py: team_for": "whose team keeps it",
    "incidents/permissions.py: may_agree": "whose team met them",
    "incidents/permissions.py: may_reconsider": "who reported does not weigh",
    "incidents/permissions.py: _met": "whose team met them",
    "incidents/queries/complaint.py: complaints_of": "what they still need from us",
    "incidents/queries/measure_tasks.py: _relations": "who reported does not weigh",
    "incidents/queries/measure_tasks.py: _near": "whose team met them",
    "incidents/queries/promises.py: broken_before": "what we did not keep",
    "incidents/receivers.py: close_fallen": "names the customer",
    "incidents/views/complaints.py: _complaint_or_404": "loads the entry",
    "reports/operations/intake/taking.py: take_in_customer_contacts": "contacts, no reports",
    "reports/queries/published.py: customer_contacts": "contacts, no reports",
    "reports/operations/customer_evidence.py: renew_customer_evidence": "counts what is held",
    "wellbeing/queries/story.py: _from_customer": "agreements of the team",
    "reports/queries/rollups.py: differences": "which kept score waits to be counted anew",
    "reports/queries/__init__.py: customers_with_agreement": "agreements",
    "incidents/queries/assignments.py: assigned_elsewhere": "who takes this customer",
    "wellbeing/operations/talks.py: _keep_away": "the customers of one person's care",
    "wellbeing/queries/source.py: known_of": "names to mask in a practice text",
    "wellbeing/operations/away.py: ask_to_be_kept_away": "the customers of one person's care",
    "wellbeing/queries/talks.py: known_customers": "the customers of one person's care",
}
FROM_CUSTOMER = re.compile(
    r"\.about\(|incidents?__customer|incidents__|\.incidents\.|customer=incident\.customer"
    r"|customer__isnull|values_list\(\"customer|customer__in|Incident[^\n]*customer="
)


def _places() -> set[str]:
    found = set()
    for app in ("incidents", "wellbeing", "reports", "people"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            source = path.read_text()
            for node in ast.walk(ast.parse(source)):
                is_function = isinstance(node, ast.FunctionDef)
                if is_function and FROM_CUSTOMER.search(ast.get_source_segment(source, node) or ""):
                    found.add(f"{path.relative_to(settings.BASE_DIR)}: {node.name}")  # type: ignore[attr-defined]
    return found


def test_every_way_from_a_customer_to_reports_is_known() -> None:
    assert _places() == set(PLACES)


@pytest.fixture
def story(cast: Cast, now: dt.datetime) -> Story:
    colleague = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    return tell(cast, colleague, now)


def withdraw(story: Story, measure: Measure) -> None:
    objection = receive_objection(
        actor=story.cast.max, measure=measure, received_on=story.today, text="", now=story.now
    )
    decide_objection(
        actor=story.cast.pim, objection=objection, outcome="withdraw",
        reason="We mixed up two people.", now=story.now,
    )  # fmt: skip


def remedy(incident: Incident, story: Story) -> None:
    Remedy.objects.create(
        incident=incident, kind=4, value=Decimal(40), fault_side="ours", asked_by=story.cast.ana,
        asked_at=story.now - dt.timedelta(days=1), is_granted=True, decided_by=story.cast.max,
        decided_at=story.now,
    )  # fmt: skip


def pictures(story: Story, like: Incident) -> dict[str, object]:
    """Return every count and repeat rule about the customer, with its figure."""
    max_, customer, day = User.objects.get(pk=story.cast.max.pk), story.customer, story.today
    wanted = CustomerFilter(is_all=True)
    reports = reports_about(customer, max_)
    drawn = over_time(reports, [], day)
    similar = similar_to(max_, like)
    review = RelationReview(customer=customer, opened_for=like)
    scale = scale_of(review, story.now)
    month = day.replace(day=1)
    return {
        "list": [row.reports for row in listed_customers(max_, wanted, day)],  # type: ignore[attr-defined]
        "page": summary_of(reports)["reports"],
        "people": summary_of(reports)["people"],
        "over time": sum(m.reports for m in drawn.months) if drawn else 0,
        "similar": similar.customer,
        "similar rows": sum(row.same_customer for row in similar.rows),
        "n-th": confirmed_about(customer, story.now).count(),
        "not looked at": repeats_of(customer, story.now).count(),
        "scale": (len(scale.incidents), scale.colleagues, scale.load, scale.remedies, scale.cost),
        "proposal": len(reports_for(max_, like)),
        "trends": sum(n for key, _who, n in customer_rows(month, month) if key == customer.pk),
    }


def test_withdrawn_reports_leave_every_count_and_repeat_rule(story: Story) -> None:
    stays = report(story.cast, story.customer, story.cast.ana, story.now)
    for incident in (story.of_ana, story.of_col, stays):
        remedy(incident, story)
    before = pictures(story, stays)
    withdraw(story, taken(story))
    after = pictures(story, stays)
    assert (before["page"], before["people"], before["n-th"], before["trends"]) == (3, 2, 3, 3)
    assert before["scale"] == (3, 2, 9, 3, Decimal(120))
    assert after == {
        "list": [1], "page": 1, "people": 1, "over time": 1, "similar": 0, "similar rows": 0,
        "n-th": 1, "not looked at": 1, "scale": (1, 1, 3, 1, Decimal(40)), "proposal": 1,
        "trends": 1,
    }  # fmt: skip
    assert before != after


def test_withdrawn_reports_carry_no_measure_and_open_no_review(story: Story) -> None:
    other = taken(story, Rung.LIMITED_HOURS)
    assert rests_on(other).is_carried
    withdraw(story, taken(story))
    assert not rests_on(other).is_carried, "the rule of more than one reporter"
    fresh = report(story.cast, story.customer, story.cast.ana, story.now)
    assert open_relation_review(incident=fresh, now=story.now) is None
    story.of_ana.refresh_from_db()
    with pytest.raises(RuleBroken, match="no longer counts"):
        proposed(story, Rung.ORDER_TALK, story.of_ana)


def test_withdrawn_measure_is_no_earlier_warning_and_no_step(story: Story) -> None:
    measure = taken(story, Rung.WARNING_LETTER)
    again = report(story.cast, story.customer, story.cast.ana, story.now)
    next_one = proposed(story, Rung.ORDER_TALK, again)
    assert list(earlier_warnings(next_one, story.today)) == [measure]
    withdraw(story, measure)
    assert not earlier_warnings(next_one, story.today).exists()
    assert ladder_of(story.customer, story.cast.pim, story.today).steps == [next_one]


def test_moving_there_and_back_does_not_make_it_count_again(story: Story) -> None:
    withdraw(story, taken(story))
    here, there = story.customer.identity.reference, CustomerFactory.create()
    for reference, is_held in ((there.identity.reference, True), (here, False)):
        move_report(
            actor=story.cast.max, incident=story.of_ana, customer_ref=reference, now=story.now
        )
        held = Incident.objects.held_against_customer().filter(pk=story.of_ana.pk)
        assert held.exists() is is_held


def _asked(story: Story) -> RelationReview:
    third = report(story.cast, story.customer, story.cast.ana, story.now)
    review = open_relation_review(incident=third, now=story.now)
    assert review is not None
    return review


def test_review_of_the_relation_falls_with_the_reports_that_opened_it(
    client: Client, story: Story
) -> None:
    review = _asked(story)
    withdraw(story, taken(story))
    review.refresh_from_db()
    assert review.fallen_at == story.now
    assert Event.objects.filter(kind=Event.Kind.RELATION_FALLEN, actor=None).count() == 1
    assert review.get_absolute_url() not in [t.path for t in tasks_of(story.cast.max, story.now)]
    for act in (
        lambda: decide_relation(
            actor=story.cast.max, review=review, decision="end", reason="R.", now=story.now
        ),
        lambda: second_relation(actor=story.cast.pim, review=review, now=story.now),
    ):
        with pytest.raises(RuleBroken, match="Too few reports"):
            act()
    client.force_login(story.cast.max)
    page = client.get(review.get_absolute_url()).text
    assert "there is nothing to decide any more" in page
    assert "<button" not in page.split("</h1>")[1].split("</main>")[0]
    for by in (story.of_col.reported_by, story.cast.ana, story.of_col.reported_by):
        fresh = report(story.cast, story.customer, by, story.now)
    assert open_relation_review(incident=fresh, now=story.now) is not None, "asked anew"


@pytest.mark.parametrize("why", ["moved", "cleared"])
def test_review_of_the_relation_falls_when_a_report_moves_or_is_cleared(
    story: Story, why: str
) -> None:
    review = _asked(story)
    later = story.now + dt.timedelta(minutes=1)
    if why == "moved":
        reference = CustomerFactory.create().identity.reference
        move_report(actor=story.cast.max, incident=story.of_col, customer_ref=reference, now=later)
    else:
        judge_report(
            actor=story.cast.max, incident=story.of_col, complaint_valid="valid",
            is_manner_right=True, reason="Upset, no more.", now=later,
        )  # fmt: skip
    review.refresh_from_db()
    assert review.fallen_at == later


def test_measure_goes_to_review_when_a_report_under_it_is_cleared(story: Story) -> None:
    measure = taken(story)
    later = story.now + dt.timedelta(minutes=1)
    for incident in (story.of_ana, story.of_col):
        judge_report(
            actor=story.cast.max, incident=incident, complaint_valid="valid",
            is_manner_right=True, reason="Upset, no more.", now=later,
        )  # fmt: skip
    measure.refresh_from_db()
    assert measure.review_asked_at == later
    with pytest.raises(RuleBroken, match="fallen away"):
        review_measure(
            actor=story.cast.max, measure=measure, decision="keep", reason="Hm.", now=later
        )


def test_note_whose_only_report_moved_is_not_kept(story: Story) -> None:
    threat = report(story.cast, story.customer, story.cast.ana, story.now, behaviours=[6],
                    severity=3)  # fmt: skip
    told = replace(story, of_ana=threat, of_col=threat)
    measure = taken(told, Rung.SAFETY_NOTE, ends_on=story.today + dt.timedelta(days=14))
    reference = CustomerFactory.create().identity.reference
    move_report(actor=story.cast.dex, incident=threat, customer_ref=reference, now=story.now)
    with pytest.raises(RuleBroken, match="fallen away"):
        review_measure(
            actor=story.cast.max, measure=measure, decision="keep", reason="Hm.", now=story.now
        )
    assert Notice.objects.filter(recipient=story.cast.max, kind=Notice.Kind.TASK).exists()


def test_parting_two_entries_sends_what_rests_on_both_to_review(story: Story) -> None:
    gone: Customer = CustomerFactory.create()
    Incident.objects.filter(pk=story.of_col.pk).update(customer=gone)
    report(story.cast, story.customer, story.cast.ana, story.now)
    actor = User.objects.get(pk=story.cast.max.pk)
    merge = merge_customers(actor=actor, kept=story.customer, gone=gone, now=story.now)
    story.of_col.refresh_from_db()
    measure = taken(story)
    later = story.now + dt.timedelta(minutes=1)
    undo_merge(actor=actor, merge=merge, now=later)
    measure.refresh_from_db()
    assert measure.review_asked_at == later
    assert RelationReview.objects.get().fallen_at == later, "one voice is left with each of them"
