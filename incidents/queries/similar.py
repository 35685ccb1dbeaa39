"""Was this part of something bigger? Reports of a year with the same customer, product or cause."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, When

from incidents.codes import WordList
from incidents.models import Incident
from incidents.queries.panel import Panel
from incidents.queries.words import words
from people.models import User

LOOK_BACK = dt.timedelta(days=365)
SHOWN = 5
REPEATED = 3  # as often makes a pair worth a look


@dataclass(frozen=True)
class Like:
    """One earlier report, and what it has in common."""

    incident: Incident
    same_customer: bool
    same_product: bool
    same_trigger: bool
    behaviours: list[str]


@dataclass(frozen=True)
class Similar:
    """The nearest reports, how many there are of each kind, and the pair that repeats."""

    rows: list[Like]
    customer: int
    product: int
    trigger: int
    pair: int
    product_name: str
    trigger_word: str

    @property
    def is_repeated(self) -> bool:
        """Whether product and cause came together often enough to look into."""
        return self.pair >= REPEATED


def similar_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show who acts on a report what it resembles; nothing to the reporter."""
    if not incident.is_led_by(user):
        return None
    similar = similar_to(user, incident)
    return Panel("incidents/_similar.html", similar) if similar.rows else None


def similar_to(user: User, incident: Incident) -> Similar:
    """Return the reports of a year that are like this one, as far as they may be seen.

    Two queries and those of the words, whatever the number of reports.
    """
    same = _same(incident)
    counted = (
        Incident.objects.readable_by(user)
        .counted()
        .exclude(pk=incident.pk)
        .filter(occurred_at__gt=incident.occurred_at - LOOK_BACK)
        .filter(occurred_at__lt=incident.occurred_at + LOOK_BACK)
        .filter(same["customer"] | same["product"] | same["trigger"])
    )
    counts = counted.aggregate(
        **{f"n_{name}": Count("pk", filter=kind) for name, kind in same.items()},
        n_pair=Count("pk", filter=same["product"] & same["trigger"]),
    )
    nearest = counted.annotate(
        same_customer=_is(same["customer"]),
        same_product=_is(same["product"]),
        same_trigger=_is(same["trigger"]),
    ).select_related("reported_by", "team", "team__site")
    rows = list(nearest.order_by("-same_customer", "-same_trigger", "-occurred_at")[:SHOWN])
    return Similar(
        rows=_likes(rows),
        customer=counts["n_customer"],
        product=counts["n_product"],
        trigger=counts["n_trigger"],
        pair=counts["n_pair"] + 1,
        product_name=incident.product.name if incident.product else "",
        trigger_word=_word(WordList.TRIGGER, incident.trigger),
    )


def _same(incident: Incident) -> dict[str, Q]:
    """Return what makes a report similar; what this one does not know matches nothing.

    A report that was set aside says nothing about a customer any more.
    """
    nothing = Q(pk__in=[])
    customer = Q(customer=incident.customer_id, set_aside_at__isnull=True)
    return {
        "customer": customer if incident.customer_id else nothing,
        "product": Q(product=incident.product_id) if incident.product_id else nothing,
        "trigger": Q(trigger=incident.trigger) if incident.trigger else nothing,
    }


def _is(kind: Q) -> Case:
    return Case(When(kind, then=True), default=False)


def _likes(rows: "list[Any]") -> list[Like]:
    said = {w.number: w.label for w in words(WordList.BEHAVIOUR, with_hidden=True)} if rows else {}
    return [
        Like(
            incident=row,
            same_customer=row.same_customer,
            same_product=row.same_product,
            same_trigger=row.same_trigger,
            behaviours=[said[number] for number in row.behaviours],
        )
        for row in rows
    ]


def _word(word_list: WordList, number: int | None) -> str:
    if number is None:
        return ""
    return next(w.label for w in words(word_list, with_hidden=True) if w.number == number)
