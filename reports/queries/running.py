"""The one number there is of a month that still runs: the organisation's total, about."""

import datetime as dt

from django.db.models import Count

from people.models import Organisation
from reports import queries
from reports.disclosure import SMALLEST_ORGANISATION, in_fives
from reports.queries.staff import staff_count


def running_total(month: dt.date, now: dt.datetime) -> dict[str, int | dt.date | None]:
    """Give the reports so far in steps of five, as they stood when the week began.

    One number a week for everybody who looks, so that nobody sees a report come in. None is too
    few people; then nothing is said, as where fewer than twenty work here.
    """
    today = queries.today(now)
    if staff_count(today) < SMALLEST_ORGANISATION:
        return {"about": None, "as_of": None, "is_small": True}
    monday = today - dt.timedelta(days=today.weekday())
    zone = Organisation.current().time_zone
    before = dt.datetime.combine(monday, dt.time.min, tzinfo=zone)
    told = queries.counted_in(month, month).filter(confirmed_at__lt=before)
    cell = dict(told.values_list("reported_by_id").annotate(n=Count("id")).order_by())
    about = in_fives(sum(cell.values()), len(cell), Organisation.current().smallest_group)
    return {"about": about or None, "as_of": monday}
