"""Customers by a random key; who they are stands in a table of its own."""

import datetime as dt
from typing import Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models import Team, User

# A measure names the person who behaved, never the account; models/measure.py hangs it on.
NAMES_A_PERSON = pgtrigger.Trigger(
    name="measure_names_person",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF (SELECT kind FROM incidents_customer WHERE id = NEW.customer_id) <> 'person' THEN
            RAISE check_violation USING MESSAGE = 'a measure names a person, never an account';
        END IF;
        RETURN NEW;
    """,
)


class CustomerQuerySet(models.QuerySet["Customer"]):
    def present(self) -> Self:
        """Entries that were not merged into another one."""
        return self.filter(merged_into__isnull=True)

    def met_by(self, team_ids: list[int]) -> Self:
        """Entries that these teams reported, or made themselves."""
        return self.filter(Q(incidents__team_id__in=team_ids) | Q(team_id__in=team_ids))

    def visible_to(self, user: User) -> Self:
        """Managers and deputies see the customers their teams met; advisers all of them.

        With an organisation come its contact persons; with a contact person the organisation.
        """
        if user.is_adviser:
            return self.present()
        met = Customer.objects.met_by(user.led_team_ids).order_by().values("pk")
        near = Q(pk__in=met) | Q(organisation__in=met) | Q(contact_persons__in=met)
        return self.present().filter(near).distinct()


class Customer(models.Model):
    """Somebody we serve, without a name: the key that reports hang on.

    An organisation has contact persons, customers of their own that point at it. A merged
    customer points at the one it went into and is found under no list.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("a person")
        ORGANISATION = "organisation", _("an organisation")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    organisation = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="contact_persons"
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    language = models.CharField(_("language of letters"), max_length=5, blank=True)
    # The team that made the entry by hand; empty for one that came with a report.
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(kind="person"),
                name="customer_contact_is_person",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=models.F("id")) & ~Q(merged_into=models.F("id")),
                name="customer_not_own_other",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class CustomerIdentity(models.Model):
    """Who the customer is. Found only by an exact number, phone or mail."""

    customer = models.OneToOneField(Customer, models.PROTECT, related_name="identity")
    reference = models.CharField(_("customer number"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True)

    address = models.CharField(_("address for letters"), max_length=240, blank=True)

    class Meta:
        indexes = [
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="identity_name_trigram")
        ]

    def __str__(self) -> str:
        return self.reference


class CustomerMerge(models.Model):
    """Two entries that were one customer. The moved rows are kept, so that it can be undone."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kept = models.ForeignKey(Customer, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    # Which rows hung on the entry that is gone: table -> primary keys.
    moved = models.JSONField(default=dict)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at__isnull=True), name="customer_merged_once"
            ),
            models.CheckConstraint(
                condition=~Q(kept=models.F("gone")), name="customer_merge_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} > {self.kept_id}"


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
