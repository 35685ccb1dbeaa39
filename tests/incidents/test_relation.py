"""Repeat behaviour opens the question whether we want the relation, with the cost beside it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from incidents.models import Customer, Event, Incident, RelationReview, Remedy
from incidents.operations import judge_report
from incidents.operations.measures import decide_relation, open_relation_review, second_relation
from incidents.operations.merge import merge_customers
from incidents.queries.relation import scale_of
from incidents.queries.tasks import tasks_of
from people.errors import RuleBroken
from people.models import Notice, Organisation, User
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, MembershipFactory, UserFactory
from tests.incidents.steps import house_rules, report


@pytest.fixture
def colleague(cast: Cast) -> User:
    user = UserFactory.create(name="Bram Vos")
    MembershipFactory.create(user=user, team=cast.north)
    return user


@pytest.fixture
def customer(cast: Cast, now: dt.datetime) -> Customer:
    house_rules(now)
    return CustomerFactory.create()


def told(cast: Cast, customer: Customer, by: User, at: dt.datetime) -> Incident:
    return IncidentFactory.create(
        reported_by=by, team=cast.north, customer=customer, occurred_at=at
    )


def confirm(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    judge_report(
        actor=cast.max, incident=incident, complaint_valid="unfounded", is_manner_right=False,
        behaviours=["personal_insult"], now=now,
    )  # fmt: skip


def test_a11_nth_confirmed_report_opens_a_review_that_needs_a_reason_and_two(
    cast: Cast, customer: Customer, colleague: User, now: dt.datetime
) -> None:
    reports = [
        told(cast, customer, by, now - dt.timedelta(days=days))
        for by, days in ((cast.ana, 300), (colleague, 20), (cast.ana, 2))
    ]
    for incident in reports[:2]:
        confirm(cast, incident, now)
        assert not RelationReview.objects.exists()
    confirm(cast, reports[2], now)
    review = RelationReview.objects.get()
    assert review.opened_for == reports[2]
    tasks = [task.path for task in tasks_of(cast.max, now)]
    assert review.get_absolute_url() in tasks
    assert Notice.objects.filter(recipient=cast.max, kind=Notice.Kind.DECISION).exists()
    assert Event.objects.get(kind=Event.Kind.RELATION_OPENED).actor is None
    for reason, decision, field in (("", "go_on", "reason"), ("Fine.", "maybe", "decision")):
        with pytest.raises(RuleBroken) as refused:
            decide_relation(
                actor=cast.max, review=review, decision=decision, reason=reason, now=now
            )
        assert refused.value.field == field
    decide_relation(actor=cast.max, review=review, decision="measure", reason="A talk.", now=now)
    for actor in (cast.max, cast.ana, colleague, cast.zoe, cast.otto):
        with pytest.raises(RuleBroken):
            second_relation(actor=actor, review=review, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        RelationReview.objects.update(second_by=cast.max, second_at=now)
    second_relation(actor=cast.pim, review=review, now=now)
    assert not RelationReview.objects.open().exists()
    assert Event.objects.get(kind=Event.Kind.RELATION_DECIDED).about == "measure"


@pytest.mark.parametrize("why", ["one reporter", "older", "set aside", "manner right", "two"])
def test_relation_review_does_not_open(
    cast: Cast, customer: Customer, colleague: User, now: dt.datetime, why: str
) -> None:
    first = now - dt.timedelta(days=370 if why == "older" else 30)
    people = [cast.ana, cast.ana if why == "one reporter" else colleague, cast.ana]
    incidents = [
        told(cast, customer, by, first if n == 0 else now - dt.timedelta(days=3))
        for n, by in enumerate(people[: 2 if why == "two" else 3])
    ]
    if why == "set aside":
        incidents[0].set_aside_at = now
        incidents[0].save(update_fields=["set_aside_at"])
    for incident in incidents[:-1]:
        confirm(cast, incident, now)
    if why == "manner right":
        judge_report(
            actor=cast.max, incident=incidents[-1], complaint_valid="valid", is_manner_right=True,
            reason="They were upset, no more.", now=now,
        )  # fmt: skip
    else:
        confirm(cast, incidents[-1], now)
    assert not RelationReview.objects.exists()


def test_relation_review_follows_the_organisations_number_and_opens_once(
    cast: Cast, customer: Customer, colleague: User, now: dt.datetime
) -> None:
    Organisation.objects.update(relation_review_at=2)
    incidents = [
        told(cast, customer, by, now - dt.timedelta(days=2)) for by in (cast.ana, colleague)
    ]
    for incident in incidents:
        confirm(cast, incident, now)
        confirm(cast, incident, now)
    assert RelationReview.objects.count() == 1
    third = told(cast, customer, cast.ana, now)
    confirm(cast, third, now)
    assert RelationReview.objects.count() == 1
    assert open_relation_review(incident=told(cast, customer, cast.ana, now), now=now) is None


def test_relation_weighs_reports_load_and_cost_without_names(
    client: Client, cast: Cast, customer: Customer, colleague: User, now: dt.datetime
) -> None:
    now = dt.datetime.now(dt.UTC)
    reports = [report(cast, customer, by, now) for by in (cast.ana, colleague, cast.ana)]
    Remedy.objects.create(
        incident=reports[0], kind=4, value=Decimal("40.50"), fault_side="ours", asked_by=cast.ana,
        asked_at=now - dt.timedelta(days=1), is_granted=True, decided_by=cast.max, decided_at=now,
    )  # fmt: skip
    review = open_relation_review(incident=reports[2], now=now)
    assert review is not None
    scale = scale_of(review, now)
    assert (scale.colleagues, scale.load, scale.cost) == (2, 9, Decimal("40.50"))
    client.force_login(cast.max)
    html = client.get(review.get_absolute_url()).content.decode()
    for words in ("Confirmed reports in 12 months", "40.50", "carried by 2 colleagues"):
        assert words in html
    for name in ("Ana", "Bram"):
        assert name not in html
    url = review.get_absolute_url()
    assert client.post(url, {"decision": "end", "reason": ""}).status_code == 422
    assert client.post(url, {"decision": "end", "reason": "It costs too much."}).status_code == 302
    assert client.post(f"{url}second/").status_code == 302
    review.refresh_from_db()
    assert review.second_at is None
    client.force_login(cast.dex)
    client.post(f"{url}second/")
    review.refresh_from_db()
    assert review.second_by == cast.dex


def test_joining_two_entries_opens_the_question_that_each_alone_did_not(
    cast: Cast, customer: Customer, colleague: User, now: dt.datetime
) -> None:
    twin = CustomerFactory.create()
    for whose, by in ((customer, cast.ana), (customer, cast.ana), (twin, colleague)):
        confirm(cast, told(cast, whose, by, now - dt.timedelta(days=2)), now)
    assert not RelationReview.objects.exists()
    merge_customers(actor=cast.max, kept=customer, gone=twin, now=now)
    assert RelationReview.objects.get().customer == customer
