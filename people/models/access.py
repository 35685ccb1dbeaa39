"""Ways in: invitations by mail, printed slips, API tokens. Secrets are stored hashed."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.user import User


class Invitation(models.Model):
    """A link by mail with which a person chooses a password, once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user}"


class SignInSlip(models.Model):
    """A one-time code on paper for somebody without work mail; it opens once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=128)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(used_at__isnull=True), name="slip_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self, now: dt.datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class ApiToken(models.Model):
    """A key for another system. Printed once, kept as a hash, limited to its scopes."""

    class Scope(models.TextChoices):
        INCIDENT_CREATE = "incident:create", _("Send reports")

    name = models.CharField(_("name"), max_length=80, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
