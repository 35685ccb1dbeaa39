"""Training needs: a wish of the person, of the talk, or of a rule. Never linked to a report."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from people.ids import uuid7
from people.models import Membership, User
from wellbeing.codes import NEED_SOURCES, NeedSource


class TrainingNeedQuerySet(models.QuerySet["TrainingNeed"]):
    def visible_to(self, user: User) -> Self:
        """The person, and who leads one of their present teams."""
        led = Membership.objects.led_by(user, timezone.localdate())
        return self.filter(Q(person=user) | Q(person__in=led.values("user")))

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, refused_at__isnull=True)


class TrainingNeed(models.Model):
    """One person's need for one topic: wished, then planned, then done, or refused."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    topic = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=7, choices=[(s.value, s.value) for s in NeedSource])
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    objects = TrainingNeedQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"],
                condition=Q(done_at__isnull=True, refused_at__isnull=True),
                name="need_one_open_per_topic",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(refused_at__isnull=True),
                name="need_done_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"

    @property
    def source_words(self) -> "str | Promise":
        """Who or what raised it, in words."""
        return NEED_SOURCES[NeedSource(self.source)]
