"""What a card of a customer shows: the team's own months, and what to expect of the next ones.

The worker's alone; pages read what is stored with the card. Who leads the team may open each of
these reports, so nothing is withheld; what other teams reported is in none of the numbers.
"""

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np

from reports.card_life import WINDOW_MONTHS
from reports.charts.describe import WIDTHS, line_chart
from reports.charts.drawing import drawn
from reports.models import PatternCard
from reports.patterns import usual_range
from reports.patterns.company import Company
from reports.patterns.findings import CONTACTS, LITTLE, Found
from reports.patterns.prior import is_enough
from reports.patterns.standing import customer_counts
from reports.patterns.team_outlook import Met, TeamOutlook, team_outlooks
from reports.periods import first_of, months_until, shifted
from reports.queries.company import Known

Figures = dict[str, Any]
SHOWN_MONTHS = 18
COUNTS = "counts"


def renew_customer_evidence(known: Known, company: Company, found: Found) -> int:
    """Draw the months of every open card of a customer, and say what to expect of it.

    Checks: nothing. Writes: the picture where it changed; returns how many. Signals: none. Sends:
    nothing.
    """
    rows = PatternCard.objects.open().filter(customer__isnull=False).order_by("pk")
    cards = list(rows.select_for_update(no_key=True))
    ahead = _ahead(cards, known, company, found)
    changed = []
    for card in cards:
        picture = _months(card, known) | ahead.get(card.pk, {"basis": COUNTS})
        if {key: card.picture.get(key) for key in picture} != picture:
            card.picture = picture | {"charts": _drawn(picture)}
            changed.append(card)
    PatternCard.objects.bulk_update(changed, ["picture"])
    return len(changed)


def _days(card: PatternCard, known: Known) -> list[dt.date]:
    mine = card.customer_id, card.team_id
    return [row[0] for row in known.rows if (row[3], row[2]) == mine]


def _months(card: PatternCard, known: Known) -> Figures:
    """Count per month, from the first one in which anything was reported at all."""
    last = known.end - dt.timedelta(days=1)
    begun = first_of(min((row[0] for row in known.rows), default=last))
    months = [month for month in months_until(first_of(last), SHOWN_MONTHS) if month >= begun]
    counts = Counter(first_of(day) for day in _days(card, known))
    before = shifted(card.opened_in, 1 - WINDOW_MONTHS)
    usual = usual_range([counts[month] for month in months if month < before])
    return {
        "months": [f"{month:%Y-%m}" for month in months],
        "values": [counts[month] for month in months],
        "usual": list(usual) if usual else None,
        "until": str(last),
    }


def _drawn(picture: Figures) -> Figures | None:
    if len(picture["months"]) < 2:
        return None
    told = picture["months"], picture["values"], picture["usual"]
    return {shape: drawn(line_chart(*told, shape)) for shape in WIDTHS}


def _ahead(
    cards: list[PatternCard], known: Known, company: Company, found: Found
) -> dict[int, Figures]:
    """Give what to expect by card, for the customers whose contacts are known."""
    if "customer" not in found.priors:
        return {}
    places = {customer: place for place, customer in enumerate(known.customers)}
    asked = [card for card in cards if card.customer_id in places]
    met = [
        Met(places[card.customer_id or 0], _since(known.start, _days(card, known)))
        for card in asked
    ]
    counts = customer_counts(company)
    basis = CONTACTS if is_enough(counts.reports, counts.expected) else LITTLE
    told = team_outlooks(company, found.priors["customer"], met)
    named = {one.entity for one in found.findings if one.kind == "customer"}
    return {
        card.pk: {
            "basis": basis,
            "is_more": places[card.customer_id or 0] in named,
            "ahead": _rounded(one),
        }
        for card, one in zip(asked, told, strict=True)
        if one is not None
    }


def _since(start: dt.date, days: list[dt.date]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array([(day - start).days for day in days], np.int64)


def _rounded(one: TeamOutlook) -> Figures:
    return {
        "contacts": one.contacts,
        "usual": round(one.usual, 1) if one.usual < 3 else round(one.usual),
        "expected": round(one.expected, 1),
        "chance": round(100 * one.chance),
    }
