"""What the pages of a month and of a longer period say in words, from what was frozen.

Page, paper and spreadsheet take it from here, so that none of them shows more than another.
"""

from typing import Any

from reports.card_life import CardState
from reports.models import MonthlyReport
from reports.queries.breakdown import tables_of, tables_of_longer
from reports.queries.cards import STATES, cards_named_in
from reports.queries.causes import causes_told, crossed
from reports.queries.longer import Longer
from reports.queries.standing import named_products, standing_words

Figures = dict[str, Any]


def month_words(report: MonthlyReport, *, drills: bool) -> Figures:
    """Give the findings with their cards, the tables and what set it off, of a month shown."""
    figures, month = report.figures, report.month
    cards = cards_named_in(month, [found["id"] for found in figures["findings"]])
    return {
        "findings": [(found, cards.get(found["id"])) for found in figures["findings"]],
        "tables": tables_of(figures, month, drills=drills),
        "standing": standing_words(figures.get("standing", [])),
        "followed": _followed(figures.get("followed", [])),
        **_week(figures),
        **_causes(figures),
    }


def longer_words(longer: Longer) -> Figures:
    """Give the same of a quarter or a year."""
    return {
        "figures": longer.report.figures,
        "monthly": {"series": longer.months, "has_rates": True},
        "tables": tables_of_longer(longer.own),
        "left_out": _left_out(longer.own),
        "standing": standing_words(longer.own.get("standing", [])),
        "named": named_products(longer.own, longer.months),
        **_week(longer.own),
        **_causes(longer.own),
    }


def _followed(states: list[Figures]) -> Figures:
    """Give how many cards of customers there are, and how far they are in words."""
    if not states:
        return {}
    words = [(STATES[CardState(row["state"])], row["cards"]) for row in states]
    return {"cards": sum(row["cards"] for row in states), "states": words}


def _week(figures: Figures) -> Figures:
    heat = figures.get("heat", {})
    hides = any(cell["reports"] is None for row in heat.get("rows", []) for cell in row)
    return {"heat": heat, "hides_hours": hides}


def _causes(figures: Figures) -> Figures:
    """Give what set it off by product, and the pairs told most often."""
    table = crossed(causes_told(figures))
    return {"crossed": table, "triggers": table.most}


def _left_out(own: Figures) -> int:
    """Count the numbers of the tables that are withheld."""
    tables = [own.get(name, []) for name in ("products", "channels", "teams", "sites")]
    withheld = sum(row["reports"] is None for table in tables for row in table)
    return withheld + (own.get("serious") is None)
