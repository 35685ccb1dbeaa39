"""The address at which a calendar program reads somebody's check-ins."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from people.models import User


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: User) -> Self:
        """One's own alone."""
        return self.filter(person=user)

    def open(self) -> Self:
        """Addresses that still answer."""
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class CalendarFeed(models.Model):
    """Whoever knows the address reads it without signing in, so it says no more than when.

    The token in the address is shown once and kept as a hash; a new one ends the one before.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_one_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"

    def is_used_on(self, day: dt.date) -> bool:
        return self.last_used_on == day
