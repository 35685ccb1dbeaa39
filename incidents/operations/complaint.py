"""The complaint as its own record: what the customer still needs, who sees to it, by when."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Complaint, Event, Incident, Judgement
from incidents.operations.timeline import note_event
from incidents.permissions import may_plan_complaint, may_settle, may_settle_complaint
from incidents.queries.complaint import IS_RIGHT
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify

TEXT_MAX = 300
LONGEST = dt.timedelta(days=366)


@transaction.atomic
def open_complaint(*, actor: User, incident: Incident, what: str, now: dt.datetime) -> Complaint:
    """Open the record of what the customer still needs; opening twice gives the first one.

    Checks: the actor leads the team or advises; it is said in at most 300 characters.
    Writes: the complaint, a line on the timeline.
    """
    if not may_settle(actor, incident):
        raise RuleBroken(_("Who leads the team looks after this."))
    what = _checked(what, "what", _("Say what the customer still needs."))
    return _opened(actor, incident, what, now)


@transaction.atomic
def open_judged_complaint(*, judgement: Judgement, now: dt.datetime) -> Complaint | None:
    """Open the record after a manager found the complaint right or partly right.

    What is needed, who sees to it and by when is still to be said: until then no letter about
    manner leaves. Writes: the complaint and a line on the timeline, once per report.
    """
    if judgement.complaint_valid not in IS_RIGHT:
        return None
    return _opened(judgement.judged_by, judgement.incident, "", now)


@transaction.atomic
def plan_complaint(
    *,
    actor: User,
    complaint: Complaint,
    what: str,
    owner: User | None,
    due_on: dt.date | None,
    is_apology_due: bool,
    now: dt.datetime,
) -> Complaint:
    """Say what is needed, who sees to it, by when, and whether we owe an apology.

    Checks: the actor leads the team, advises or owns it; it is open; every answer is there; the
    day lies between today and a year from now. Writes: the complaint, a line on the timeline when
    something changed. Sends: a notice to a new owner.
    """
    complaint = _locked(complaint)
    if not may_plan_complaint(actor, complaint):
        raise RuleBroken(_("Who leads the team looks after this."))
    _check_open(complaint)
    what = _checked(what, "what", _("Say what the customer still needs."))
    if owner is None or not owner.is_active:
        raise RuleBroken(_("Choose who sees to it."), field="owner")
    _check_day(due_on, complaint, now)
    is_new = owner.pk not in {complaint.owner_id, actor.pk}
    before = _plan_of(complaint)
    complaint.what, complaint.owner, complaint.due_on = what, owner, due_on
    complaint.is_apology_due = is_apology_due
    if _plan_of(complaint) != before:
        complaint.save(update_fields=["what", "owner", "due_on", "is_apology_due"])
        kind = Event.Kind.COMPLAINT_PLANNED
        note_event(incident=complaint.incident, kind=kind, actor=actor, now=now)
    if is_new:
        path = f"/complaint/{complaint.public_id}/"
        key = f"complaint:{complaint.pk}:{owner.pk}"
        notify(recipient=owner, kind=Notice.Kind.TASK, path=path, key=key, now=now)
    return complaint


@transaction.atomic
def close_complaint(
    *, actor: User, complaint: Complaint, outcome: str, now: dt.datetime
) -> Complaint:
    """Write down how it was settled for the customer.

    Checks: the actor owns it, leads the team or advises; it is open and says what was needed;
    the outcome is there. Writes: the outcome, a line on the timeline.
    """
    complaint = _locked(complaint)
    if not may_settle_complaint(actor, complaint):
        raise RuleBroken(_("Who sees to it, or who leads the team, closes this."))
    _check_open(complaint)
    if not complaint.what:
        raise RuleBroken(_("Say what the customer still needs first."), field="outcome")
    complaint.outcome = _checked(outcome, "outcome", _("Say how it was settled."))
    complaint.closed_by, complaint.closed_at = actor, now
    complaint.save(update_fields=["outcome", "closed_by", "closed_at"])
    kind = Event.Kind.COMPLAINT_CLOSED
    note_event(incident=complaint.incident, kind=kind, actor=actor, now=now)
    return complaint


def _plan_of(complaint: Complaint) -> tuple[object, ...]:
    return complaint.what, complaint.owner_id, complaint.due_on, complaint.is_apology_due


def _opened(actor: User, incident: Incident, what: str, now: dt.datetime) -> Complaint:
    complaint, is_new = Complaint.objects.get_or_create(
        incident=incident, defaults={"what": what, "opened_by": actor, "opened_at": now}
    )
    if is_new:
        note_event(incident=incident, kind=Event.Kind.COMPLAINT_OPENED, actor=actor, now=now)
    return complaint


def _locked(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("incident")
    return rows.get(pk=complaint.pk)


def _check_open(complaint: Complaint) -> None:
    if complaint.closed_at is not None:
        raise RuleBroken(_("This was settled before."))


def _check_day(due_on: dt.date | None, complaint: Complaint, now: dt.datetime) -> None:
    if due_on is None:
        raise RuleBroken(_("Say by which day."), field="due_on")
    today = timezone.localdate(now)
    if due_on != complaint.due_on and not today <= due_on <= today + LONGEST:
        raise RuleBroken(_("Choose a day between today and a year from now."), field="due_on")


def _checked(text: str, field: str, missing: object) -> str:
    text = " ".join(text.split())
    if not text:
        raise RuleBroken(str(missing), field=field)
    if len(text) > TEXT_MAX:
        raise RuleBroken(_("This is too long: 300 characters at most."), field=field)
    return text
