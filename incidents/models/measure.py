"""A step toward a customer: what it rests on, until when it holds, and what is objected."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import MEASURES, Rung
from incidents.models.customer import NAMES_A_PERSON, Customer
from incidents.models.incident import Incident
from incidents.models.procedure import HouseRules
from people.ids import uuid7
from people.models import Team, User

_RESTRICTIONS = [int(word.number) for word in MEASURES if word.is_restriction]
_FULL_GROUNDS = (
    Q(house_rules__isnull=False, rule__isnull=False)
    & (Q(earlier_warning__isnull=False) | ~Q(no_warning_reason=""))
    & (~Q(customer_view="") | ~Q(no_view_reason=""))
    & Q(starts_on__isnull=False, ends_on__isnull=False, review_on__isnull=False)
    & ~Q(stays_open="")
    & ~Q(objection_address="")
)


def _days_after_start(days: int) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(
        F("starts_on") + dt.timedelta(days=days), output_field=models.DateTimeField()
    )


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user: User) -> Self:
        """Who proposed it, who leads a team that met the customer, and advisers."""
        if user.is_adviser:
            return self.all()
        return self.filter(Q(proposed_by=user) | Q(customer__in=Customer.objects.visible_to(user)))

    def undecided(self) -> Self:
        return self.filter(is_taken__isnull=True)

    def taken(self) -> Self:
        return self.filter(is_taken=True)

    def in_force(self, day: dt.date) -> Self:
        """Measures taken that have begun and not ended; their day ends them by itself."""
        return (
            self.taken()
            .filter(ended_at__isnull=True, starts_on__lte=day)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        )


class Measure(models.Model):
    """One rung of the ladder for one person. Staff propose, a manager or adviser decides.

    A restriction cannot be taken without its full grounds; the constraints below hold what the
    operation asks. `second_by` is the second person that an end of the relation needs.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="measures")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    kind = models.PositiveSmallIntegerField(
        choices=[(int(word.number), word.label) for word in MEASURES]
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    why = models.CharField(_("why this is needed"), max_length=500, blank=True)
    tried = models.CharField(_("what was tried before"), max_length=300, blank=True)
    house_rules = models.ForeignKey(HouseRules, models.PROTECT, null=True, related_name="+")
    rule = models.PositiveSmallIntegerField(_("rule that was broken"), null=True)
    earlier_warning = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed")
    no_warning_reason = models.CharField(max_length=300, blank=True)
    customer_view = models.TextField(_("what the customer says"), max_length=2000, blank=True)
    no_view_reason = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(_("from"), null=True)
    ends_on = models.DateField(_("until"), null=True)
    review_on = models.DateField(_("looked at again on"), null=True)
    stays_open = models.CharField(_("what stays open"), max_length=300, blank=True)
    objection_address = models.CharField(_("where to object"), max_length=240, blank=True)
    desk_note = models.CharField(_("for the desk"), max_length=120, blank=True)
    is_taken = models.BooleanField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_taken__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(is_taken__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="measure_decided_by",
            ),
            models.CheckConstraint(
                condition=~Q(is_taken=True) | ~Q(kind__in=_RESTRICTIONS) | _FULL_GROUNDS,
                name="measure_full_grounds",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on"), ends_on__lte=_days_after_start(366)),
                name="measure_twelve_months",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(review_on__isnull=True)
                | Q(
                    LessThanOrEqual(F("review_on") - F("starts_on"), F("ends_on") - F("review_on"))
                ),
                name="measure_review_in_first_half",
            ),
            models.CheckConstraint(
                condition=~Q(kind=int(Rung.SAFETY_NOTE))
                | ~Q(is_taken=True)
                | Q(ends_on__lte=_days_after_start(14)),
                name="measure_safety_note_14_days",
            ),
            models.CheckConstraint(
                condition=~Q(kind=int(Rung.END_OF_RELATION))
                | ~Q(is_taken=True)
                | (Q(second_by__isnull=False) & ~Q(second_by=F("decided_by"))),
                name="measure_end_needs_two",
            ),
            models.CheckConstraint(
                condition=~Q(is_taken=False) | ~Q(decision_reason=""),
                name="measure_refused_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-proposed_at"], name="measure_customer")]
        triggers = [NAMES_A_PERSON]

    def __str__(self) -> str:
        return str(self.public_id)


class MeasureGround(models.Model):
    """A dated fact that a measure rests on, with the report it comes from."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="grounds")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="grounds")
    fact = models.CharField(_("what happened"), max_length=300)
    happened_on = models.DateField()

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "incident"], name="measure_ground_once"),
            models.CheckConstraint(condition=~Q(fact=""), name="measure_ground_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.incident_id}"


class Evidence(models.Model):
    """Something beside the reporter's words. A recording counts once a second person listened."""

    class Kind(models.TextChoices):
        RECORDING = "recording", _("recording")
        FILE = "file", _("file with the report")
        MANAGER = "manager", _("a manager was there")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    reference = models.CharField(_("where it is kept"), max_length=120, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("added_by")),
                name="evidence_second_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class LetterTemplate(models.Model):
    """The organisation's own text of one kind of letter in one language; empty means built-in."""

    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=5)
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"), max_length=6000)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="letter_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(measure__in=Measure.objects.visible_to(user))


class Letter(models.Model):
    """A letter to the customer as it was made: the text of that day and the rules linked in it."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=8000)
    house_rules = models.ForeignKey(HouseRules, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return str(self.public_id)


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
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class RelationReviewQuerySet(models.QuerySet["RelationReview"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(second_at__isnull=True)


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

    objects = RelationReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(second_at__isnull=True),
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

    def __str__(self) -> str:
        return str(self.public_id)
