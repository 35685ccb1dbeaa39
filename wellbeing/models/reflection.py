"""What somebody writes for themselves alone. The database holds what only a key can open."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from people.ids import uuid7
from people.models import User
from wellbeing.keeping import AFTER_LEAVING


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, user: User) -> Self:
        """The author; and the one adviser it is shared with, for as long as they advise."""
        if user.is_adviser:
            return self.filter(Q(author=user) | Q(shared_with=user))
        return self.filter(author=user)

    def of(self, author: User) -> Self:
        return self.filter(author=author)

    def shared_with_me(self, user: User) -> Self:
        """What others shared with an adviser."""
        return self.visible_to(user).filter(shared_with=user)

    def over(self, today: dt.date, now: dt.datetime) -> Self:
        """Notes past the day their author chose, and those of people who left."""
        is_left = Q(author__is_active=False, author__deactivated_at__lte=now - AFTER_LEAVING)
        return self.filter(Q(delete_on__lte=today) | is_left)


class Reflection(models.Model):
    """A private note: its words sealed with a key outside the database, with a day to go.

    One adviser may read it while the author shares it; `read_at` tells the author that they did.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    key_id = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    delete_on = models.DateField()
    shared_with = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_with__isnull=True, shared_at__isnull=True, read_at__isnull=True)
                | Q(shared_with__isnull=False, shared_at__isnull=False),
                name="reflection_shared_since",
            ),
            models.CheckConstraint(
                condition=Q(shared_with__isnull=True) | ~Q(shared_with=F("author")),
                name="reflection_shared_with_another",
            ),
        ]
        indexes = [
            models.Index(fields=["delete_on"], name="reflection_to_delete"),
            models.Index(fields=["key_id", "id"], name="reflection_by_key"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def place(self) -> bytes:
        """What ties the sealed words to this row and author: rows cannot be swapped."""
        return f"wellbeing_reflection|{self.public_id}|{self.author_id}".encode()
