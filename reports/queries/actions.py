"""What was done about patterns in a stretch of months, as a report tells it."""

import datetime as dt

from django.db.models import Q

from reports.models import CardStep
from reports.periods import shifted


def actions_between(first: dt.date, last: dt.date) -> list[CardStep]:
    """Give the steps about products that ran in some of the months, the newest first.

    Never those about a customer: who that is, only the team lead knows.
    """
    running = Q(card__closed_at=None) | Q(card__closed_at__date__gte=first)
    found = CardStep.objects.filter(running, card__customer=None, starts_on__lt=shifted(last, 1))
    return list(found.select_related("card__product", "team").order_by("-starts_on", "pk"))
