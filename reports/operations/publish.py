"""Making the report of a closed month, once."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Organisation
from reports import queries
from reports.models import MonthlyReport
from reports.operations.breakdown import breakdown_figures
from reports.operations.cards import renew_cards
from reports.operations.effects import renew_effects
from reports.operations.evidence import renew_evidence
from reports.operations.funnel import funnel_figures
from reports.operations.month import Figures, month_figures
from reports.operations.nights import followed_customers, sudden_rises
from reports.operations.overview import history_figures
from reports.operations.places import with_usual
from reports.operations.products import product_figures
from reports.operations.promises import promise_figures
from reports.operations.quarter import with_longer
from reports.operations.small import is_small, small_figures
from reports.operations.training import training_figures
from reports.operations.units import unit_figures
from reports.operations.words import tell_subscribers
from reports.periods import closes_on

VERSION = 8


class MonthOpen(RuleBroken):
    """The month may still change."""


@transaction.atomic
def publish_month(*, month: dt.date, now: dt.datetime) -> MonthlyReport:
    """Freeze the figures of a closed month; the one report there is comes back the next time.

    Checks: the month is closed. Writes: its MonthlyReport, figures withheld where they would
    point at someone, pictures drawn; a card for each product named that has none open; a notice
    for who subscribed. Signals: none. Sends: what the notices bring.
    """
    if closes_on(month) > queries.today(now):
        raise MonthOpen(_("This month is not closed yet."))
    made = MonthlyReport.objects.filter(month=month).first()
    if made is not None:
        return made
    report, is_new = MonthlyReport.objects.get_or_create(
        month=month, defaults={"made_at": now, "version": VERSION, "figures": _figures(month)}
    )
    if is_new:
        renew_cards(report=report, now=now)
        tell_subscribers(report=report, now=now)
    return report


def publish_due_months(*, now: dt.datetime) -> list[MonthlyReport]:
    """Publish every closed month that has no report yet, oldest first, each on its own.

    Checks, writes, signals and sends: those of `publish_month`, `renew_evidence` and
    `renew_effects`.
    """
    made = [publish_month(month=month, now=now) for month in queries.months_to_publish(now)]
    if made:
        renew_evidence()
        renew_effects()
    return made


def _figures(month: dt.date) -> Figures:
    smallest = Organisation.current().smallest_group
    if is_small(month):
        promises = promise_figures(month, smallest) | {"triggers": []}
        beside = {"training": None, "units": None}
        return (
            small_figures(month, smallest) | beside | {"smallest": smallest, "promises": promises}
        )
    own, page = month_figures(month, smallest)
    promises = promise_figures(month, smallest)
    if own["is_shown"]:
        own["kept"] = promises["care"] if promises["is_for_all"] else None
    always = {
        "month": own,
        "smallest": smallest,
        "promises": promises,
        "training": training_figures(month, smallest),
        "units": unit_figures(month, smallest),
    }
    shown = _shown(month, own, page, smallest) if own["is_shown"] else {}
    return with_longer(month, always | shown, smallest)


def _shown(month: dt.date, own: Figures, page: Figures, smallest: int) -> Figures:
    history = [*queries.earlier_figures(month, 23), (month, own)]
    products = product_figures(month, history, smallest)
    own["flagged"] = [found["id"] for found in products["findings"]]
    tables = page | breakdown_figures(month, page["teams"], smallest)
    return {
        **tables,
        **with_usual(month, tables),
        **products,
        **history_figures(history),
        "funnel": funnel_figures(history, page["teams"]),
        "sudden": sudden_rises(month, own["products"]),
        "followed": followed_customers(month, closes_on(month)),
    }
