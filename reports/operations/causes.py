"""What colleagues name as the cause, by product, in a period that stands in the reports.

Cards, pages, papers and the API all tell what is frozen here. A cause is counted over the whole
period of a report and no other: counts over months that begin or end elsewhere would give the
months between away, one from the other.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from incidents.codes.after import TRIGGERS
from reports import queries
from reports.disclosure import Cell, fives, is_risky, merged
from reports.disclosure.rest import with_room

Figures = dict[str, Any]
OTHERS = ""  # no cause of the list


def cause_figures(
    months: Sequence[date], products: Iterable[Figures], smallest: int
) -> list[Figures]:
    """Give the causes named of each product over whole months, in steps of five.

    `products` is the exact table told beside it; a product that it withholds is left out. A row has
    the product's `id` and `name`, its number of reports `of`, `named` (each `trigger` with its
    `reports`, the most first) and `others`: causes of too few people together, None where they are
    still few. A cause of nearly all reports has no number: taken from the exact total it would tell
    of the few that are left.
    """
    cells: dict[int, dict[int, Cell]] = {}
    for trigger, product, who, reports in queries.trigger_rows(months[0], months[-1]):
        of_product = cells.setdefault(product, {})
        of_product[trigger] = {**of_product.get(trigger, {}), who: reports}
    names = queries.product_names()
    return [
        {"id": row["id"], "name": names[row["id"]], "of": row["reports"], **told}
        for row in products
        if row["id"] in cells and row["reports"] is not None
        if (told := _told(cells[row["id"]], row["reports"], smallest))["named"]
    ]


def _told(cells: dict[int, Cell], total: int, smallest: int) -> Figures:
    """Tell the causes of one product: `total` is the exact number of its reports."""
    keys = {word.number: word.key for word in TRIGGERS}
    shown = {n: cell for n, cell in cells.items() if n in keys and not is_risky(cell, smallest)}
    for number, cell in shown.items():
        if total - sum(cell.values()) < smallest:
            return {"named": [{"trigger": keys[number], "reports": None}], "others": None}
    counts = [(keys[number], fives(sum(cell.values()))) for number, cell in shown.items()]
    counts.sort(key=lambda count: (-count[1], count[0]))
    few = merged(cell for number, cell in cells.items() if number not in shown)
    if few and not is_risky(few, smallest):
        counts.append((OTHERS, fives(sum(few.values()))))
    kept = dict(with_room(counts, total))
    named = [{"trigger": key, "reports": n} for key, n in kept.items() if key != OTHERS]
    # The others are all that have no number: not those alone that are few.
    is_whole = len(kept) == len(counts)
    return {"named": named, "others": kept.get(OTHERS) if is_whole else None}
