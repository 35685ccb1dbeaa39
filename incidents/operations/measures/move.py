"""A report belongs to another customer: it moves, and what rests on it is looked at again."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Customer, Event, Incident, Measure, Objection, Promise
from incidents.operations.customer import find_or_make_customer
from incidents.operations.measures.relation import (
    close_fallen_review,
    open_relation_review,
)
from incidents.operations.measures.review import ask_review
from incidents.operations.rules import check_reference
from incidents.operations.timeline import note_event
from incidents.permissions import may_answer
from people.errors import RuleBroken
from people.models import Notice, Organisation, User
from people.operations import notify
from people.queries import line_of


@transaction.atomic
def move_report(
    *, actor: User, incident: Incident, customer_ref: str, now: dt.datetime
) -> Incident:
    """Put a report with the customer it is really about.

    Checks: the actor acts on the report; an exact reference of another customer than it has.
    Writes: the customer of the report (made when new) and of what was promised after it, an
    event; a broken promise to the other customer is its cause no more; measures that rest on it
    wait to be looked at again, a reconsidering of the right relation may open and one of the
    other may fall.
    Sends: a notice to who decided such a measure, and to who leads its team.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not may_answer(actor, incident):
        raise RuleBroken(_("Somebody else moves this report."))
    check_reference(customer_ref)
    customer = find_or_make_customer(reference=customer_ref, now=now)
    if customer is None:
        raise RuleBroken(_("Write a customer number, phone or e-mail."), field="customer_ref")
    if customer.pk == incident.customer_id:
        raise RuleBroken(_("The report is with this customer already."), field="customer_ref")
    earlier = incident.customer
    incident.customer, incident.broken_promise = customer, None
    incident.set_aside_at = _set_aside_about(customer, incident)
    incident.save(update_fields=["customer", "set_aside_at", "broken_promise"])
    Promise.objects.filter(incident=incident).update(customer=customer)
    note_event(incident=incident, kind=Event.Kind.MOVED, actor=actor, now=now, about=str(customer))
    resting = Measure.objects.running().filter(grounds__incident=incident)
    measures = list(resting.select_related("team").distinct())
    ask_review(measures, now)
    for measure in measures:
        _tell(measure, actor, now)
    open_relation_review(incident=incident, now=now)
    if earlier is not None:
        close_fallen_review(customer=earlier, now=now)
    return incident


def _set_aside_about(customer: Customer, incident: Incident) -> dt.datetime | None:
    """Return since when a report counts no more about this customer.

    What was set aside about one customer says nothing about another; moving it there and back
    does not make it count again.
    """
    taken_back = Objection.objects.filter(
        measure__customer=customer,
        measure__grounds__incident=incident,
        outcome=Objection.Outcome.WITHDRAW,
    )
    return taken_back.order_by("decided_at").values_list("decided_at", flat=True).first()


def _tell(measure: Measure, actor: User, now: dt.datetime) -> None:
    line = line_of(measure.team, day=Organisation.current().day_of(now))
    people = {person.pk: person for person in (*line.managers, measure.decided_by) if person}
    for person in people.values():
        if person.pk != actor.pk:
            notify(
                recipient=person,
                kind=Notice.Kind.TASK,
                path=measure.get_absolute_url(),
                key=f"measure-moved:{measure.pk}:{now.timestamp()}:{person.pk}",
                now=now,
            )
