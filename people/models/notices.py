"""What each person has chosen to be told, by which way, and when not."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.codes import Channel, Topic, kinds_of
from people.models.delivery import notice_kinds
from people.models.user import User

QUIET_FROM, QUIET_UNTIL, DIGEST_AT = dt.time(20), dt.time(7), dt.time(8)


def topics() -> list[tuple[str, str]]:
    """Return the classes; a migration from before each kind had its own choice asks for them."""
    return [(topic.value, topic.value) for topic in Topic]


def channels() -> list[tuple[str, str]]:
    return [(channel.value, channel.value) for channel in Channel]


class NoticeChoiceQuerySet(models.QuerySet["NoticeChoice"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)


class NoticeChoice(models.Model):
    """A person switched one way for one kind of notice on or off; without a row, the default."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=notice_kinds)
    channel = models.CharField(max_length=4, choices=channels)
    is_on = models.BooleanField()

    objects = NoticeChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="notice_choice_once"),
            models.CheckConstraint(
                condition=Q(is_on=True)
                | ~Q(kind__in=sorted(kinds_of(Topic.NOW)))
                | ~Q(channel=Channel.APP),
                name="notice_choice_urgent_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class QuietHoursQuerySet(models.QuerySet["QuietHours"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)


class QuietHours(models.Model):
    """When a person is sent nothing that can wait, and when a leader's daily digest comes.

    Without quiet hours both times are empty; without a digest its time is.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    starts_at = models.TimeField(_("quiet from"), null=True, blank=True, default=QUIET_FROM)
    ends_at = models.TimeField(_("quiet until"), null=True, blank=True, default=QUIET_UNTIL)
    digest_at = models.TimeField(_("digest at"), null=True, blank=True, default=DIGEST_AT)

    objects = QuietHoursQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "quiet hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | (Q(starts_at__isnull=False, ends_at__isnull=False) & ~Q(starts_at=F("ends_at"))),
                name="quiet_hours_both_or_none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} - {self.ends_at}"

    @property
    def span(self) -> tuple[dt.time, dt.time] | None:
        if self.starts_at is None or self.ends_at is None:
            return None
        return self.starts_at, self.ends_at
