"""What a customer was promised: made, handed over, closed with an outcome, named as a cause."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY
from incidents.models import Customer, Event, Incident, Promise
from incidents.operations import rules
from incidents.operations.timeline import note_event
from incidents.permissions import may_keep, may_name_cause, may_promise, may_promise_customer
from incidents.queries.promises import colleagues_of, next_morning, team_for
from people.errors import RuleBroken
from people.models import Notice, Organisation, Team, User
from people.operations import notify, settle_page
from people.queries import line_of

WHAT_MAX, NOTE_MAX = 200, 300
FURTHEST = dt.timedelta(days=366)
CLOSED_BEFORE = _("This promise was closed before.")
NEEDS_NEW_MOMENT = {Promise.Outcome.MOVED, Promise.Outcome.NOT_REACHED}


@dataclass(frozen=True)
class PromiseInput:
    """What was promised, by whom it is kept and by when; `channel` is a key or empty."""

    what: str
    due_at: dt.datetime | None
    owner: User
    kind: str = Promise.Kind.CALLBACK
    channel: str = ""
    is_agreed: bool | None = None


@dataclass(frozen=True)
class Closing:
    """How a promise ended; a moved one says when it is kept instead."""

    outcome: str
    note: str = ""
    next_due_at: dt.datetime | None = None


@transaction.atomic
def make_promise(
    *,
    actor: User,
    promise: PromiseInput,
    incident: Incident | None = None,
    customer: Customer | None = None,
    now: dt.datetime,
) -> Promise:
    """Write down what a customer was promised, from a report or from the customer's page.

    Checks: the actor may promise here; what, at most 200 characters; a moment between now and a
    year; the owner works in the team today; who reports without a name keeps it. The same
    promise twice within a minute is one.
    Writes: the promise, a line on the timeline of the report.
    Sends: a notice to the owner, unless it is the actor.
    """
    team, what = _team_of(actor, incident, customer), _checked_what(promise)
    due_at = _checked_moment(promise.due_at, now)
    _check_owner(actor, promise.owner, team, now)
    _check_name(actor, actor, promise.owner, incident)
    row = Promise(
        kind=promise.kind,
        incident=incident,
        customer=incident.customer if incident else customer,
        team=team,
        owner=promise.owner,
        what=what,
        channel=CHANNEL_BY_KEY[promise.channel].number if promise.channel else None,
        is_agreed=promise.is_agreed,
        due_at=due_at,
        made_by=actor,
        made_at=now,
    )
    same = _made_just_now(row, now)
    if same is not None:
        return same
    row.save(force_insert=True)
    _note(row, Event.Kind.PROMISE_MADE, actor, now)
    _tell_owner(row, actor, now)
    return row


@transaction.atomic
def postpone_talk(
    *, actor: User, incident: Incident, is_for_other: bool, now: dt.datetime
) -> Promise:
    """Go on later, or let a colleague go on: one tap makes a promise that has to be kept.

    Later is the next working morning; the colleague is whoever leads the team, who hands it on.

    Checks: those of `make_promise`; there is somebody else. Writes and sends: the same.
    """
    owner = actor
    if is_for_other:
        other = line_of(incident.team, day=timezone.localdate(now), without=actor).first()
        if other is None:
            raise RuleBroken(_("Nobody leads this team now. Choose a colleague instead."))
        owner = other
    promise = PromiseInput(
        what=gettext("Call back and go on with the talk"),
        due_at=next_morning(incident, Organisation.current(), now),
        owner=owner,
    )
    return make_promise(actor=actor, promise=promise, incident=incident, now=now)


@transaction.atomic
def close_promise(*, actor: User, promise: Promise, closing: Closing, now: dt.datetime) -> Promise:
    """Say how a promise ended. Kept with bad news is kept.

    Checks: the actor keeps it, leads the team or is an adviser; it is open; there is an outcome;
    moved and not reached say when it is kept instead. Writes: the outcome, the next promise, a
    line on the timeline; what reminded of it waits for nobody any more. Sends: nothing.
    """
    row = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if not may_keep(actor, row):
        raise RuleBroken(_("Somebody else keeps this promise."))
    if row.closed_at is not None:
        raise RuleBroken(CLOSED_BEFORE)
    _check_closing(closing, now)
    row.outcome, row.note = closing.outcome, " ".join(closing.note.split())
    row.closed_by, row.closed_at = actor, now
    row.save(update_fields=["outcome", "note", "closed_by", "closed_at"])
    settle_page(path=row.get_absolute_url(), now=now)
    _note(row, Event.Kind.PROMISE_CLOSED, actor, now, about=row.outcome)
    if closing.next_due_at is not None and closing.outcome in NEEDS_NEW_MOMENT:
        _make_next(row, closing.next_due_at, actor, now)
    return row


@transaction.atomic
def hand_over_promise(*, actor: User, promise: Promise, owner: User, now: dt.datetime) -> Promise:
    """Let somebody else of the team keep a promise.

    Checks: the actor keeps it, leads the team or is an adviser; it is open; the new owner works
    in the team today. Writes: the owner, a line on the timeline. Sends: a notice to the owner.
    """
    row = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if not may_keep(actor, row):
        raise RuleBroken(_("Somebody else keeps this promise."))
    if row.closed_at is not None:
        raise RuleBroken(CLOSED_BEFORE)
    _check_owner(actor, owner, row.team, now)
    _check_name(actor, row.made_by, owner, row.incident)
    if owner.pk == row.owner_id:
        return row
    row.owner = owner
    row.save(update_fields=["owner"])
    _note(row, Event.Kind.PROMISE_HANDED, actor, now)
    _tell_owner(row, actor, now)
    return row


@transaction.atomic
def name_cause(
    *, actor: User, incident: Incident, promise: Promise | None, now: dt.datetime
) -> Incident:
    """Name the promise we did not keep that led to this; None takes it back.

    Checks: the actor reported it, leads the team or is an adviser; the promise was made to the
    same customer, before it happened, and was not kept by then. Writes: the link, a line on the
    timeline.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not may_name_cause(actor, incident):
        raise RuleBroken(_("Only the reporter and who leads the team say this."))
    if promise is not None and not _was_broken(promise, incident):
        raise RuleBroken(
            _("This is not a promise to this customer that we broke before."), field="promise"
        )
    if incident.broken_promise_id == (promise.pk if promise else None):
        return incident
    incident.broken_promise = promise
    incident.save(update_fields=["broken_promise"])
    note_event(
        incident=incident,
        kind=Event.Kind.PROMISE_LINKED,
        actor=actor,
        now=now,
        about=str(promise.public_id) if promise else "",
    )
    return incident


def _team_of(actor: User, incident: Incident | None, customer: Customer | None) -> Team:
    if incident is not None:
        if not may_promise(actor, incident):
            raise RuleBroken(_("Your team has no report about this customer."))
        return incident.team
    if customer is None or not may_promise_customer(actor, customer):
        raise RuleBroken(_("Your team has no report about this customer."))
    return team_for(actor, customer)


def _checked_what(promise: PromiseInput) -> str:
    what = " ".join(promise.what.split())
    if promise.kind not in Promise.Kind.values:
        raise RuleBroken(_("Choose what kind of promise it is."), field="kind")
    if not what:
        raise RuleBroken(_("Write what was promised."), field="what")
    if len(what) > WHAT_MAX:
        raise RuleBroken(_("This is too long: 200 characters at most."), field="what")
    if promise.channel and promise.channel not in CHANNEL_BY_KEY:
        raise RuleBroken(_("This way of contact is not in the list."), field="channel")
    return what


def _checked_moment(due_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if due_at is None:
        raise RuleBroken(_("Say by which day and time."), field="due_at")
    if not now < due_at <= now + FURTHEST:
        raise RuleBroken(_("Choose a moment that is still to come."), field="due_at")
    return due_at


def _check_owner(actor: User, owner: User, team: Team, now: dt.datetime) -> None:
    colleagues = colleagues_of(team, timezone.localdate(now))
    if owner.pk != actor.pk and not colleagues.filter(pk=owner.pk).exists():
        raise RuleBroken(_("Choose a colleague of this team."), field="owner")


def _check_name(actor: User, made_by: User, owner: User, incident: Incident | None) -> None:
    """A promise of somebody whose name is kept from the manager would give the name away.

    Their own promise stays with them or an adviser; who knows the name gives them no other one,
    since who leads the team sees who keeps it.
    """
    if incident is None or not incident.is_anonymous:
        return
    is_theirs = incident.reported_by_id == made_by.pk
    if is_theirs and incident.hides_reporter_from(owner):
        raise RuleBroken(
            _("Your colleague would see who reported. Keep it yourself, or ask the adviser."),
            field="owner",
        )
    is_known = not incident.hides_reporter_from(actor)
    if is_known and not is_theirs and incident.reported_by_id == owner.pk:
        raise RuleBroken(
            _("Who leads the team would see who reported. Choose somebody else."), field="owner"
        )


def _check_closing(closing: Closing, now: dt.datetime) -> None:
    if closing.outcome not in Promise.Outcome.values:
        raise RuleBroken(_("Say how it went. A promise is not closed without."), field="outcome")
    if len(closing.note) > NOTE_MAX:
        raise RuleBroken(_("This is too long: 300 characters at most."), field="note")
    if closing.outcome == Promise.Outcome.MOVED and closing.next_due_at is None:
        raise RuleBroken(_("Say by which day and time."), field="next_due_at")
    if closing.next_due_at is not None and closing.outcome in NEEDS_NEW_MOMENT:
        try:
            _checked_moment(closing.next_due_at, now)
        except RuleBroken as problem:
            raise RuleBroken(problem.message, field="next_due_at") from None


def _made_just_now(row: Promise, now: dt.datetime) -> Promise | None:
    """Return the same promise when it was made a moment ago: a second tap is no second promise."""
    Team.objects.select_for_update(no_key=True).get(pk=row.team_id)
    same = Promise.objects.open().filter(
        incident=row.incident,
        customer=row.customer,
        owner=row.owner,
        made_by=row.made_by,
        kind=row.kind,
        what=row.what,
        due_at=row.due_at,
        made_at__gt=now - rules.DOUBLE_TAP,
    )
    return same.first()


def _make_next(row: Promise, due_at: dt.datetime, actor: User, now: dt.datetime) -> None:
    """The same promise again, at the new moment.

    What an unnamed reporter promised stays theirs, whoever closed the earlier one: as somebody
    else's it would show the manager who keeps it.
    """
    is_anonymous = row.incident is not None and row.incident.is_anonymous
    following = Promise.objects.create(
        kind=row.kind,
        incident_id=row.incident_id,
        customer_id=row.customer_id,
        team_id=row.team_id,
        owner_id=row.owner_id,
        what=row.what,
        channel=row.channel,
        is_agreed=True if row.outcome == Promise.Outcome.MOVED else None,
        due_at=due_at,
        made_by=row.made_by if is_anonymous else actor,
        made_at=now,
    )
    _note(following, Event.Kind.PROMISE_MADE, actor, now)


def _was_broken(promise: Promise, incident: Incident) -> bool:
    is_theirs = incident.customer_id is not None and promise.customer_id == incident.customer_id
    was_due = promise.due_at <= incident.occurred_at and promise.made_at <= incident.occurred_at
    return is_theirs and was_due and not promise.is_kept


def _note(
    row: Promise, kind: Event.Kind, actor: User, now: dt.datetime, *, about: str = ""
) -> None:
    if row.incident is not None:
        about = about or str(row.public_id)
        note_event(incident=row.incident, kind=kind, actor=actor, now=now, about=about)


def _tell_owner(row: Promise, actor: User, now: dt.datetime) -> None:
    if row.owner_id != actor.pk:
        notify(
            recipient=row.owner,
            kind=Notice.Kind.TASK,
            path=row.get_absolute_url(),
            key=f"promise:{row.pk}:{row.owner_id}",
            now=now,
        )
