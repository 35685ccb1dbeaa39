"""A second look: the customer objects, or we ask whether we still want the relation."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.customer import Customer
from incidents.models.fair import OBJECTION_BY_ANOTHER, RELATION_BY_OTHERS
from incidents.models.incident import Incident
from incidents.models.measure import Measure
from people.ids import uuid7
from people.models import User

_ANSWERED_BY: "ExpressionWrapper[Any]" = ExpressionWrapper(
    F("received_on") + dt.timedelta(days=14), output_field=models.DateTimeField()
)


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(measure__in=Measure.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(decided_at__isnull=True)


class Objection(models.Model):
    """The customer objects; somebody who neither reported nor decided answers within 14 days."""

    class Outcome(models.TextChoices):
        KEEP = "keep", _("it stays")
        CHANGE = "change", _("it is changed")
        WITHDRAW = "withdraw", _("it is withdrawn")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="objections")
    received_on = models.DateField(_("received on"))
    text = models.TextField(_("what the customer says"), max_length=4000, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, blank=True, choices=Outcome.choices)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["received_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(decided_at__isnull=True), name="objection_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(reason="")
                ),
                name="objection_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(due_on__lte=_ANSWERED_BY), name="objection_within_14_days"
            ),
        ]
        triggers = [OBJECTION_BY_ANOTHER]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/objection/{self.public_id}/"


class RelationReviewQuerySet(models.QuerySet["RelationReview"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(second_at__isnull=True, fallen_at__isnull=True)


class RelationReview(models.Model):
    """Do we still want this relation, and at what cost? One person decides, a second agrees."""

    class Decision(models.TextChoices):
        GO_ON = "go_on", _("go on as we are")
        MEASURE = "measure", _("go on, with a measure")
        END = "end", _("end the relation")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="reviews")
    # The confirmed report that opened it; the same one never opens a second review.
    opened_for = models.OneToOneField(Incident, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    decision = models.CharField(max_length=7, blank=True, choices=Decision.choices)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    # The reports that opened it no longer count about this customer: nothing is left to decide.
    fallen_at = models.DateTimeField(null=True)

    objects = RelationReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(second_at__isnull=True, fallen_at__isnull=True),
                name="relation_review_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="")
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decision="")
                    & ~Q(reason="")
                ),
                name="relation_review_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True)
                | (Q(second_by__isnull=False) & ~Q(second_by=F("decided_by"))),
                name="relation_review_needs_two",
            ),
        ]
        triggers = [RELATION_BY_OTHERS]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/relation/{self.public_id}/"

    @property
    def is_open(self) -> bool:
        return self.second_at is None and self.fallen_at is None
