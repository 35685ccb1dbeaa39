"""A small rudeness, counted with one tap. Never an incident, never mixed into their counts."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from incidents.models.words import Product
from people.ids import uuid7
from people.models import Team, User


class TallyQuerySet(models.QuerySet["Tally"]):
    def visible_to(self, user: User) -> Self:
        """Nobody sees another person's tallies; they appear as totals only."""
        return self.filter(person=user)

    def standing(self) -> Self:
        """Tallies that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def between(self, begin: dt.datetime, end: dt.datetime) -> Self:
        return self.standing().filter(at__gte=begin, at__lt=end)


class Tally(models.Model):
    """Once more: when, who, team, channel, and the product when it was named."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    channel = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    occurred_on = models.DateField()
    local_hour = models.PositiveSmallIntegerField()
    undone_at = models.DateTimeField(null=True)
    # The key of the button: pressed twice by accident it counts once.
    key = models.CharField(max_length=64)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="tally_key_once"),
            models.CheckConstraint(condition=Q(local_hour__lte=23), name="tally_hour_range"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="tally_person"),
            models.Index(fields=["team", "occurred_on"], name="tally_team_day"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
