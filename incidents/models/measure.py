"""A step toward a customer: what it rests on, until when it holds, and what is objected."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import FLAGLESS, MEASURE_BY_NUMBER, MEASURES, MeasureWord, Rung
from incidents.models.customer import NAMES_A_PERSON, Customer
from incidents.models.details import OfIncidentQuerySet
from incidents.models.fair import EVIDENCE_BY_OTHERS, FACTS_STAY, MEASURE_TRIGGERS
from incidents.models.incident import Incident
from incidents.models.procedure import HouseRules
from people.ids import uuid7
from people.models import Team, User

# How long before its day a review is asked for.
LOOK_AHEAD = dt.timedelta(days=14)

_FULL_GROUNDS = (
    Q(house_rules__isnull=False, rule__isnull=False)
    & (Q(earlier_warning__isnull=False) | ~Q(no_warning_reason=""))
    & (~Q(customer_view="") | ~Q(no_view_reason=""))
    & Q(starts_on__isnull=False, ends_on__isnull=False, review_on__isnull=False)
    & ~Q(stays_open="")
    & ~Q(objection_address="")
    & ~Q(why="")
)


# The last day that is no more than twelve months after the first: 29 February gives the 28th.
_YEAR_AFTER_START = Func(
    F("starts_on"),
    template="(%(expressions)s + interval '1 year')",
    output_field=models.DateTimeField(),
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

    def running(self) -> Self:
        """Measures taken that nothing has ended yet, begun or not."""
        return self.taken().filter(ended_at__isnull=True)

    def to_look_at(self) -> Self:
        """Running measures that nobody has looked at near the day of their review."""
        early = ExpressionWrapper(F("review_on") - LOOK_AHEAD, output_field=models.DateTimeField())
        return self.running().filter(Q(reviewed_at__isnull=True) | Q(reviewed_at__lt=early))

    def in_force(self, day: dt.date) -> Self:
        """Measures taken that have begun and not ended; their day ends them by itself."""
        return (
            self.taken()
            .filter(ended_at__isnull=True, starts_on__lte=day)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        )


class Measure(models.Model):
    """One rung of the ladder for one person. Staff propose, a manager or adviser decides.

    Nothing but an apology can be taken without its full grounds; the constraints below hold what
    the operation asks. `second_by` is the second person that an end of the relation needs.
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
    # Who filled in an end of the relation; it is taken when a second person agrees.
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    prepared_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    # Something it rests on has changed: it is looked at again before its day.
    review_asked_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    # Empty when its day ended it.
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
                condition=~Q(is_taken=True) | Q(kind=int(Rung.APOLOGY)) | _FULL_GROUNDS,
                name="measure_full_grounds",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on"), ends_on__lte=_YEAR_AFTER_START),
                name="measure_twelve_months",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(review_on__isnull=True)
                | Q(
                    LessThanOrEqual(F("review_on") - F("starts_on"), F("ends_on") - F("review_on")),
                    review_on__gte=F("starts_on"),
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
                condition=~Q(kind__in=[int(rung) for rung in FLAGLESS])
                | ~Q(is_taken=True)
                | Q(desk_note=""),
                name="measure_words_are_no_flag",
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
        triggers = [
            NAMES_A_PERSON,
            *MEASURE_TRIGGERS,
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/measure/{self.public_id}/"

    @property
    def word(self) -> MeasureWord:
        return MEASURE_BY_NUMBER[self.kind]

    @property
    def is_restriction(self) -> bool:
        return self.word.is_restriction

    @property
    def is_looked_at(self) -> bool:
        """Say whether it was looked at near the day of its review; long before does not count."""
        if self.reviewed_at is None or self.review_on is None:
            return False
        return timezone.localdate(self.reviewed_at) >= self.review_on - LOOK_AHEAD

    @property
    def needs_second(self) -> bool:
        """Say whether two people have to agree."""
        return self.kind == Rung.END_OF_RELATION

    @property
    def rule_text(self) -> str:
        """The house rule as it stood in its version, in the reader's language."""
        told = self.house_rules.rules() if self.house_rules and self.rule else []
        return told[self.rule - 1] if self.rule and self.rule <= len(told) else ""

    def is_in_force(self, day: dt.date) -> bool:
        """Say whether it holds on a day; the queryset's `in_force` says the same of many."""
        if not self.is_taken or self.ended_at or self.starts_on is None:
            return False
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


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
        triggers = [FACTS_STAY]

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

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("added_by")),
                name="evidence_second_person",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="evidence_checked_by",
            ),
        ]
        triggers = [EVIDENCE_BY_OTHERS]

    def __str__(self) -> str:
        return str(self.public_id)
