"""The training board: needs by subject, and for HR the counts alone."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.codes import WordList
from incidents.queries import words
from people.models import Membership, User
from wellbeing.models import TrainingNeed

DONE_SHOWN_FOR = dt.timedelta(days=90)


@dataclass(frozen=True)
class Group:
    """The needs for one subject on one day (planned), or at all (wished, done), for one reader."""

    topic: int
    label: str
    on: dt.date | None
    needs: list[TrainingNeed]
    reader: User

    @property
    def key(self) -> str:
        """A name for this card that no other card of the board has."""
        return f"{self.topic}_{self.on or 'open'}"

    @property
    def names(self) -> str:
        people = [need.person for need in self.needs]
        return ", ".join(_("You") if one == self.reader else one.given_name for one in people)

    @property
    def own(self) -> TrainingNeed | None:
        """The reader's own need in this group."""
        return next((need for need in self.needs if need.person_id == self.reader.pk), None)

    @property
    def led(self) -> list[TrainingNeed]:
        """The needs the reader may plan: who leads a team sees those of the team and their own."""
        return self.needs if self.reader.is_manager else []

    @property
    def is_done(self) -> bool:
        """Whether the training took place."""
        return any(need.done_at is not None for need in self.needs)

    @property
    def last_done_at(self) -> dt.datetime | None:
        return max((need.done_at for need in self.needs if need.done_at), default=None)


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
    """Return the needs a person may see: their own, and those of the teams they lead. Two queries.

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
    done = [need for need in shown if need.done_at is not None]
    cards = _Cards(user, topic_labels())
    return Board(
        wished=cards.by_topic([need for need in is_open if need.planned_on is None]),
        planned=cards.by_day([need for need in is_open if need.planned_on is not None]),
        done=cards.by_topic(done),
    )


def topic_labels() -> dict[int, str]:
    """Return the subjects in the organisation's words, hidden ones too. One query."""
    return {word.number: word.label for word in words(WordList.TOPIC, with_hidden=True)}


@dataclass(frozen=True)
class _Cards:
    """Puts needs together on cards for one reader."""

    reader: User
    labels: dict[int, str]

    def by_topic(self, needs: list[TrainingNeed]) -> list[Group]:
        """One card per subject, the one most people share first."""
        ordered = sorted(needs, key=lambda need: need.topic)
        groups = [
            self._card(topic, None, list(found))
            for topic, found in groupby(ordered, key=lambda need: need.topic)
        ]
        return sorted(groups, key=lambda group: -len(group.needs))

    def by_day(self, needs: list[TrainingNeed]) -> list[Group]:
        """One card per day and subject, the nearest day first."""

        def day_and_topic(need: TrainingNeed) -> tuple[dt.date, int]:
            return need.planned_on or dt.date.max, need.topic

        days = groupby(sorted(needs, key=day_and_topic), key=day_and_topic)
        return [self._card(topic, day, list(found)) for (day, topic), found in days]

    def _card(self, topic: int, on: dt.date | None, needs: list[TrainingNeed]) -> Group:
        return Group(topic, self.labels.get(topic, ""), on, needs, self.reader)


def sharers_by_topic() -> dict[int, int]:
    """Return how many people have an open need, per subject: exact, so not for a page."""
    rows = TrainingNeed.objects.open().values("topic").order_by("topic")
    counted = rows.annotate(people=Count("person", distinct=True))
    return dict(counted.values_list("topic", "people"))
