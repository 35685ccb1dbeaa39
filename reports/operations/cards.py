"""The life of a pattern card: opened by a finding, decided about by people."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Team, User
from people.operations import settle_notices
from reports import queries
from reports.card_life import rests
from reports.models import CardStep, MonthlyReport, PatternCard
from reports.queries.cards import may_survey

LONGEST_DISMISSAL = dt.timedelta(days=366)
FURTHEST = dt.timedelta(days=731)
LOOK_AFTER = dt.timedelta(weeks=12)
CLOSED = _("This card is closed. When the pattern returns, a new card opens.")
NO_SURVEY = _("After a warning or a measure is not the moment to ask this customer.")
TAKE_FIRST = _("Take the card first, so that colleagues know who follows it.")


@dataclass(frozen=True, kw_only=True)
class StepInput:
    """Something that is done: `expected_drop` is a percentage of the reports, None if unknown.

    `team` is where the effect is measured, None at what the card is about.
    """

    kind: str
    what: str
    who: str
    starts_on: dt.date
    expected_drop: int | None = None
    team: Team | None = None


def renew_cards(*, report: MonthlyReport, now: dt.datetime) -> list[PatternCard]:
    """Open a card for each product that a report names; one that is open only notes the month.

    Checks: nothing. Writes: cards; a product that had one before refers to its last. What somebody
    closed rests until the pattern returns. Signals: none. Sends: nothing.
    """
    named = [finding["id"] for finding in report.figures.get("findings", [])]
    cards_of = PatternCard.objects.filter(customer=None)
    running = {card.product_id: card for card in cards_of.open()}
    last = {card.product_id: card for card in cards_of.filter(next__isnull=True)}
    cards = []
    for product in named:
        card, before = running.get(product), last.get(product)
        if card is None and before is not None and _rests(before, report.month):
            continue
        if card is None:
            card = PatternCard.objects.create(
                product_id=product,
                opened_in=report.month,
                seen_in=report.month,
                opened_at=now,
                previous=before,
            )
        elif card.seen_in < report.month:
            card.seen_in = report.month
            card.save(update_fields=["seen_in"])
        cards.append(card)
    return cards


def _rests(card: PatternCard, month: dt.date) -> bool:
    if card.closed_at is None:
        return False
    between = MonthlyReport.objects.filter(month__gt=card.seen_in, month__lt=month)
    named = between.filter(figures__findings__contains=[{"id": card.product_id}])
    shown = between.filter(figures__month__is_shown=True)
    return rests(
        closed_on=queries.today(card.closed_at),
        month=month,
        went_away=shown.exclude(pk__in=named).exists(),
    )


@transaction.atomic
def take_card(*, actor: User, card: PatternCard, now: dt.datetime) -> PatternCard:
    """Follow a pattern: the owner is the one to ask.

    Checks: the card is open. Writes: its owner and since when; the one there was is replaced.
    Signals: none. Sends: nothing.
    """
    found = opened(card)
    if found.owner_id != actor.pk:
        found.owner, found.taken_at = actor, now
        found.save(update_fields=["owner", "taken_at"])
    return found


@transaction.atomic
def add_step(*, actor: User, card: PatternCard, step: StepInput, now: dt.datetime) -> CardStep:
    """Note what is done about a pattern, and when its effect is looked at if nobody chose yet.

    Checks: the card is open and somebody follows it; the day is within two years; the drop is a
    percentage; no survey after a warning or measure towards its customer. Writes: the step, and
    the day of the second look twelve weeks on. Signals: none. Sends: nothing.
    """
    found = opened(card)
    if found.owner_id is None:
        raise RuleBroken(TAKE_FIRST)
    today = queries.today(now)
    if abs(step.starts_on - today) > FURTHEST:
        raise RuleBroken(_("Choose a day within two years."), field="starts_on")
    if step.kind == CardStep.Kind.SURVEY and not may_survey(found):
        raise RuleBroken(NO_SURVEY, field="kind")
    if step.expected_drop is not None and not 1 <= step.expected_drop <= 100:
        raise RuleBroken(_("Give a percentage from 1 to 100."), field="expected_drop")
    made = CardStep.objects.create(
        card=found,
        kind=step.kind,
        what=step.what,
        who=step.who,
        starts_on=step.starts_on,
        expected_drop=step.expected_drop,
        team=step.team,
        added_by=actor,
        added_at=now,
    )
    if found.look_again_on is None:
        found.look_again_on = max(step.starts_on, today) + LOOK_AFTER
        found.save(update_fields=["look_again_on"])
    return made


@transaction.atomic
def remove_step(*, step: CardStep) -> None:
    """Take a step back that was noted by mistake.

    Checks: its card is open. Writes: the step is gone. Signals: none. Sends: nothing.
    """
    opened(step.card)
    step.delete()


@transaction.atomic
def look_again(*, card: PatternCard, on: dt.date, now: dt.datetime) -> PatternCard:
    """Choose the day on which the effect is looked at.

    Checks: the card is open; the day is to come, within two years. Writes: the day; a reminder of
    the day before is settled. Signals: none. Sends: nothing.
    """
    found = opened(card)
    _check_ahead(on, now, FURTHEST, "on")
    settle_notices(keys=[second_look_key(found)], now=now)
    found.look_again_on = on
    found.save(update_fields=["look_again_on"])
    return found


@transaction.atomic
def dismiss_card(
    *, actor: User, card: PatternCard, until: dt.date, why: str, now: dt.datetime
) -> PatternCard:
    """Leave a pattern alone until a day, with the reason.

    Checks: the card is open; the day is to come, within a year; there is a reason. Writes: the
    card. Signals: none. Sends: nothing.
    """
    found = opened(card)
    _check_ahead(until, now, LONGEST_DISMISSAL, "until")
    if not why.strip():
        raise RuleBroken(_("Write why, for who looks at it later."), field="why")
    found.dismissed_until, found.dismissed_why, found.dismissed_by = until, why.strip(), actor
    found.save(update_fields=["dismissed_until", "dismissed_why", "dismissed_by"])
    return found


@transaction.atomic
def reopen_card(*, card: PatternCard) -> PatternCard:
    """Look at a dismissed pattern after all.

    Checks: the card is open. Writes: the dismissal is gone. Signals: none. Sends: nothing.
    """
    found = opened(card)
    found.dismissed_until, found.dismissed_why, found.dismissed_by = None, "", None
    found.save(update_fields=["dismissed_until", "dismissed_why", "dismissed_by"])
    return found


@transaction.atomic
def close_card(*, actor: User, card: PatternCard, result: str, now: dt.datetime) -> PatternCard:
    """Close a card with what came of it.

    Checks: the card is open; there are words. Writes: the card; a reminder is settled. Signals:
    none. Sends: nothing.
    """
    found = opened(card)
    if not result.strip():
        raise RuleBroken(_("Write what came of it, for when the pattern returns."), field="result")
    settle_notices(keys=[second_look_key(found)], now=now)
    found.closed_at, found.closed_by, found.result = now, actor, result.strip()
    found.save(update_fields=["closed_at", "closed_by", "result"])
    return found


def second_look_key(card: PatternCard) -> str:
    """Name the reminder of one card and one day."""
    return f"second-look:{card.pk}:{card.look_again_on}"


def opened(card: PatternCard) -> PatternCard:
    """Take the card for a change; a closed one changes no more."""
    found = PatternCard.objects.select_for_update(no_key=True).get(pk=card.pk)
    if found.closed_at is not None:
        raise RuleBroken(CLOSED)
    return found


def _check_ahead(day: dt.date, now: dt.datetime, furthest: dt.timedelta, field: str) -> None:
    today = queries.today(now)
    if day <= today:
        raise RuleBroken(_("Choose a day that is still to come."), field=field)
    if day > today + furthest:
        raise RuleBroken(_("Choose a day sooner than that."), field=field)
