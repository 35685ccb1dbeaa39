"""What came out of a talk. The care note has a table that only the two people can read."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models import User
from wellbeing.models.care import CheckIn


class CareNoteQuerySet(models.QuerySet["CareNote"]):
    def visible_to(self, user: User) -> Self:
        """The person it is about and the one who held the talk; nobody after them."""
        return self.filter(Q(checkin__series__person=user) | Q(written_by=user))


class CareNote(models.Model):
    """How the person says it is going, in the words of who held the talk."""

    checkin = models.OneToOneField(CheckIn, models.PROTECT, related_name="note")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    body = models.TextField(_("note"), max_length=4000)

    objects = CareNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.checkin_id}"


class AgreedSupportQuerySet(models.QuerySet["AgreedSupport"]):
    def visible_to(self, user: User) -> Self:
        """The person, who promised it, and the talk holders of the series."""
        return self.filter(
            Q(checkin__series__person=user)
            | Q(by_whom=user)
            | Q(checkin__series__checkins__owner=user)
        ).distinct()

    def open(self) -> Self:
        return self.filter(done_at__isnull=True)


class AgreedSupport(models.Model):
    """Something practical that was agreed: what, by whom, until when."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    checkin = models.ForeignKey(CheckIn, models.PROTECT, related_name="supports")
    what = models.CharField(_("what"), max_length=200)
    by_whom = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by whom"))
    until = models.DateField(_("until when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = AgreedSupportQuerySet.as_manager()

    class Meta:
        ordering = ["until", "id"]

    def __str__(self) -> str:
        return self.what
