"""What a card shows for its pattern: the chart with its usual range, and the causes named.

The worker's alone; pages read what is stored with the card.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from incidents.codes.after import TRIGGERS
from people.models import Organisation
from reports import queries
from reports.charts.describe import WIDTHS, line_chart
from reports.charts.drawing import drawn
from reports.disclosure import ROUND_TO, Cell, is_risky, merged, withheld
from reports.disclosure.rest import with_room
from reports.models import PatternCard
from reports.patterns import usual_range
from reports.periods import months_until, shifted
from reports.queries.published import newest_month, shown_products

Figures = dict[str, Any]
SHOWN_MONTHS, PAST_MONTHS = 18, 24
WINDOW = 6
OTHERS = ""  # no cause of the list


@transaction.atomic
def renew_evidence() -> int:
    """Draw the chart of every open card anew, and count the causes of one that has none yet.

    Checks: nothing. Writes: chart and causes where they changed; returns how many cards. Signals:
    none. Sends: nothing.
    """
    newest = newest_month()
    if newest is None:
        return 0
    changed = []
    shown = shown_products(shifted(newest, 1 - PAST_MONTHS), newest)
    cards = PatternCard.objects.open().filter(customer=None).order_by("pk")
    cards = cards.select_related("previous")
    for card in cards.select_for_update(of=("self",), no_key=True):
        was = card.picture, card.causes
        counts = {m.month: m.reports.get(card.product_id or 0) for m in shown}
        card.picture = _picture(card, newest, counts)
        card.causes = card.causes or _causes(card, counts, Organisation.current().smallest_group)
        if was != (card.picture, card.causes):
            changed.append(card)
    PatternCard.objects.bulk_update(changed, ["picture", "causes"])
    return len(changed)


def _picture(card: PatternCard, newest: dt.date, counts: dict[dt.date, int | None]) -> Figures:
    """Draw what closed months showed; what was usual before the months the finding is about."""
    before = shifted(card.opened_in, 1 - WINDOW)
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


def _causes(card: PatternCard, shown: dict[dt.date, int | None], smallest: int) -> Figures:
    """Count once what was named as the cause in the half year that ends where the card begins.

    Months that the card before has counted are left out, so that no two counts overlap. Counts are
    rounded to five; those that would point at a few people stand together. The months beside them
    are told exactly: a cause of nearly all reports has no number, and the others leave room.
    """
    first = shifted(card.opened_in, 1 - WINDOW)
    if card.previous is not None:
        first = max(first, shifted(card.previous.opened_in, 1))
    if first > card.opened_in:
        return {}
    cells: dict[int, dict[int, int]] = {}
    for trigger, product, reporter, n in queries.trigger_rows(first, card.opened_in):
        if product == card.product_id:
            cells.setdefault(trigger, {})[reporter] = n
    months = [month for month in months_until(card.opened_in, WINDOW) if month >= first]
    told: Figures = {"first": f"{first:%Y-%m}", "last": f"{card.opened_in:%Y-%m}"}
    return told | _named(cells, _total(card, months, shown), smallest)


def _total(card: PatternCard, months: list[dt.date], shown: dict[dt.date, int | None]) -> int:
    """Add up the product's reports; as published where all months were, if that is less."""
    rows = [row for month in months for row in queries.month_rows(month)]
    total = sum(row[-1] for row in rows if row[1] == card.product_id)
    published = [shown.get(month) for month in months]
    return total if None in published else min(total, sum(n or 0 for n in published))


def _named(cells: dict[int, dict[int, int]], total: int, smallest: int) -> Figures:
    hidden = withheld(cells, smallest)
    keys = {word.number: word.key for word in TRIGGERS}
    named = [(keys[key], cell) for key, cell in cells.items() if key in keys and key not in hidden]
    for key, cell in named:
        if total - sum(cell.values()) < smallest:
            return {"named": [{"trigger": key, "reports": None}], "others": None}
    others = merged(cells[trigger] for trigger in hidden)
    counts = sorted(((key, _rounded(cell)) for key, cell in named), key=lambda row: -row[1])
    if others and not is_risky(others, smallest):
        counts.append((OTHERS, _rounded(others)))
    kept = dict(with_room(counts, total))
    rest = kept.pop(OTHERS, None)
    return {"named": [{"trigger": key, "reports": n} for key, n in kept.items()], "others": rest}


def _rounded(cell: Cell) -> int:
    return ROUND_TO * round(sum(cell.values()) / ROUND_TO)
