"""Contacts as exposure, and how they came in."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Customer, Product
from people.ids import uuid7
from people.models import Team, User


class ContactVolume(models.Model):
    """Contacts with customers on one day, per product, team and channel: the exposure."""

    day = models.DateField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    channel = models.PositiveSmallIntegerField()
    contacts = models.PositiveIntegerField(_("contacts"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "team", "product", "channel"],
                name="contact_volume_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.team_id}"


class CustomerContacts(models.Model):
    """Contacts with one customer in a month: the exposure of a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    month = models.DateField()
    contacts = models.PositiveIntegerField(_("contacts"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "month"], name="customer_contacts_once"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="customer_contacts_first_of_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ContactIntakeQuerySet(models.QuerySet["ContactIntake"]):
    def visible_to(self, user: User) -> Self:
        """Who brings contact numbers in: HR and administrators."""
        return self.all() if user.is_hr or user.is_admin else self.none()

    def unmended(self) -> Self:
        """Files of the feed that could not be used, and no later one of their name was good."""
        return self.filter(source=ContactIntake.Source.FEED, is_kept=False, is_mended=False)


class ContactIntake(models.Model):
    """One time that contact numbers came in, or were refused: what, from where, and the faults."""

    class Source(models.TextChoices):
        PAGE = "page", _("a file")
        API = "api", _("another system")
        FEED = "feed", _("the feed")

    class Kind(models.TextChoices):
        CONTACTS = "contacts", _("contacts of teams")
        CUSTOMERS = "customers", _("contacts of customers")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    source = models.CharField(max_length=8, choices=Source)
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    lines = models.PositiveIntegerField()
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    # The first faults: line, what is wrong, and the text to blame, never that of a customer.
    faults = models.JSONField(default=list)
    is_kept = models.BooleanField(default=True)
    is_mended = models.BooleanField(default=False)

    objects = ContactIntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at"], name="contact_intake_newest")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.source}"

    @property
    def path(self) -> str:
        return f"/contacts/intake/{self.public_id}/"


class ContactFileQuerySet(models.QuerySet["ContactFile"]):
    def visible_to(self, user: User) -> Self:
        """Who sent it."""
        return self.filter(by=user)


class ContactFile(models.Model):
    """A file between being looked at and being kept; gone with either, or after a day."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    by = models.OneToOneField(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()

    objects = ContactFileQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)
