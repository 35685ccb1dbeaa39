"""What HR writes beside a frozen report, and who asked to be told of the next one."""

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User


class ReportWordsQuerySet(models.QuerySet["ReportWords"]):
    def visible_to(self, user: User) -> Self:
        """HR alone."""
        return self.all() if user.is_hr else self.none()


class ReportWords(models.Model):
    """HR's own words on one part of a report. Rows are only added: an edit is a newer row."""

    class Part(models.TextChoices):
        FIGURES = "figures", _("In figures")
        SIGNALS = "signals", _("What stands out")
        TEAMS = "teams", _("Products and teams")
        WEEK = "week", _("When it happens")
        TRIGGERS = "triggers", _("What sets it off")
        ACTIONS = "actions", _("What was done")
        TRAINING = "training", _("Training")
        PROMISES = "promises", _("Promises kept")

    # "2026-10", "2026-q3" or "2026", as the address of the report says it.
    report = models.CharField(max_length=7)
    part = models.CharField(max_length=8, choices=Part)
    words = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ReportWordsQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["report", "part", "-written_at"], name="report_words_of")]
        triggers = [
            pgtrigger.Protect(
                name="report_words_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.part}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(user=user)


class Subscription(models.Model):
    """A person of HR wants to be told when a report of this length is there."""

    class Span(models.TextChoices):
        MONTH = "month", _("each month")
        QUARTER = "quarter", _("each quarter")
        YEAR = "year", _("each year")

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    span = models.CharField(max_length=7, choices=Span)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "span"], name="report_subscription_once")
        ]

    def __str__(self) -> str:
        return self.span
