"""A measure is looked at again, and ends: by its day, by a review, or by who decides."""

import datetime as dt
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import Rung
from incidents.models import Customer, Event, Incident, Measure, MeasureGround
from incidents.operations.measures.propose import note_on
from incidents.operations.measures.terms import check_reason
from incidents.permissions import may_decide_measure
from incidents.queries.measures import rests_on
from people.errors import RuleBroken
from people.models import Organisation, User


class Review(StrEnum):
    """What comes of looking again; a measure never gets longer."""

    KEEP = "keep"
    SHORTEN = "shorten"
    END = "end"


@transaction.atomic
def review_measure(
    *,
    actor: User,
    measure: Measure,
    decision: str,
    reason: str,
    ends_on: dt.date | None = None,
    now: dt.datetime,
) -> Measure:
    """Look at a measure again: keep it, shorten it or end it, and say why.

    Checks: the actor leads a team that met the customer or is an adviser, and reported none of
    it; the measure runs; a reason; a new end lies between today and the end it had; what has lost
    its ground is not kept.
    Writes: the review, the new end, an event on each report.
    """
    measure = lock_running(measure)
    if not may_decide_measure(actor, measure):
        raise RuleBroken(_("Somebody else looks at this measure again."))
    if decision not in list(Review):
        raise RuleBroken(_("Choose what comes of it."), field="decision")
    reason = check_reason(reason)
    found = rests_on(measure)
    is_fallen = found.has_fallen or (measure.is_restriction and not found.is_carried)
    if decision != Review.END and is_fallen:
        raise RuleBroken(
            _("What it rests on has fallen away. End it, or propose another measure."),
            field="decision",
        )
    measure.reviewed_by, measure.reviewed_at, measure.review_reason = actor, now, reason
    measure.review_asked_at = None
    measure.save(update_fields=["reviewed_by", "reviewed_at", "review_reason", "review_asked_at"])
    if decision == Review.SHORTEN:
        shorten(measure, ends_on, Organisation.current().day_of(now))
    elif decision == Review.END:
        end(measure, actor, now)
    note_on(found.incidents, Event.Kind.MEASURE_REVIEW, actor, measure, now)
    return measure


@transaction.atomic
def end_due_measures(*, now: dt.datetime) -> int:
    """End the measures whose last day is over where the organisation is.

    They held no more from that day on.

    Writes: when each ended and an event on each report, once, by nobody. Returns how many.
    """
    today = Organisation.current().day_of(now)
    due = Measure.objects.running().filter(ends_on__lt=today)
    ended = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:500])
    for measure in ended:
        end(measure, None, now)
    return len(ended)


def lock_running(measure: Measure) -> Measure:
    """Return the measure, locked; refuse one that has ended or was never taken."""
    locked = Measure.objects.select_for_update(of=("self",)).select_related("customer", "team")
    measure = locked.get(pk=measure.pk)
    if not measure.is_taken or measure.ended_at is not None:
        raise RuleBroken(_("This measure does not hold any more."))
    return measure


def shorten(measure: Measure, ends_on: dt.date | None, today: dt.date) -> None:
    """Give a measure an earlier last day; the day of its review moves to the half before it."""
    starts = measure.starts_on or today
    if ends_on is None or measure.ends_on is None or not today <= ends_on < measure.ends_on:
        raise RuleBroken(_("Choose a last day between today and the one it had."), field="ends_on")
    if ends_on < starts:
        raise RuleBroken(_("It would end before it begins. End it instead."), field="ends_on")
    half = starts + (ends_on - starts) // 2
    measure.ends_on = ends_on
    measure.review_on = min(measure.review_on or half, half)
    measure.save(update_fields=["ends_on", "review_on"])


def end(measure: Measure, actor: User | None, now: dt.datetime) -> None:
    """End a measure at once; `actor` None means that its day ended it."""
    measure.ended_at, measure.ended_by = now, actor
    measure.save(update_fields=["ended_at", "ended_by"])
    note_on(rests_on(measure).incidents, Event.Kind.MEASURE_ENDED, actor, measure, now)


@transaction.atomic
def ask_review_of(*, incident: Incident, now: dt.datetime) -> None:
    """Ask that what rests on a report is looked at again once its manner was found all right.

    Writes: the measures in force or still to begin that rest on it.
    """
    if Incident.objects.cleared().filter(pk=incident.pk).exists():
        resting = Measure.objects.running().filter(grounds__incident=incident)
        ask_review(list(resting.exclude(kind=Rung.APOLOGY).distinct()), now)


def ask_review_elsewhere(*, customers: "list[Customer]", now: dt.datetime) -> None:
    """Ask that measures are looked at again that rest on reports about somebody else."""
    strayed = MeasureGround.objects.filter(measure__customer__in=customers).exclude(
        incident__customer=F("measure__customer")
    )
    ask_review(list(Measure.objects.running().filter(grounds__in=strayed).distinct()), now)


def ask_review(measures: "list[Measure]", now: dt.datetime) -> None:
    """Ask that measures are looked at again, because something under them has changed."""
    for measure in measures:
        measure.review_asked_at = now
        measure.save(update_fields=["review_asked_at"])
