"""How many people work here."""

import datetime as dt

from people.models import Membership


def staff_count(day: dt.date) -> int:
    """Count the people who work anywhere on a day; who only leads teams is not counted."""
    found = Membership.objects.on(day).filter(kind=Membership.Kind.STAFF)
    return found.order_by().values("user_id").distinct().count()
