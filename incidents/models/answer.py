"""What was done, in one sentence to the reporter, and what the reporter says to that."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from people.ids import uuid7
from people.models import User


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(incident__in=Incident.objects.visible_to(user))


class Answer(models.Model):
    """One sentence of what was done. The reporter says "heard" or "not yet"."""

    class Reply(models.TextChoices):
        HEARD = "heard", _("Heard")
        NOT_YET = "not_yet", _("Not yet")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="answers")
    sentence = models.CharField(_("what we did"), max_length=500)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reply = models.CharField(max_length=7, blank=True, choices=Reply.choices)
    replied_at = models.DateTimeField(null=True)
    # Why it is not enough yet, in the reporter's words.
    not_yet_reason = models.CharField(_("what is still missing"), max_length=300, blank=True)
    # One answer to several reports of one cause: the same batch, told to each apart.
    batch = models.UUIDField(null=True)
    # When the reporter was asked a second time whether this is enough.
    asked_again_at = models.DateTimeField(null=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="answer_replied_at",
            ),
            models.CheckConstraint(
                condition=~Q(reply="not_yet") | ~Q(not_yet_reason=""),
                name="answer_not_yet_has_reason",
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(reply=""), name="answer_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}"
