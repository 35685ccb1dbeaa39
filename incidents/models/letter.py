"""Letters to a customer: the organisation's own texts, and each letter as it was made."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codes.letters import TEXTS, LetterKind
from incidents.models.measure import Measure
from incidents.models.procedure import HouseRules
from people.ids import uuid7
from people.models import User


class LetterTemplate(models.Model):
    """The organisation's own text of one kind of letter in one language; empty means built-in."""

    kind = models.CharField(max_length=24, choices=[(k.value, TEXTS[k].label) for k in LetterKind])
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
    kind = models.CharField(max_length=24, choices=[(k.value, TEXTS[k].label) for k in LetterKind])
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=8000)
    house_rules = models.ForeignKey(HouseRules, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    has_apology = models.BooleanField(default=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "kind"],
                condition=Q(sent_on__isnull=True),
                name="letter_one_unsent",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_by__isnull=True)
                | Q(sent_on__isnull=False, sent_by__isnull=False),
                name="letter_sent_by",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/letter/{self.public_id}/"
