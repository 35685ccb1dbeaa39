"""What the customer still needs: checked facts, the complaint, a reaction, the police."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import POLICE
from incidents.models.incident import Incident
from people.ids import uuid7
from people.models import User

_UNSETTLED = """
IF NEW.sent_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM incidents_fact
  WHERE follow_up_id = NEW.id AND checked_at IS NULL AND struck_at IS NULL
) THEN
  RAISE EXCEPTION 'a fact is neither checked nor struck out' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_OF_SENT = """
IF EXISTS (
  SELECT 1 FROM incidents_followup
  WHERE id = COALESCE(NEW.follow_up_id, OLD.follow_up_id) AND sent_at IS NOT NULL
) THEN
  RAISE EXCEPTION 'the message was sent: its facts stay' USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.readable_by(user))


class FollowUp(models.Model):
    """A message to the customer afterwards, resting on facts that somebody has checked."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="follow_ups")
    text = models.TextField(_("what we tell the customer"), max_length=4000, blank=True)
    is_advice_asked = models.BooleanField(null=True)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    channel = models.PositiveSmallIntegerField(null=True)
    # Written in heat, sent when it has rested: before this moment sending asks once more.
    parked_until = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True)
                | Q(is_advice_asked__isnull=False, sent_by__isnull=False),
                name="follow_up_sent_with_advice",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="follow_up_facts_settled",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_UNSETTLED,
            ),
            pgtrigger.Protect(
                name="follow_up_sent_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class FactQuerySet(models.QuerySet["Fact"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user))


class Fact(models.Model):
    """One fact of a follow-up: where it comes from, and who checked it or struck it out."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="facts")
    text = models.CharField(_("fact"), max_length=300)
    source = models.CharField(_("where it comes from"), max_length=120)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="fact_has_source"),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="fact_checked_by",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fact_of_sent_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_OF_SENT,
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_settled(self) -> bool:
        return self.checked_at is not None or self.struck_at is not None


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(Q(owner=user) | Q(incident__in=Incident.objects.visible_to(user)))

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class Complaint(models.Model):
    """What the customer still needs, apart from how they behaved."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="complaint")
    what = models.CharField(_("what the customer still needs"), max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("by"), null=True)
    is_apology_due = models.BooleanField(default=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.CharField(_("how it was settled"), max_length=300, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="complaint_closed_with_outcome",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="complaint_settled_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        """The page of this complaint, for tasks and notices."""
        return f"/complaint/{self.public_id}/"


class Reaction(models.Model):
    """The customer hears from us within 24 hours, or there is a reason why not."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="reaction")
    due_at = models.DateTimeField()
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    reason_not = models.CharField(_("why not"), max_length=200, blank=True)
    channel = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, reason_not="", done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="reaction_done_by",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(channel__isnull=False) | ~Q(reason_not=""),
                name="reaction_done_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"


class PoliceStep(models.Model):
    """What the person wants about the police, and whether it was done, by whom for whom."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="police")
    wish = models.CharField(
        max_length=6, blank=True, choices=[(p.value, label) for p, label in POLICE.items()]
    )
    wished_at = models.DateTimeField(null=True)
    # "Later" is asked again from this moment.
    ask_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The employer may report for the person, always with the employer's address.
    is_by_employer = models.BooleanField(default=True)
    reference = models.CharField(_("number given by the police"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_by__isnull=False),
                name="police_done_by",
            ),
            models.CheckConstraint(
                condition=Q(wished_at__isnull=True, wish="")
                | (Q(wished_at__isnull=False) & ~Q(wish="")),
                name="police_wished_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"
