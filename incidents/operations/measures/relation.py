"""Repeat behaviour: do we still want this relation, and at what cost?"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Customer, Event, Incident, RelationReview
from incidents.operations.measures.terms import WHY_MAX, check_reason
from incidents.operations.timeline import note_event
from incidents.permissions import may_reconsider
from incidents.queries.relation import REPORTERS_AT_LEAST, repeats_of
from people.errors import RuleBroken
from people.models import Notice, Organisation, User
from people.operations import notify
from people.queries import line_of

DUE_DAYS = 14


@transaction.atomic
def open_relation_review(*, incident: Incident, now: dt.datetime) -> RelationReview | None:
    """Open the question when a confirmed report is the n-th about this customer in 12 months.

    Reports looked at in an earlier review are not counted a second time.

    Checks: the report is confirmed and held against the customer; n of them by two reporters or
    more; no review is open. Writes: the review, an event. Sends: a notice to who leads the team.
    """
    if incident.customer_id is None:
        return None
    customer = Customer.objects.select_for_update().get(pk=incident.customer_id)
    latest = repeats_of(customer, now).order_by("-occurred_at", "-pk").first()
    if latest is None or not _is_repeat(customer, now):
        return None
    if RelationReview.objects.open().filter(customer=customer).exists():
        return None
    opened_for = latest if _is_new(latest) else incident
    if not _is_new(opened_for):
        return None
    review = RelationReview.objects.create(
        customer=customer,
        opened_for=opened_for,
        opened_at=now,
        due_on=Organisation.current().day_of(now) + dt.timedelta(days=DUE_DAYS),
    )
    note_event(incident=opened_for, kind=Event.Kind.RELATION_OPENED, actor=None, now=now)
    _tell_leaders(review, now)
    return review


@transaction.atomic
def close_fallen_review(*, customer: Customer, now: dt.datetime) -> None:
    """Ask no more whether we want a relation, when too few reports are left that say so.

    Writes: when the question fell, an event.
    """
    reviews = RelationReview.objects.select_for_update().open().filter(customer=customer)
    review = reviews.first()
    if review is None or _is_repeat(customer, now):
        return
    review.fallen_at = now
    review.save(update_fields=["fallen_at"])
    note_event(incident=review.opened_for, kind=Event.Kind.RELATION_FALLEN, actor=None, now=now)


def _is_repeat(customer: Customer, now: dt.datetime) -> bool:
    repeats = repeats_of(customer, now)
    reporters = repeats.order_by().values("reported_by").distinct().count()
    is_often = repeats.count() >= Organisation.current().relation_review_at
    return is_often and reporters >= REPORTERS_AT_LEAST


@transaction.atomic
def decide_relation(
    *, actor: User, review: RelationReview, decision: str, reason: str, now: dt.datetime
) -> RelationReview:
    """Say whether we go on; it holds when a second person agrees.

    Checks: the actor leads a team that met the customer or is an adviser, and reported none of
    it; a decision and a reason; nobody agreed yet. Writes: the decision, an event.
    Sends: a notice to who may be the second person.
    """
    review = _asked(review)
    if not may_reconsider(actor, review):
        raise RuleBroken(_("Somebody else decides about this relation."))
    if decision not in RelationReview.Decision.values:
        raise RuleBroken(_("Choose how we go on."), field="decision")
    review.decision, review.reason = decision, check_reason(reason, most=WHY_MAX)
    review.decided_by, review.decided_at = actor, now
    review.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    _note(review, Event.Kind.RELATION_WEIGHED, actor, now)
    _tell_leaders(review, now, without=actor)
    return review


@transaction.atomic
def second_relation(*, actor: User, review: RelationReview, now: dt.datetime) -> RelationReview:
    """Agree with what somebody else decided about a relation.

    Checks: somebody decided; the actor is another one, who leads or advises and reported none of
    it. Writes: the second person. An end of the relation is then proposed as a measure.
    """
    review = _asked(review)
    if review.decided_at is None:
        raise RuleBroken(_("Somebody decides first."))
    if review.decided_by_id == actor.pk or not may_reconsider(actor, review):
        raise RuleBroken(_("A second person agrees: not who decided, and not a reporter."))
    review.second_by, review.second_at = actor, now
    review.save(update_fields=["second_by", "second_at"])
    _note(review, Event.Kind.RELATION_DECIDED, actor, now)
    return review


def _asked(review: RelationReview) -> RelationReview:
    """Return the review, locked; refuse one that is decided or has fallen away."""
    review = RelationReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.second_at is not None:
        raise RuleBroken(_("This was decided already."))
    if review.fallen_at is not None:
        raise RuleBroken(_("Too few reports about this customer are left: nothing to decide."))
    return review


def _note(review: RelationReview, kind: Event.Kind, actor: User, now: dt.datetime) -> None:
    note_event(incident=review.opened_for, kind=kind, actor=actor, now=now, about=review.decision)


def _is_new(incident: Incident) -> bool:
    return not RelationReview.objects.filter(opened_for=incident).exists()


def _tell_leaders(review: RelationReview, now: dt.datetime, without: User | None = None) -> None:
    line = line_of(review.opened_for.team, day=Organisation.current().day_of(now), without=without)
    step = "" if without is None else f":{now.timestamp()}"
    for people in (line.managers, line.deputies, line.advisers):
        free = [person for person in people if may_reconsider(person, review)]
        for person in free:
            notify(
                recipient=person,
                kind=Notice.Kind.DECISION,
                path=review.get_absolute_url(),
                key=f"relation:{review.pk}{step}:{person.pk}",
                now=now,
            )
        if free:
            return
