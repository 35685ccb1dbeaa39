"""Who is kept away from which customer now, as far as a reader may know it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from incidents.models import AssignmentNote, Customer
from people.models import User


@dataclass(frozen=True)
class Away:
    """One note as it is shown: for whom, until when, and the customer where the reader sees it."""

    note: AssignmentNote
    customer: Customer | None

    @property
    def person(self) -> User:
        return self.note.person


def own_assignments(user: User, day: dt.date) -> list[AssignmentNote]:
    """Return the customers somebody else takes for this person."""
    own = AssignmentNote.objects.in_force(day).filter(person=user)
    return list(own.select_related("customer__identity"))


def planned_assignments(user: User, day: dt.date) -> "QuerySet[AssignmentNote]":
    """Return the notes of the people whose work somebody divides, the soonest end first."""
    found = AssignmentNote.objects.in_force(day).planned_by(user)
    return found.select_related("person", "customer__identity")


def as_shown(notes: list[AssignmentNote], user: User) -> list[Away]:
    """Return notes for showing; one query. A customer the reader does not see stays unnamed."""
    keys = {note.customer_id for note in notes}
    seen = set(Customer.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [Away(note, note.customer if note.customer_id in seen else None) for note in notes]


def assigned_elsewhere(customer: Customer, day: dt.date) -> list[AssignmentNote]:
    """Return for whom somebody else takes exactly this customer, also as a contact person.

    Who left takes no customer any more, so nobody takes it for them.
    """
    keys = [key for key in (customer.pk, customer.organisation_id) if key]
    found = AssignmentNote.objects.in_force(day).filter(customer__in=keys, person__is_active=True)
    return list(found.select_related("person"))
