"""The address at which a calendar program reads somebody's check-ins."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from people.models import User
from wellbeing.models.care import CheckIn


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


class CalendarCopyQuerySet(models.QuerySet["CalendarCopy"]):
    def visible_to(self, user: User) -> Self:
        """One's own alone."""
        return self.filter(reader=user)

    def to_check(self) -> Self:
        """Copies that somebody has, of check-ins that changed since they were last looked at."""
        return self.filter(is_to_check=True, starts_at__isnull=False)


class CalendarCopy(models.Model):
    """What somebody has of a check-in by mail: at which moment, and whether it still goes on.

    What a mail offers is written when it is made up and counts once it has left: `offered_in` is
    the key of that mail. The database marks the copies of a check-in that changes.
    """

    checkin = models.ForeignKey(CheckIn, models.CASCADE, related_name="copies")
    reader = models.ForeignKey(User, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(null=True)
    is_off = models.BooleanField(default=False)
    offered_at = models.DateTimeField()
    is_offered_off = models.BooleanField(default=False)
    offered_in = models.BigIntegerField(null=True, db_index=True)
    is_to_check = models.BooleanField(default=True)

    objects = CalendarCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calendar copies"
        constraints = [
            models.UniqueConstraint(fields=["checkin", "reader"], name="calendar_copy_once")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="calendar_copy_to_check",
                condition=Q(is_to_check=True, starts_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.checkin_id} {self.reader_id}"

    @property
    def goes_on(self) -> bool:
        """Whether the check-in still is for its reader: planned, and one of the two."""
        row = self.checkin
        return not row.is_off and self.reader_id in {row.series.person_id, row.owner_id}

    def is_right(self, now: dt.datetime) -> bool:
        """Whether its reader need not be told; what lies in the past needs no cancelling."""
        if self.starts_at is None or not self.goes_on:
            return self.starts_at is None or self.is_off or self.starts_at < now
        return not self.is_off and self.starts_at == self.checkin.due_at
