"""An alert that outlives the care it belonged to."""

from typing import Self

from django.db import models
from django.db.models import Q

from people.ids import uuid7
from people.models import User
from wellbeing.models.care import CheckIn, Escalation, SeriesReport


class StandingAlertQuerySet(models.QuerySet["StandingAlert"]):
    def visible_to(self, user: User) -> Self:
        """Who was to make the contact and who was told; never the person or who was part of it."""
        told = Escalation.objects.filter(told=user).values("checkin")
        part = Q(incident__involved__person=user) | Q(incident__witnesses__person=user)
        barred = SeriesReport.objects.filter(part).values("series")
        found = self.filter(Q(checkin__owner=user) | Q(checkin__in=told))
        return found.exclude(checkin__series__person=user).exclude(checkin__series__in=barred)

    def unseen(self) -> Self:
        return self.filter(seen_at__isnull=True)


class StandingAlert(models.Model):
    """A serious report that nobody had taken up when the person ended or declined their care.

    Nobody contacts the person, but somebody has to know what happened. `checkin` is the closed
    contact the alert hung on: who was told stands there, and since when it counts. `look_at` is
    the next instant at which the sweep has to look; empty means never again.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    checkin = models.OneToOneField(CheckIn, models.PROTECT, related_name="standing_alert")
    look_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = StandingAlertQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False, look_at__isnull=True),
                name="standing_alert_seen_by",
            )
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                name="standing_alert_to_look",
                condition=Q(look_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/alert/{self.public_id}/"
