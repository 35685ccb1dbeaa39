"""Contact numbers by week, for who brings them in and for what compares with them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Func, IntegerField, Max, Min, Sum

from incidents.models import Product
from incidents.queries.customers import kept_entries
from reports.exposure.gaps import (
    AWAITED_WEEKS,
    WEEK,
    Cell,
    missing_cells,
    monday,
    weeks_between,
    whole_months,
)
from reports.models import ContactVolume, CustomerContacts


@dataclass(frozen=True)
class Number:
    """The contacts of a product in one week: none known, all of them, or those of some teams."""

    contacts: int | None
    is_missing: bool
    is_part: bool


@dataclass(frozen=True)
class Week:
    """One week, product by product, with its total; nothing when no row is there at all."""

    start: dt.date
    contacts: int | None
    numbers: list[Number]

    @property
    def last(self) -> dt.date:
        return self.start + WEEK - dt.timedelta(days=1)

    @property
    def has_gap(self) -> bool:
        return any(number.is_missing or number.is_part for number in self.numbers)


class WeekNumber(Func):
    """The weeks between the first Monday there is, 1 January of year 1, and that of a day.

    A whole number comes out of the database three times as fast as the start of a week does.
    """

    template = "((%(expressions)s - DATE '0001-01-01') / 7)"
    output_field = IntegerField()


def week_cells(first: dt.date, last: dt.date) -> dict[Cell, int]:
    """Give contacts by week, team and product; thirteen weeks further on both sides."""
    reach = AWAITED_WEEKS * WEEK
    days = ContactVolume.objects.filter(
        day__gte=monday(first) - reach, day__lt=monday(last) + reach + WEEK
    )
    found = days.annotate(week=WeekNumber("day")).values_list("week", "team_id", "product_id")
    rows = list(found.annotate(n=Sum("contacts")).order_by())
    mondays = {number: dt.date.min + number * WEEK for number in {row[0] for row in rows}}
    return {(mondays[week], team, product): n for week, team, product, n in rows}


def has_gap(month: dt.date) -> bool:
    """Say whether contact numbers of a month are missing in one of its weeks."""
    following = (month + dt.timedelta(days=31)).replace(day=1)
    return month not in whole_months(week_cells(month, following), [month])


def ended_weeks(today: dt.date) -> list[dt.date]:
    """Give every week that has ended since the first contact number, the newest first."""
    first = ContactVolume.objects.aggregate(day=Min("day"))["day"]
    return weeks_between(first, monday(today) - WEEK)[::-1] if first else []


def newest_day() -> dt.date | None:
    """Give the last day with a contact number."""
    day: dt.date | None = ContactVolume.objects.aggregate(day=Max("day"))["day"]
    return day


def week_table(weeks: list[dt.date]) -> tuple[list[str | None], list[Week]]:
    """Give the products (None: no product) and each week's numbers, missing ones as missing."""
    if not weeks:
        return [], []
    cells = week_cells(min(weeks), max(weeks))
    missing = missing_cells(cells, weeks)
    gaps = {(week, product) for week, _team, product in missing}
    names = dict(Product.objects.values_list("pk", "name"))
    products = sorted(
        {product for _week, _team, product in cells},
        key=lambda key: (key is None, names.get(key or 0, "")),
    )
    sums: dict[tuple[dt.date, int | None], int] = {}
    for (week, _team, product), n in cells.items():
        sums[week, product] = sums.get((week, product), 0) + n
    rows = [_week(week, products, sums, gaps) for week in weeks]
    return [names[key] if key is not None else None for key in products], rows


def _week(
    week: dt.date,
    products: list[int | None],
    sums: dict[tuple[dt.date, int | None], int],
    gaps: set[tuple[dt.date, int | None]],
) -> Week:
    known = [sums.get((week, product)) for product in products]
    is_empty = all(n is None for n in known)
    numbers = [
        Number(
            n,
            is_missing=n is None and (is_empty or (week, product) in gaps),
            is_part=n is not None and (week, product) in gaps,
        )
        for n, product in zip(known, products, strict=True)
    ]
    return Week(week, None if is_empty else sum(n or 0 for n in known), numbers)


def contacts_of_customers(first: dt.date, last: dt.date) -> dict[dt.date, Counter[int]]:
    """Give contacts per customer for each of these months that has any.

    Contacts of an entry that was joined with another one count for the one that was kept.
    """
    found = CustomerContacts.objects.filter(month__gte=first, month__lte=last, contacts__gt=0)
    kept, months = kept_entries(), dict[dt.date, Counter[int]]()
    for month, customer, n in found.values_list("month", "customer_id", "contacts"):
        months.setdefault(month, Counter())[kept.get(customer, customer)] += n
    return months
