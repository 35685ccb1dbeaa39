"""Ways in: invitations by mail, printed slips, API tokens. Secrets are stored hashed."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.delivery import Outbox
from people.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: dt.datetime) -> Self:
        """Links that still let an active person choose a password."""
        return self.unused().filter(expires_at__gt=now, user__is_active=True)

    def unused(self) -> Self:
        return self.filter(accepted_at__isnull=True, voided_at__isnull=True)


class Invitation(models.Model):
    """A link by mail with which a person chooses a password, once.

    The token in the link is made while the mail is being sent and is kept as a hash only, so
    until then there is none. Someone who forgot their password gets the same kind of link.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        PASSWORD = "password", _("New password")

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.INVITATION)
    mail = models.OneToOneField(Outbox, models.PROTECT, null=True, related_name="invitation")
    token_hash = models.CharField(  # noqa: DJ001 - unique once there is one
        max_length=64, unique=True, null=True
    )
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=models.Q(accepted_at__isnull=True, voided_at__isnull=True),
                name="invitation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class SignInSlipQuerySet(models.QuerySet["SignInSlip"]):
    def open(self, now: dt.datetime) -> Self:
        """Slips that still open the door."""
        return self.unused().filter(expires_at__gt=now, user__is_active=True)

    def unused(self) -> Self:
        return self.filter(used_at__isnull=True, voided_at__isnull=True)


class SignInSlip(models.Model):
    """A one-time code on paper for somebody without work mail; it opens once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="slips")
    code_hash = models.CharField(max_length=128)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    objects = SignInSlipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(used_at__isnull=True, voided_at__isnull=True),
                name="slip_one_open",
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
        CONTACTS_WRITE = "contacts:write", _("Send contact numbers")

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
