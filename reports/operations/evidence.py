"""What a card shows for its pattern: the chart with its usual range, and the causes named.

The worker's alone; pages read what is stored with the card.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from reports.card_life import WINDOW_MONTHS
from reports.charts.describe import WIDTHS, line_chart
from reports.charts.drawing import drawn
from reports.models import PatternCard
from reports.patterns import usual_range
from reports.periods import last_quarter, months_until, shifted
from reports.queries.frozen import frozen_quarter
from reports.queries.published import newest_month, shown_products

Figures = dict[str, Any]
SHOWN_MONTHS, PAST_MONTHS = 18, 24


@transaction.atomic
def renew_evidence() -> int:
    """Draw the chart of every open card anew, and tell the causes of the newest quarter on it.

    Checks: nothing. Writes: chart and causes where they changed; returns how many cards. Signals:
    none. Sends: nothing.
    """
    newest = newest_month()
    if newest is None:
        return 0
    changed = []
    shown = shown_products(shifted(newest, 1 - PAST_MONTHS), newest)
    last = last_quarter(newest)[-1]
    quarter = frozen_quarter(last)
    cards = PatternCard.objects.open().filter(customer=None).order_by("pk")
    for card in cards.select_for_update(no_key=True):
        was = card.picture, card.causes
        counts = {m.month: m.reports.get(card.product_id or 0) for m in shown}
        card.picture = _picture(card, newest, counts)
        card.causes = _causes(card, last, quarter)
        if was != (card.picture, card.causes):
            changed.append(card)
    PatternCard.objects.bulk_update(changed, ["picture", "causes"])
    return len(changed)


def _picture(card: PatternCard, newest: dt.date, counts: dict[dt.date, int | None]) -> Figures:
    """Draw what closed months showed; what was usual before the months the finding is about."""
    before = shifted(card.opened_in, 1 - WINDOW_MONTHS)
    past = [n for month, n in counts.items() if n is not None and month < before]
    usual = usual_range(past)
    months = [month for month in months_until(newest, SHOWN_MONTHS) if month in counts]
    names, values = [f"{month:%Y-%m}" for month in months], [counts[month] for month in months]
    told: Figures = {"months": names, "values": values, "usual": list(usual) if usual else None}
    known: Figures = card.picture
    if {key: known.get(key) for key in told} == told:
        return known
    if len([value for value in values if value is not None]) < 2:
        return told
    drawings = {shape: drawn(line_chart(names, values, usual, shape)) for shape in WIDTHS}
    return told | {"charts": drawings}


def _causes(card: PatternCard, last: dt.date, quarter: Figures) -> Figures:
    """Take over what the newest whole quarter's report says about the causes of a product."""
    if "causes" not in quarter:
        return {}
    found = [row for row in quarter["causes"] if row["id"] == card.product_id]
    told = {key: found[0][key] for key in ("named", "others")} if found else {"named": []}
    return {"first": f"{shifted(last, -2):%Y-%m}", "last": f"{last:%Y-%m}", **told}
