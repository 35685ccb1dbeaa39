"""Who is kept away from a customer for a while. It never says why."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from incidents.models.customer import Customer
from people.ids import uuid7
from people.models import Membership, User


class AssignmentNoteQuerySet(models.QuerySet["AssignmentNote"]):
    def in_force(self, day: dt.date) -> Self:
        """Those of a day; a note ends by itself after its last day."""
        return self.filter(ended_at__isnull=True, until__gte=day)

    def visible_to(self, user: User) -> Self:
        """The person, and who works in a team with them or leads one of theirs now."""
        near = Membership.objects.on(timezone.localdate()).filter(team__in=user.team_ids)
        return self.filter(Q(person=user) | Q(person__in=near.values("user")))

    def planned_by(self, user: User) -> Self:
        """Those of the people whose team somebody leads now: who divides the work."""
        led = Membership.objects.on(timezone.localdate()).filter(team__in=user.led_team_ids)
        return self.filter(person__in=led.values("user")).exclude(person=user)


class AssignmentNote(models.Model):
    """Somebody else takes this customer until a day.

    It holds no reason and points at no report and no talk, so that whoever plans cannot find one.
    Two entries of a customer that are joined may leave one person with two notes: both count.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="assignments")
    until = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentNoteQuerySet.as_manager()

    class Meta:
        ordering = ["until", "id"]
        indexes = [
            models.Index(
                fields=["customer", "until"],
                name="assignment_in_force",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["person", "until"],
                name="assignment_of_person",
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
