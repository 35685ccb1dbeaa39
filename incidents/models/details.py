"""What is added to a report: steps, the fix, files, judgements, and what happened with it."""

from typing import Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.codes import Severity
from incidents.models.computed import FIVE_FILES, JUDGED_FAIRLY
from incidents.models.incident import Incident
from people.ids import uuid7
from people.models import User


class OfIncidentQuerySet(models.QuerySet[Any]):
    """Rows that follow the report they belong to."""

    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.readable_by(user))


class LadderStep(models.Model):
    """One step that was taken in the contact, when it is known, and by whom."""

    class By(models.TextChoices):
        ME = "me", _("me")
        COLLEAGUE = "colleague", _("a colleague")
        MANAGER = "manager", _("the manager")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="ladder")
    step = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=9, choices=By.choices, default=By.ME)
    wording = models.CharField(max_length=300, blank=True)
    # Why the contact was ended without a warning, where no threat explains it.
    reason = models.CharField(max_length=200, blank=True)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["step"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "step"], name="ladder_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.step}"


class Settlement(models.Model):
    """What the customer wanted, what was agreed, and whether the idea was the customer's own."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="settlement")
    wish = models.CharField(_("what would be a fair fix to them"), max_length=300, blank=True)
    fix = models.CharField(_("what was agreed"), max_length=300, blank=True)
    is_agreed = models.BooleanField(null=True)
    is_customers_idea = models.BooleanField(default=False)

    objects = OfIncidentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.incident_id}"


class Attachment(models.Model):
    """A picture or document with a report. The file lies outside the web root."""

    class Kind(models.TextChoices):
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        PDF = "pdf", "PDF"

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__lte=10 * 1024 * 1024), name="attachment_ten_megabytes"
            )
        ]
        triggers = [FIVE_FILES]

    def __str__(self) -> str:
        return str(self.public_id)


class Judgement(models.Model):
    """How a manager or adviser reads a report. Kept beside the reporter's reading, never over it.

    The latest one counts. A report is confirmed by a judgement that found a manner code.
    `severity` is a second, lower value with its reason; the computed one stays.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="judgements")
    complaint_valid = models.PositiveSmallIntegerField()
    is_manner_right = models.BooleanField()
    behaviours = ArrayField(models.PositiveSmallIntegerField(), default=list)
    severity = models.PositiveSmallIntegerField(
        null=True, choices=[(s.value, s.name) for s in Severity]
    )
    reason = models.CharField(max_length=300, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["judged_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | ~Q(reason=""),
                name="judgement_lower_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_manner_right=True, behaviours=[])
                | Q(is_manner_right=False, behaviours__len__gte=1),
                name="judgement_manner_has_codes",
            ),
        ]
        triggers = [
            JUDGED_FAIRLY,
            pgtrigger.Protect(
                name="judgement_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"


class Event(models.Model):
    """One line of a report's timeline: what changed, by whom and when. No free text.

    `actor` is empty when the product did it by itself. `about` is a code or a public id that the
    words of the line need, never a story or a name.
    """

    class Kind(models.TextChoices):
        COMPLETED = "completed", _("Details were added")
        FACTS_ADDED = "facts_added", _("Facts from a talk were added")
        FILE_ADDED = "file_added", _("A file was added")
        FILE_REMOVED = "file_removed", _("A file was removed")
        CONFIRMED = "confirmed", _("The colleague confirmed the report")
        REFUSED = "refused", _("The colleague did not want the report")
        WITNESS_INVITED = "witness_invited", _("A witness was invited")
        WITNESS_AGREED = "witness_agreed", _("A witness may see the facts")
        WITNESS_DECLINED = "witness_declined", _("A witness would rather not say anything")
        WITNESS_TOLD = "witness_told", _("A witness added an account")
        JUDGED = "judged", _("Complaint and manner were judged")
        ASKED = "asked", _("A question was asked")
        MESSAGE = "message", _("A message was written")
        TAKEN_OVER = "taken_over", _("Somebody stepped in")
        PROMISE_MADE = "promise_made", _("A promise to the customer was made")
        PROMISE_CLOSED = "promise_closed", _("A promise to the customer was closed")
        PROMISE_HANDED = "promise_handed", _("Somebody else keeps a promise to the customer")
        PROMISE_LINKED = "promise_linked", _("A promise we did not keep was named as the cause")
        CUSTOMER_NAMED = "customer_named", _("The customer was filled in")
        CUSTOMER_MERGED = "customer_merged", _("Two entries of one customer were joined")
        CUSTOMER_PARTED = "customer_parted", _("Joining two entries was taken back")
        REMEDY_ASKED = "remedy_asked", _("Leave was asked to give something")
        REMEDY_GIVEN = "remedy_given", _("Something was given to the customer")
        REMEDY_REFUSED = "remedy_refused", _("What was asked for is not given")
        FACT_CHECKED = "fact_checked", _("A fact for the customer was checked")
        FACT_STRUCK = "fact_struck", _("A fact for the customer was struck out")
        FOLLOW_UP_SENT = "follow_up_sent", _("The customer was written to")
        COMPLAINT_OPENED = "complaint_opened", _("The complaint is being looked at")
        COMPLAINT_PLANNED = "complaint_planned", _("Somebody sees to the complaint, by a day")
        COMPLAINT_CLOSED = "complaint_closed", _("The complaint was settled")
        REACTED = "reacted", _("The customer got a reaction")
        POLICE_ASKED = "police_asked", _("The police question was answered")
        POLICE_DONE = "police_done", _("The police were told")
        MEASURE_PROPOSED = "measure_proposed", _("A measure was proposed")
        MEASURE_PREPARED = "measure_prepared", _("An end of the relation waits for a second person")
        MEASURE_DECIDED = "measure_decided", _("A measure was decided")
        MEASURE_REFUSED = "measure_refused", _("A measure was not taken")
        MEASURE_ENDED = "measure_ended", _("A measure has ended")
        LETTER_SENT = "letter_sent", _("A letter to the customer was sent")
        EVIDENCE_ADDED = "evidence_added", _("It was noted what there is beside the words")
        EVIDENCE_CHECKED = "evidence_checked", _("Somebody else listened to the recording")
        RELATION_OPENED = "relation_opened", _("It is asked whether we want this relation")
        RELATION_WEIGHED = "relation_weighed", _("Somebody said how we go on; a second one agrees")
        RELATION_FALLEN = "relation_fallen", _("Whether we want this relation is asked no more")
        RELATION_DECIDED = "relation_decided", _("It was decided how we go on with the customer")
        MEASURE_REVIEW = "measure_review", _("A measure is looked at again")
        OBJECTION = "objection", _("The customer objected")
        OBJECTION_DECIDED = "objection_decided", _("The objection was decided")
        MOVED = "moved", _("The report was moved to another customer")
        SET_ASIDE = "set_aside", _("The report no longer counts about the customer")
        PRAISED = "praised", _("Somebody wrote how well it was handled")
        REMINDED = "reminded", _("The reporter was asked whether this is enough")
        CLOSED = "closed", _("The report was closed")
        REOPENED = "reopened", _("The report was opened again")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=18, choices=Kind.choices)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    about = models.CharField(max_length=40, blank=True)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["incident", "at"], name="event_incident")]
        triggers = [
            pgtrigger.Protect(
                name="event_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.kind}"
