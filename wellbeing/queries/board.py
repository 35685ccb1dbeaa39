"""The training board: needs by subject, and for HR the counts alone."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.utils import timezone

from people.models import Membership, Organisation, User
from wellbeing.models import TrainingNeed

DONE_SHOWN_FOR = dt.timedelta(days=90)


@dataclass(frozen=True)
class Group:
    """The needs for one subject on one day (planned), or at all (wished, done)."""

    topic: int
    on: dt.date | None
    needs: list[TrainingNeed]

    @property
    def oldest_at(self) -> dt.datetime:
        return min(need.raised_at for need in self.needs)


@dataclass(frozen=True)
class Board:
    """What is wished, planned and done."""

    wished: list[Group]
    planned: list[Group]
    done: list[Group]

    @property
    def is_empty(self) -> bool:
        return not (self.wished or self.planned or self.done)


def board_of(user: User, *, now: dt.datetime, team_id: int | None = None) -> Board:
    """Return the needs a person may see: their own, and those of the teams they lead. One query.

    What was done stays for ninety days; what was refused is not shown.
    """
    needs = TrainingNeed.objects.visible_to(user).filter(refused_at__isnull=True)
    if team_id is not None:
        present = Membership.objects.on(timezone.localdate(now)).filter(team_id=team_id)
        needs = needs.filter(person__in=present.values("user"))
    shown = [
        need
        for need in needs.select_related("person").order_by("topic", "raised_at")
        if need.done_at is None or need.done_at > now - DONE_SHOWN_FOR
    ]
    is_open = [need for need in shown if need.done_at is None]
    return Board(
        wished=_by_topic([need for need in is_open if need.planned_on is None]),
        planned=_by_day([need for need in is_open if need.planned_on is not None]),
        done=_by_topic([need for need in shown if need.done_at is not None]),
    )


def _by_topic(needs: list[TrainingNeed]) -> list[Group]:
    ordered = sorted(needs, key=lambda need: need.topic)
    groups = [
        Group(topic, None, list(found))
        for topic, found in groupby(ordered, key=lambda need: need.topic)
    ]
    return sorted(groups, key=lambda group: -len(group.needs))


def _by_day(needs: list[TrainingNeed]) -> list[Group]:
    def day_and_topic(need: TrainingNeed) -> tuple[dt.date, int]:
        return need.planned_on or dt.date.max, need.topic

    ordered = sorted(needs, key=day_and_topic)
    days = groupby(ordered, key=day_and_topic)
    return [Group(topic, day, list(found)) for (day, topic), found in days]


@dataclass(frozen=True)
class TopicCount:
    """How many people have an open need for one subject."""

    topic: int
    people: int


def counts_by_topic() -> list[TopicCount]:
    """Return the open needs per subject for HR: counts from the smallest group up, never names."""
    smallest = Organisation.current().smallest_group
    rows = (
        TrainingNeed.objects.open()
        .values("topic")
        .annotate(people=Count("person", distinct=True))
        .filter(people__gte=smallest)
        .order_by("-people", "topic")
    )
    return [TopicCount(row["topic"], row["people"]) for row in rows]
