"""The page of counted reports in words: twelve months of those a reader may open."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from incidents.codes import WordList
from incidents.queries import words
from people.models import User
from reports import queries
from reports.charts.marks import bar_width
from reports.models import CustomerScore
from reports.periods import first_of, months_until
from reports.queries.live import (
    Scope,
    behaviours_summed,
    highest_scores,
    reports_by_month,
    scope_of,
    summed,
)
from reports.queries.rollups import (
    DAYS,
    HOURS,
    PRODUCTS,
    SCORED_MONTHS,
    state,
)

MOST_PRODUCTS, MOST_NAMED, MOST_CUSTOMERS = 20, 3, 10
WEEKDAYS, MOST_BANDS = 7, 12
Told = list[tuple[int | None, int, int]]  # product, what customers did, reports
# A cell is one step darker for each of these shares of the busiest hour that it passes.
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Line:
    """A count, what it is of, how long its bar is out of 100, and what is said beside it."""

    label: str
    reports: int
    bar: str
    beside: str = ""
    month: dt.date | None = None


@dataclass(frozen=True)
class Heat:
    """Reports by weekday (0 is Monday) and band of hours, each with its depth of colour, 0 to 5."""

    bands: list[tuple[int, int]]
    rows: list[list[tuple[int, int]]]


@dataclass(frozen=True)
class Counted:
    """Everything on the page. `as_of` is None while nothing was ever counted.

    Only what is counted everywhere is as of a time; of teams all is as it is now.
    """

    is_everywhere: bool
    as_of: dt.datetime | None
    first: dt.date
    total: int
    left_out: int
    months: list[Line]
    products: list[Line]
    behaviours: list[Line]
    channels: list[Line]
    heat: Heat
    customers: list[CustomerScore]


def counted_for(user: User, now: dt.datetime) -> Counted:
    """Return what a person may count of the last twelve months, the running one included."""
    months = months_until(first_of(queries.today(now)), SCORED_MONTHS)
    first, held = months[0], state()
    scope = scope_of(user, first)
    by_month, told = _months(scope, months), behaviours_summed(scope, first)
    channels = Counter(dict(summed(DAYS, ("channel",), scope, first)))
    return Counted(
        is_everywhere=scope.teams is None,
        as_of=held.refreshed_at if held else None,
        first=first,
        total=sum(line.reports for line in by_month),
        left_out=len(scope.unread),
        months=by_month,
        products=_products(Counter(dict(summed(PRODUCTS, ("product_id",), scope, first))), told),
        behaviours=_behaviours(told),
        channels=_coded(channels, WordList.CHANNEL),
        heat=_heat(summed(HOURS, ("weekday", "hour"), scope, first)),
        customers=_customers() if scope.teams is None else [],
    )


def _customers() -> list[CustomerScore]:
    """Name those it happened with more than once."""
    return [row for row in highest_scores(MOST_CUSTOMERS) if row.reports > 1]


def _months(scope: Scope, months: list[dt.date]) -> list[Line]:
    counts = reports_by_month(scope, months)
    largest = max(counts.values(), default=0)
    return [
        Line("", n, bar_width(n, largest), month=month)
        for month in reversed(months)
        for n in [counts.get(month, 0)]
    ]


def _products(counts: Counter[int | None], told: Told) -> list[Line]:
    """Name the products most is reported about, and what happens there most."""
    top = counts.most_common(MOST_PRODUCTS)
    named = defaultdict(Counter)  # type: defaultdict[int | None, Counter[int]]
    for product, code, n in told:
        named[product][code] = n
    names = queries.product_names()
    labels = _labels(WordList.BEHAVIOUR)
    return [
        Line(
            _("Not about a product") if key is None else names[key],
            n,
            bar_width(n, top[0][1]),
            beside=", ".join(f"{labels[c]} {m}" for c, m in named[key].most_common(MOST_NAMED)),
        )
        for key, n in top
    ]


def _behaviours(told: Told) -> list[Line]:
    counts = Counter[int]()
    for _product, code, n in told:
        counts[code] += n
    return _coded(counts, WordList.BEHAVIOUR)


def _coded(counts: Counter[int], word_list: WordList) -> list[Line]:
    labels, found = _labels(word_list), counts.most_common()
    return [Line(labels[code], n, bar_width(n, found[0][1])) for code, n in found]


def _labels(word_list: WordList) -> dict[int, str]:
    return {word.number: word.label for word in words(word_list, with_hidden=True)}


def _heat(rows: Iterable[tuple[Any, ...]]) -> Heat:
    """Lay out the hours that anything happened in, two together when there are many."""
    counts = {(weekday, hour): int(n) for weekday, hour, n in rows}
    if not counts:
        return Heat([], [])
    first, last = (pick(hour for _weekday, hour in counts) for pick in (min, max))
    width = 1 if last - first < MOST_BANDS else 2
    bands = [(hour, hour + width) for hour in range(first - first % width, last + 1, width)]
    cells = [
        [sum(counts.get((weekday, hour), 0) for hour in range(*band)) for band in bands]
        for weekday in range(WEEKDAYS)
    ]
    largest = max(max(row) for row in cells)
    return Heat(bands, [[_cell(count, largest) for count in row] for row in cells])


def _cell(count: int, largest: int) -> tuple[int, int]:
    return count, sum(1 for step in STEPS if count > step * largest)
