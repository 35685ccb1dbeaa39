"""Who must not hear it, and who may not read it yet."""

from typing import Self

from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident
from people.ids import uuid7
from people.models import User


class InvolvedColleague(models.Model):
    """A colleague whom the reporter or an adviser named as part of what happened.

    Whoever is named here never holds a talk about it.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="involved")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="involved_colleague_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"


class ReadingConsentQuerySet(models.QuerySet["ReadingConsent"]):
    def visible_to(self, user: User) -> Self:
        """It is the reporter's to give."""
        return self.filter(incident__reported_by=user)

    def withheld_from(self, user: User) -> Self:
        """Reports whose story this reader may not read, or not yet."""
        return self.filter(reader=user).exclude(may_read=True)

    def waiting(self) -> Self:
        return self.filter(answered_at__isnull=True)


class ReadingConsent(models.Model):
    """May who holds the talks from now on read what the person told somebody else?

    Until yes a reader sees the day, the behaviours and what was agreed.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="+")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    may_read = models.BooleanField(null=True)

    objects = ReadingConsentQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "reader"], name="reading_consent_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, may_read__isnull=True)
                | Q(answered_at__isnull=False, may_read__isnull=False),
                name="reading_consent_answered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
