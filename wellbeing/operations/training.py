"""Training needs: raised by the person, in a check-in or by a rule; planned, done or refused."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import TOPICS
from people.errors import RuleBroken
from people.models import User
from wellbeing.codes import NeedSource
from wellbeing.models import TrainingNeed

DUE_IN = dt.timedelta(days=90)
TOPIC_NUMBERS = frozenset(word.number for word in TOPICS)


class UnknownTopic(RuleBroken):
    """The topic is not in the list."""


class NeedClosed(RuleBroken):
    """The need is done or refused already."""


@transaction.atomic
def raise_need(
    *,
    actor: User | None,
    person: User,
    topic: int,
    source: NeedSource,
    due_on: dt.date | None = None,
    now: dt.datetime,
) -> TrainingNeed:
    """Note that a person could use training on a topic; an open need is returned as it is.

    Checks: the topic exists (raises UnknownTopic). Writes: the need, unless one is open; without
    a day it is due in three months. Sends nothing. A rule has no actor. No report is linked, ever.
    """
    if topic not in TOPIC_NUMBERS:
        raise UnknownTopic(_("Choose a subject from the list."), field="topic")
    open_need = TrainingNeed.objects.open().filter(person=person, topic=topic)
    found = open_need.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return TrainingNeed.objects.create(
                person=person,
                topic=topic,
                source=source,
                raised_by=actor,
                raised_at=now,
                due_on=due_on or timezone.localdate(now) + DUE_IN,
            )
    except IntegrityError:  # somebody else raised it a moment ago
        return open_need.get()


@transaction.atomic
def plan_need(*, actor: User, need: TrainingNeed, on: dt.date, now: dt.datetime) -> TrainingNeed:
    """Set the day of the training.

    Checks: the need is open (NeedClosed), the day is today or later. Writes: the day.
    """
    locked = _open(need)
    if on < timezone.localdate(now):
        raise RuleBroken(_("Choose a day that is still to come."), field="on")
    locked.planned_on = on
    locked.save(update_fields=["planned_on"])
    return locked


@transaction.atomic
def finish_need(*, actor: User, need: TrainingNeed, now: dt.datetime) -> TrainingNeed:
    """Note that the training took place. Checks: the need is open (NeedClosed)."""
    locked = _open(need)
    locked.done_at = now
    locked.save(update_fields=["done_at"])
    return locked


@transaction.atomic
def plan_needs(
    *, actor: User, needs: Iterable[TrainingNeed], on: dt.date, now: dt.datetime
) -> list[TrainingNeed]:
    """Set one day for several people; all of them or none. Checks and writes as `plan_need`."""
    return [plan_need(actor=actor, need=need, on=on, now=now) for need in _in_order(needs)]


@transaction.atomic
def finish_needs(
    *, actor: User, needs: Iterable[TrainingNeed], now: dt.datetime
) -> list[TrainingNeed]:
    """Note that several people had a training; all of them or none. Checks as `finish_need`."""
    return [finish_need(actor=actor, need=need, now=now) for need in _in_order(needs)]


def _in_order(needs: Iterable[TrainingNeed]) -> list[TrainingNeed]:
    """Always lock in the same order, so that two people at once wait instead of failing."""
    return sorted(needs, key=lambda need: need.pk)


@transaction.atomic
def refuse_need(*, actor: User, need: TrainingNeed, now: dt.datetime) -> TrainingNeed:
    """Take the need off the board: the person does not want it. Checks: it is open."""
    locked = _open(need)
    locked.refused_at = now
    locked.save(update_fields=["refused_at"])
    return locked


def _open(need: TrainingNeed) -> TrainingNeed:
    locked = TrainingNeed.objects.select_for_update().get(pk=need.pk)
    if locked.done_at is not None or locked.refused_at is not None:
        raise NeedClosed(_("This is done or taken off the board already."))
    return locked
