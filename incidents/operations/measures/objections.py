"""The customer objects: somebody who neither reported nor decided answers within 14 days."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes.letters import LetterKind
from incidents.models import Event, Incident, Measure, Objection
from incidents.operations.measures.letters import make_letter
from incidents.operations.measures.names import check_no_names
from incidents.operations.measures.propose import note_on, tell_who_decides
from incidents.operations.measures.relation import close_fallen_review
from incidents.operations.measures.review import ask_review, end, lock_running, shorten
from incidents.operations.measures.terms import (
    NOTE_MAX,
    TOO_LONG,
    WHY_MAX,
    check_note,
    check_reason,
)
from incidents.operations.timeline import note_event
from incidents.permissions import may_decide_objection, may_receive_objection
from incidents.queries.measures import rests_on
from people.errors import RuleBroken
from people.models import Organisation, User

ANSWER_DAYS = 14
TEXT_MAX = 4000
Outcome = Objection.Outcome


@transaction.atomic
def receive_objection(
    *, actor: User, measure: Measure, received_on: dt.date | None, text: str, now: dt.datetime
) -> Objection:
    """Note that the customer objects; the answer is due 14 days after it came in.

    Checks: the actor leads a team that met the customer, is an adviser or HR; the measure was
    taken; no objection waits; a day between the decision and today. Writes: the objection, the
    letter that says we received it, an event on each report. Sends: a notice to who may answer it.
    """
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if not may_receive_objection(actor, measure):
        raise RuleBroken(_("Somebody else notes this objection."))
    received_on = _checked_day(measure, received_on, now)
    if len(text) > TEXT_MAX:
        raise RuleBroken(TOO_LONG, field="text")
    objection = Objection.objects.create(
        measure=measure,
        received_on=received_on,
        text=text.strip(),
        received_by=actor,
        received_at=now,
        due_on=received_on + dt.timedelta(days=ANSWER_DAYS),
    )
    make_letter(actor=actor, measure=measure, kind=LetterKind.RECEIPT, now=now)
    note_on(rests_on(measure).incidents, Event.Kind.OBJECTION, actor, measure, now)
    tell_who_decides(
        measure,
        f"objection:{objection.pk}",
        now,
        path=objection.get_absolute_url(),
        without=[measure.decided_by, measure.second_by],
    )
    return objection


def _checked_day(measure: Measure, received_on: dt.date | None, now: dt.datetime) -> dt.date:
    """Return the day; refuse what cannot be objected to, or not now, and impossible days."""
    if not measure.is_taken or measure.decided_at is None:
        raise RuleBroken(_("This measure was never taken."))
    if measure.objections.open().exists():
        raise RuleBroken(_("An objection waits for its answer already."))
    house = Organisation.current()
    decided_on, today = house.day_of(measure.decided_at), house.day_of(now)
    if received_on is None or not decided_on <= received_on <= today:
        raise RuleBroken(
            _("Say on which day it came in: since the decision, and not later than today."),
            field="received_on",
        )
    return received_on


@transaction.atomic
def decide_objection(
    *,
    actor: User,
    objection: Objection,
    outcome: str,
    reason: str,
    ends_on: dt.date | None = None,
    desk_note: str = "",
    now: dt.datetime,
) -> Objection:
    """Answer an objection: the measure stays, is made lighter, or is withdrawn.

    A withdrawn measure ends at once, and with it what the desk reads. Its reports no longer count
    about the customer; each reporter reads why. What else rests on them is looked at again.

    Checks: the actor leads a team that met the customer or is an adviser, and neither reported
    nor decided; nobody answered yet; a reason, without names of colleagues; a change has an
    earlier end or another note.
    Writes: the answer, the measure, the letter, the reports, an event on each.
    Sends: after a withdrawal a notice to each reporter.
    """
    locked = Objection.objects.select_for_update(of=("self",)).select_related("measure__customer")
    objection = locked.get(pk=objection.pk)
    if objection.decided_at is not None:
        raise RuleBroken(_("This objection was answered already."))
    if not may_decide_objection(actor, objection):
        raise RuleBroken(_("Somebody answers who neither reported nor decided."))
    if outcome not in Outcome.values:
        raise RuleBroken(_("Choose what happens with the measure."), field="outcome")
    measure, reason = objection.measure, check_reason(reason, most=WHY_MAX)
    check_no_names({"reason": reason, "desk_note": desk_note}, rests_on(measure).incidents)
    _answer(objection, actor, outcome, reason, now)
    if outcome == Outcome.CHANGE:
        _change(measure, ends_on, desk_note, Organisation.current().day_of(now))
    elif outcome == Outcome.WITHDRAW:
        _withdraw(actor, objection, now)
    kind = LetterKind.CORRECTION if outcome == Outcome.WITHDRAW else LetterKind.OBJECTION
    make_letter(actor=actor, measure=measure, kind=kind, reason=reason, now=now)
    note_on(rests_on(measure).incidents, Event.Kind.OBJECTION_DECIDED, actor, measure, now)
    return objection


def _answer(objection: Objection, actor: User, outcome: str, reason: str, now: dt.datetime) -> None:
    objection.outcome, objection.reason = outcome, reason
    objection.decided_by, objection.decided_at = actor, now
    objection.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])


def _change(measure: Measure, ends_on: dt.date | None, desk_note: str, today: dt.date) -> None:
    lock_running(measure)
    desk_note = " ".join(desk_note.split())
    if len(desk_note) > NOTE_MAX:
        raise RuleBroken(TOO_LONG, field="desk_note")
    check_note(measure, desk_note)
    is_new_note = bool(desk_note) and desk_note != measure.desk_note
    is_new_end = ends_on is not None and ends_on != measure.ends_on
    if not (is_new_note or is_new_end):
        raise RuleBroken(_("Choose an earlier end, or another instruction."), field="ends_on")
    if is_new_end:
        shorten(measure, ends_on, today)
    if is_new_note:
        measure.desk_note = desk_note
        measure.save(update_fields=["desk_note"])


def _withdraw(actor: User, objection: Objection, now: dt.datetime) -> None:
    measure = objection.measure
    if measure.ended_at is None:
        end(measure, actor, now)
    incidents = Incident.objects.filter(grounds__measure=measure, customer=measure.customer)
    for incident in incidents.select_for_update(of=("self",)).order_by("pk"):
        if incident.set_aside_at is not None:
            continue
        incident.set_aside_at = now
        incident.save(update_fields=["set_aside_at"])
        note_event(incident=incident, kind=Event.Kind.SET_ASIDE, actor=actor, now=now)
    others = Measure.objects.running().filter(grounds__incident__in=incidents)
    ask_review(list(others.exclude(pk=measure.pk).distinct()), now)
    close_fallen_review(customer=measure.customer, now=now)
