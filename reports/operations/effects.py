"""What came of each step: the months before and after it, from what closed months showed.

The worker's alone (it needs numpy); pages read what is stored with the step.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import transaction

from reports.models import CardStep
from reports.patterns.effect import FEWEST_MONTHS, Change, Months, compare_months
from reports.periods import shifted
from reports.queries.published import (
    Shown,
    met_customer,
    newest_month,
    shown_products,
    shown_teams,
)

Figures = dict[str, Any]
MOST_MONTHS = 12
CONTACTS, SHARE = "contacts", "share"


@transaction.atomic
def renew_effects() -> int:
    """Work out what came of every step of the open cards, as far as months are closed.

    Checks: nothing. Writes: the effect of each step where it changed; returns how many. Signals:
    none. Sends: nothing.
    """
    newest = newest_month()
    if newest is None:
        return 0
    steps = CardStep.objects.filter(card__closed_at=None).select_related("card").order_by("pk")
    changed = []
    for step in steps.select_for_update(of=("self",), no_key=True):
        effect = effect_of(step, newest)
        if effect != step.effect:
            step.effect = effect
            changed.append(step)
    CardStep.objects.bulk_update(changed, ["effect"])
    return len(changed)


def effect_of(step: CardStep, newest: dt.date) -> Figures:
    """Compare up to twelve whole months after a step with as many before it.

    The month in which it began counts on neither side, unless it began on the first.
    """
    began = step.starts_on.replace(day=1)
    after = began if step.starts_on.day == 1 else shifted(began, 1)
    first, last = shifted(began, -MOST_MONTHS), min(newest, shifted(after, MOST_MONTHS - 1))
    if last < after:
        return {"verdict": "early", "from": f"{after:%Y-%m}"}
    own, months = _shown_of(step, first, last)
    sides = [m for m in months if m.month < began], [m for m in months if m.month >= after]
    return compared(own, sides, after, step.expected_drop)


def _shown_of(step: CardStep, first: dt.date, last: dt.date) -> tuple[int, list[Shown]]:
    """Give the number that stands for what a step is measured at, and the months it is known in."""
    card = step.card
    if card.customer_id is not None and card.team_id is not None:
        return card.customer_id, met_customer(card.customer_id, card.team_id, first, last)
    if step.team_id is not None:
        return step.team_id, shown_teams(first, last)
    return card.product_id or 0, shown_products(first, last)


def compared(
    own: int, sides: tuple[list[Shown], list[Shown]], after: dt.date, hoped: int | None
) -> Figures:
    """Compare by contacts where they are known on both sides, by shares where they are not."""
    before, since = ([m for m in side if m.reports.get(own) is not None] for side in sides)
    known = tuple([m for m in side if own in m.contacts] for side in (before, since))
    others = _others(own, [*known[0], *known[1]])
    by_contacts = len(known[0]) >= FEWEST_MONTHS and bool(known[1]) and bool(others)
    if by_contacts:
        before, since = known
    if not since:
        return {"verdict": "early", "from": f"{after:%Y-%m}", "is_hidden": True}
    read = _by_contacts if by_contacts else _by_shares
    change = compare_months(read(own, before, others), read(own, since, others), hoped=hoped)
    return {
        "from": f"{after:%Y-%m}",
        "basis": CONTACTS if by_contacts else SHARE,
        "before_months": [f"{m.month:%Y-%m}" for m in before],
        "after_months": [f"{m.month:%Y-%m}" for m in since],
        **_told(change),
    }


def _others(own: int, months: Sequence[Shown]) -> list[int]:
    """Give those that were shown and whose contacts are known in every month that is compared."""
    each = [
        {key for key, n in m.reports.items() if n is not None and key in m.contacts} for m in months
    ]
    return sorted(set.intersection(*each) - {own}) if each else []


def _by_contacts(own: int, months: Sequence[Shown], others: Sequence[int]) -> Months:
    return _arrays(
        (m.reports[own], m.contacts[own], _sum(m.reports, others), _sum(m.contacts, others))
        for m in months
    )


def _by_shares(own: int, months: Sequence[Shown], _others: Sequence[int]) -> Months:
    return _arrays((m.reports[own], 1, m.total - (m.reports[own] or 0), 1) for m in months)


def _sum(numbers: "dict[int, int | None] | dict[int, int]", keys: Sequence[int]) -> int:
    return sum(numbers[key] or 0 for key in keys)


def _arrays(rows: Any) -> Months:  # noqa: ANN401 - an iterable of four numbers
    table = np.array(list(rows), np.float64).reshape(-1, 4)
    return Months(*table.T)


def _told(change: Change) -> Figures:
    told: Figures = {
        "verdict": change.verdict.value,
        "before": change.before,
        "after": change.after,
    }
    if change.ratio is None or change.as_before is None:
        return told
    rounded = {"ratio": change.ratio, "low": change.low, "high": change.high}
    return told | {
        "as_before": round(change.as_before, 0 if change.as_before >= 3 else 1),
        **{name: round(float(value or 0), 2) for name, value in rounded.items()},
    }
