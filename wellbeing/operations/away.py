"""The person asks that somebody else takes the customers of their care for now."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import AssignmentNote, Customer
from incidents.operations import keep_away
from people.errors import RuleBroken
from people.models import User
from wellbeing.models import CheckIn


class NoCustomer(RuleBroken):
    """No customer is known, or it is not the actor's care."""


@transaction.atomic
def ask_to_be_kept_away(
    *, actor: User, checkin: CheckIn, until: dt.date, now: dt.datetime
) -> list[AssignmentNote]:
    """Let somebody else take the customers of the reports a talk was about.

    Of private care this is the person's own step: who plans will read their name.

    Checks: it is the actor's own care and a customer is known (NoCustomer); the day, as for every
    such note. Writes: one note for each customer. Sends nothing.
    """
    joined = checkin.series.reports.values("incident")
    customers = Customer.objects.filter(incidents__in=joined).distinct().order_by("pk")
    if checkin.series.person_id != actor.pk or not customers:
        raise NoCustomer(_("No customer is known here."), field="until")
    return [
        keep_away(actor=actor, person=actor, customer=customer, until=until, now=now)
        for customer in customers
    ]
