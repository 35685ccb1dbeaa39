"""Check-ins that are offered, for the person alone to take or to leave."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.ids import uuid7
from people.models import User
from wellbeing.models.care import CareSeries


class CareOfferQuerySet(models.QuerySet["CareOffer"]):
    def visible_to(self, user: User) -> Self:
        """An offer is between the product and the person."""
        return self.filter(person=user)

    def open(self) -> Self:
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)

    def taken(self) -> Self:
        return self.filter(is_taken=True)


class CareOffer(models.Model):
    """A check-in offered to somebody whose own report did not ask for one.

    Witnesses, who stepped in for a colleague, and who met many small things are offered care;
    they take it or leave it. `incident` is the report of a colleague that it is about, when it is
    about one; `series` is the care a taken one became part of, so that nobody who was part of
    that report holds its talks.
    """

    class Because(models.TextChoices):
        WITNESS = "witness", _("you saw what happened")
        HELPER = "helper", _("you stepped in for a colleague")
        LOAD = "load", _("many small things add up")

    # How the key of an offer ends that is made once more.
    AGAIN = ":again"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    because = models.CharField(max_length=7, choices=Because.choices)
    # Names what it was about, once: the same thing never offers twice.
    key = models.CharField(max_length=64)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")
    series = models.ForeignKey(CareSeries, models.PROTECT, null=True, related_name="offers")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # Since when what led to it does not stand any more; counted again, it is the same offer.
    withdrawn_at = models.DateTimeField(null=True)
    is_taken = models.BooleanField(null=True)

    objects = CareOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="care_offer_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_taken__isnull=True)
                | Q(answered_at__isnull=False, is_taken__isnull=False),
                name="care_offer_answered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_again(self) -> bool:
        return self.key.endswith(self.AGAIN)
