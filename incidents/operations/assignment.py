"""Somebody is kept away from a customer for a while; nobody is told why."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import AssignmentNote, Customer
from incidents.queries.customers import kept_one
from people.errors import RuleBroken
from people.models import User

USUALLY = dt.timedelta(weeks=4)
FURTHEST = dt.timedelta(days=183)


class NotYourNote(RuleBroken):
    """Only the person says how long they are kept away."""


@transaction.atomic
def keep_away(
    *, actor: User, person: User, customer: Customer, until: dt.date, now: dt.datetime
) -> AssignmentNote:
    """Let somebody else take a customer until a day; the person, or who talks with them, asks.

    Checks: the day is to come and at most six months away. Writes: one note; a second one about
    the same customer joins the first, the later day counts. Sends nothing.
    """
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=person.pk)
    check_until(until, now)
    kept = kept_one(customer) or customer
    running = AssignmentNote.objects.in_force(timezone.localdate(now))
    note = running.filter(person=person, customer=kept).order_by("-until").first()
    if note is None:
        return AssignmentNote.objects.create(person=person, customer=kept, until=until, made_at=now)
    if note.until < until:
        note.until = until
        note.save(update_fields=["until"])
    return note


@transaction.atomic
def change_assignment(
    *, actor: User, note: AssignmentNote, until: dt.date, now: dt.datetime
) -> AssignmentNote:
    """Keep away longer or shorter, as the person says.

    Checks: it is the actor's (NotYourNote) and runs, the day is to come and at most six months
    away. Writes: the day. Sends nothing.
    """
    row = _own(actor, note)
    check_until(until, now)
    if row.ended_at is not None or row.until < timezone.localdate(now):
        raise RuleBroken(_("This has ended already. Ask for it again in a check-in."))
    row.until = until
    row.save(update_fields=["until"])
    return row


@transaction.atomic
def end_assignment(*, actor: User, note: AssignmentNote, now: dt.datetime) -> AssignmentNote:
    """The person takes the customer again. Doing it twice changes nothing.

    Checks: it is the actor's (NotYourNote). Writes: when it ended. Sends nothing.
    """
    row = _own(actor, note)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
    return row


def _own(actor: User, note: AssignmentNote) -> AssignmentNote:
    row = AssignmentNote.objects.select_for_update().get(pk=note.pk)
    if row.person_id != actor.pk:
        raise NotYourNote(_("Only the person says how long."))
    return row


def check_until(until: dt.date, now: dt.datetime) -> None:
    """Refuse a day that has come, and one that is more than six months away."""
    today = timezone.localdate(now)
    if until <= today:
        raise RuleBroken(_("Choose a day that is still to come."), field="until")
    if until > today + FURTHEST:
        raise RuleBroken(_("Choose a day within six months."), field="until")
