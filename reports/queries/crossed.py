"""Tables that cross two things over the last closed months, for the engine."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum
from django.db.models.functions import TruncMonth

from incidents.models import Incident
from reports.models import ContactVolume
from reports.periods import shifted

Table = Counter[tuple[int, int]]


def behaviour_table(first: dt.date, last: dt.date) -> Table:
    """Count reports by what customers did and product; one with two codes stands at both."""
    each = Func(F("behaviours"), function="unnest", output_field=IntegerField())
    rows = _counted(first, last).filter(product__isnull=False).annotate(code=each)
    return _table(rows.values_list("code", "product_id").annotate(n=Count("id")).order_by())


def trigger_table(first: dt.date, last: dt.date) -> Table:
    """Count reports by what set it off and product."""
    rows = _counted(first, last).filter(trigger__isnull=False, product__isnull=False)
    return _table(rows.values_list("trigger", "product_id").annotate(n=Count("id")).order_by())


def channel_table(first: dt.date, last: dt.date) -> tuple[Table, Table]:
    """Give reports and contacts by month (from 0) and channel."""
    reports = _counted(first, last).annotate(month=TruncMonth("occurred_on"))
    counted = reports.values_list("month", "channel").annotate(n=Count("id")).order_by()
    return _by_month(first, counted), channel_contacts(first, last)


def channel_contacts(first: dt.date, last: dt.date) -> Table:
    """Give contacts by month (from 0) and channel."""
    held = ContactVolume.objects.filter(day__gte=first, day__lt=shifted(last, 1))
    by_month = held.annotate(month=TruncMonth("day")).values_list("month", "channel")
    return _by_month(first, by_month.annotate(n=Sum("contacts")).order_by())


def _by_month(first: dt.date, rows: Iterable[tuple[dt.date, int | None, int]]) -> Table:
    place = 12 * first.year + first.month
    return _table((12 * m.year + m.month - place, c, n) for m, c, n in rows if c is not None)


def _table(rows: Iterable[tuple[int | None, int | None, int]]) -> Table:
    found: Table = Counter()
    for row, column, n in rows:
        if row is not None and column is not None:
            found[row, column] += n
    return found


def _counted(first: dt.date, last: dt.date) -> "QuerySet[Incident]":
    return Incident.objects.counted().filter(
        occurred_on__gte=first, occurred_on__lt=shifted(last, 1)
    )
