"""Letters to a customer: the organisation's own texts, and each letter as it was made."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.codes.letters import ABOUT_MANNER, TEXTS, LetterKind
from incidents.models.fair import LETTER_STAYS
from incidents.models.measure import Measure
from incidents.models.procedure import HouseRules
from people.ids import uuid7
from people.models import User

_RIGHT = ", ".join(str(COMPLAINT_VALID_BY_KEY[key].number) for key in ("valid", "partly"))
_MANNER = ", ".join(f"'{kind.value}'" for kind in sorted(ABOUT_MANNER))
# A complaint that was right, by the latest reading, has an owner and a date or was settled, and
# the apology that is due stands in the same letter.
_COMPLAINT_FIRST = f"""
IF NEW.sent_on IS NOT NULL AND NEW.kind IN ({_MANNER}) AND EXISTS (
  SELECT 1 FROM incidents_measureground ground
  JOIN LATERAL (
    SELECT complaint_valid FROM incidents_judgement
    WHERE incident_id = ground.incident_id ORDER BY judged_at DESC, id DESC LIMIT 1
  ) reading ON reading.complaint_valid IN ({_RIGHT})
  LEFT JOIN incidents_complaint complaint ON complaint.incident_id = ground.incident_id
  WHERE ground.measure_id = NEW.measure_id AND complaint.closed_at IS NULL
    AND (complaint.owner_id IS NULL OR complaint.due_on IS NULL)
) THEN
  RAISE EXCEPTION 'the complaint comes first' USING ERRCODE = 'check_violation';
END IF;
IF NEW.sent_on IS NOT NULL AND NEW.kind IN ({_MANNER}) AND NOT NEW.has_apology AND EXISTS (
  SELECT 1 FROM incidents_measureground ground
  JOIN incidents_complaint complaint ON complaint.incident_id = ground.incident_id
  WHERE ground.measure_id = NEW.measure_id AND complaint.is_apology_due
) THEN
  RAISE EXCEPTION 'our apology belongs in the same letter' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""  # noqa: S608 - of our own lists alone


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
        triggers = [
            pgtrigger.Trigger(
                name="letter_complaint_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_COMPLAINT_FIRST,
            ),
            LETTER_STAYS,
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/letter/{self.public_id}/"
