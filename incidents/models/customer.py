"""Customers by a random key; who they are stands in a table of its own."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models import Team, User


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: User) -> Self:
        """Managers and deputies see customers their teams reported; advisers all of them."""
        if user.is_adviser:
            return self.all()
        return self.filter(incidents__team_id__in=user.led_team_ids).distinct()


class Customer(models.Model):
    """Somebody we serve, without a name: the key that reports hang on."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class CustomerIdentity(models.Model):
    """Who the customer is. Found only by an exact number, phone or mail."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="identity")
    reference = models.CharField(_("customer number"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True)

    def __str__(self) -> str:
        return self.reference


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, day: dt.date) -> Self:
        return self.filter(ended_at__isnull=True).filter(Q(until__isnull=True) | Q(until__gte=day))

    def visible_to(self, user: User) -> Self:
        """Who may open the customer sees what was agreed; the desk sees it after a match."""
        return self.filter(customer__in=Customer.objects.visible_to(user))


class Agreement(models.Model):
    """What was agreed for the next contact with a customer: practical, never the story."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="agreements")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    text = models.CharField(_("what we agreed"), max_length=200)
    until = models.DateField(_("until"), null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="agreement_ended_by",
            )
        ]

    def __str__(self) -> str:
        return self.text
