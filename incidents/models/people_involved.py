"""Others in a report: witnesses with their own account, and messages through the product."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from incidents.models.computed import PRAISED_BY_ANOTHER
from incidents.models.incident import Incident
from people.ids import uuid7
from people.models import User

_APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class WitnessQuerySet(models.QuerySet["Witness"]):
    def visible_to(self, user: User) -> Self:
        """The witness, and who may see the report."""
        return self.filter(Q(person=user) | Q(incident__in=Incident.objects.visible_to(user)))


class Witness(models.Model):
    """A colleague who was there. Sees the summary of facts once the reporter has agreed."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="witnesses")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    may_see_facts_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)

    objects = WitnessQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at", "id"]
        verbose_name_plural = "witnesses"
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="witness_once")]

    def __str__(self) -> str:
        return str(self.public_id)


class WitnessAccountQuerySet(models.QuerySet["WitnessAccount"]):
    def visible_to(self, user: User) -> Self:
        """The witness, and who may read the report."""
        readable = Incident.objects.readable_by(user)
        return self.filter(Q(witness__person=user) | Q(witness__incident__in=readable))


class WitnessAccount(models.Model):
    """What a witness saw, in their own words. Never edited: more is added below."""

    witness = models.ForeignKey(Witness, models.PROTECT, related_name="accounts")
    body = models.TextField(max_length=10_000)
    written_at = models.DateTimeField()

    objects = WitnessAccountQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        triggers = [pgtrigger.Protect(name="witness_account_append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.witness_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.readable_by(user))


class Message(models.Model):
    """A question to the reporter or their reply, through the product: no name is needed for it."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="messages")
    is_from_reporter = models.BooleanField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.CharField(max_length=1000)
    written_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        triggers = [pgtrigger.Protect(name="message_append_only", operation=_APPEND_ONLY)]

    def __str__(self) -> str:
        return str(self.public_id)


class PraiseQuerySet(models.QuerySet["Praise"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.visible_to(user))


class Praise(models.Model):
    """A few words of who leads the team about how the contact was handled, for the person."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="praises")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.CharField(max_length=300)
    written_at = models.DateTimeField()

    objects = PraiseQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "written_by"], name="praise_once"),
            models.CheckConstraint(condition=~Q(body=""), name="praise_has_words"),
        ]
        triggers = [
            pgtrigger.Protect(name="praise_append_only", operation=_APPEND_ONLY),
            PRAISED_BY_ANOTHER,
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"
