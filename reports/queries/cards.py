"""What a pattern card shows: the finding and the months, as the frozen reports show them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.codes.customer import Rung
from incidents.models import Incident, Measure
from incidents.queries import words
from reports.card_life import CardState
from reports.charts.marks import bar_width
from reports.models import MonthlyReport, PatternCard, PatternRun
from reports.periods import months_until, shifted

Figures = dict[str, Any]
SHOWN_MONTHS, FINDING_MONTHS = 18, 6

STATES: dict[CardState, "str | Promise"] = {
    CardState.NEW: _("New"),
    CardState.LOOKED_AT: _("Being looked at"),
    CardState.RUNNING: _("Action running"),
    CardState.CHECKING: _("Checking the effect"),
    CardState.CLOSED: _("Closed"),
    CardState.DISMISSED: _("Left alone for now"),
}


@dataclass(frozen=True)
class Evidence:
    """The newest finding of a card, and per month what that month's report showed of it."""

    month: dt.date
    finding: Figures
    basis: str
    months: list[tuple[dt.date, int | None]]
    smallest: int


def evidence_of(card: PatternCard) -> Evidence | None:
    """Read what the frozen reports say; None when the month's report names it no more."""
    if card.product_id is None:
        return None
    months = months_until(card.seen_in, SHOWN_MONTHS)
    parts = ("figures__month__products", "figures__findings", "figures__basis", "figures__smallest")
    found = MonthlyReport.objects.filter(month__in=months).values_list("month", *parts)
    reports = {month: told for month, *told in found}
    if card.seen_in not in reports:
        return None
    _products, findings, basis, smallest = reports[card.seen_in]
    named = {finding["id"]: finding for finding in findings or []}
    if card.product_id not in named:
        return None
    shown = [
        (month, _shown(reports[month][0], card.product_id)) for month in months if month in reports
    ]
    return Evidence(card.seen_in, named[card.product_id], basis, shown, smallest)


def months_of(card: PatternCard) -> list[tuple[dt.date, int | None]]:
    """Give the months that the page of a card shows: drawn, or as the frozen reports show them."""
    names = card.picture.get("months", [])
    if names:
        days = [dt.date.fromisoformat(f"{name}-01") for name in names]
        return list(zip(days, card.picture["values"], strict=True))
    evidence = evidence_of(card)
    return evidence.months if evidence is not None else []


@dataclass(frozen=True)
class Cause:
    """What colleagues named as the cause, how often about, and the width of its bar.

    `reports` is None for a cause of nearly all reports.
    """

    label: str
    reports: int | None
    bar: str


def causes_of(card: PatternCard) -> list[Cause]:
    """Give the causes counted for a card, the most frequent first, others together last."""
    labels = {word.key: word.label for word in words(WordList.TRIGGER, with_hidden=True)}
    rows = [
        (str(labels.get(row["trigger"], row["trigger"])), row["reports"])
        for row in card.causes.get("named", [])
    ]
    if card.causes.get("others"):
        rows.append((gettext("Other causes together"), card.causes["others"]))
    most = max((n or 1 for _label, n in rows), default=0)
    return [Cause(label, n, bar_width(n or most, most)) for label, n in rows]


@dataclass(frozen=True)
class AboveUsual:
    """Since which month a card's product was above its usual range, and in how many of them."""

    first: dt.date
    above: int
    months: int


def above_usual(card: PatternCard) -> AboveUsual | None:
    """Count the months above the usual range from the first one in the half year of the finding.

    A month that was not shown counts nowhere. None where there is no range, or no month above it.
    """
    usual = card.picture.get("usual")
    window = f"{shifted(card.opened_in, 1 - FINDING_MONTHS):%Y-%m}"
    rows = zip(card.picture.get("months", []), card.picture.get("values", []), strict=True)
    shown = [(month, n) for month, n in rows if month >= window and n is not None]
    is_above = [usual is not None and n > usual[1] for _month, n in shown]
    if True not in is_above:
        return None
    start = is_above.index(True)
    first = dt.date.fromisoformat(f"{shown[start][0]}-01")
    return AboveUsual(first, sum(is_above), len(shown) - start)


def _shown(products: list[Figures] | None, product: int) -> int | None:
    counts = {row["id"]: row["reports"] for row in products or []}
    return counts.get(product, 0 if counts else None)


def reporters_of(card: PatternCard, first: dt.date, end: dt.date) -> dict[int, int]:
    """Give the reports about a card's customer by reporter of its team, `end` not included."""
    rows = Incident.objects.held_against_customer().filter(
        customer=card.customer, team=card.team, occurred_on__gte=first, occurred_on__lt=end
    )
    return dict(Counter(rows.values_list("reported_by_id", flat=True)))


@dataclass(frozen=True)
class LastLook:
    """When the engine looked last, and at reports up to which day."""

    at: dt.datetime
    last_day: dt.date


def last_look() -> LastLook | None:
    """Say when the engine looked last; None before its first night."""
    runs = PatternRun.objects.annotate(at=Coalesce("looked_at", "made_at")).order_by("-at")
    newest = runs.values_list("at", "until").first()
    return LastLook(newest[0], newest[1] - dt.timedelta(days=1)) if newest else None


def may_survey(card: PatternCard) -> bool:
    """Say whether a survey may be thought of: never after a warning or measure towards them."""
    if card.customer_id is None:
        return True
    taken = Measure.objects.taken().filter(customer=card.customer_id)
    return not taken.filter(kind__gte=Rung.ORDER_TALK).exists()


def cards_named_in(month: dt.date, products: list[int]) -> dict[int, PatternCard]:
    """Give the card of each product that a month's report named: open then, or at rest."""
    found = PatternCard.objects.filter(product__in=products, opened_in__lte=month).order_by(
        "opened_at"
    )
    return {card.product_id: card for card in found if card.product_id is not None}
