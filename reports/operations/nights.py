"""What the nights of a month found, as its report may tell it: no number and nobody.

Weeks are shorter than any period that is published: a count of them, beside the month's, would
tell of a few days. So a sudden rise is named, and of customers how far their patterns are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from reports.models import PatternCard, PatternRun
from reports.periods import shifted

Figures = dict[str, Any]
# A night's weeks end on the Sunday before it.
LATEST = dt.timedelta(days=7)


def sudden_rises(month: dt.date, products: Iterable[Figures]) -> list[Figures]:
    """Name the products, shown in this month, for which the weekly scan rang in it."""
    after = shifted(month, 1)
    runs = PatternRun.objects.filter(until__gt=month, until__lte=after + LATEST)
    rang = {
        found["entity"]
        for findings in runs.values_list("findings", flat=True)
        for found in findings
        if found["kind"] == "alarm" and f"{month}" <= found["last_day"] < f"{after}"
    }
    shown = [row for row in products if row["id"] in rang and row["reports"]]
    return [{"id": row["id"], "name": row["name"]} for row in shown]


def followed_customers(month: dt.date, today: dt.date) -> list[Figures]:
    """Count the open cards of single customers by how far they are; none opened after a month."""
    cards = PatternCard.objects.open().exclude(customer=None).filter(opened_in__lte=month)
    states = Counter(card.state(today) for card in cards.prefetch_related("steps"))
    return [{"state": state, "cards": states[state]} for state in sorted(states)]
