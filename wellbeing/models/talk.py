"""What came out of a talk. The care note has a table that only the two people can read."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
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


class NoteCorrection(models.Model):
    """What the person writes beside a note about them. Only the same two people read it."""

    note = models.ForeignKey(CareNote, models.PROTECT, related_name="corrections")
    written_at = models.DateTimeField()
    body = models.TextField(_("in your own words"), max_length=4000)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.note_id}"


class AgreedSupportQuerySet(models.QuerySet["AgreedSupport"]):
    def visible_to(self, user: User) -> Self:
        """The two who agreed on it, who promised it, and who holds the person's talks now."""
        holds_now = CheckIn.objects.open().filter(
            owner=user,
            series__person=OuterRef("checkin__series__person"),
            series__is_private=OuterRef("checkin__series__is_private"),
        )
        return self.filter(
            Q(checkin__series__person=user)
            | Q(checkin__held_by=user)
            | Q(by_whom=user)
            | Exists(holds_now)
        )

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, dropped_at__isnull=True)


class AgreedSupport(models.Model):
    """Something practical that was agreed: what, by whom, until when.

    It is open until it was given or dropped. `asked_at` is when the next talk asked after it and
    heard "not yet". The person may correct it: the earlier words are kept as versions.
    """

    class Drop(models.TextChoices):
        NOT_AGREED = "not_agreed", _("this was not agreed")
        NOT_NEEDED = "not_needed", _("no longer needed")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    checkin = models.ForeignKey(CheckIn, models.PROTECT, related_name="supports")
    what = models.CharField(_("what"), max_length=200)
    by_whom = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by whom"))
    until = models.DateField(_("until when"), null=True, blank=True)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    drop = models.CharField(max_length=10, blank=True, choices=Drop.choices)

    objects = AgreedSupportQuerySet.as_manager()

    class Meta:
        ordering = ["until", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True),
                name="support_done_or_dropped",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, drop="")
                | (Q(dropped_at__isnull=False) & ~Q(drop="")),
                name="support_dropped_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None


class SupportVersion(models.Model):
    """How agreed support read before the person corrected it."""

    support = models.ForeignKey(AgreedSupport, models.PROTECT, related_name="versions")
    what = models.CharField(max_length=200)
    until = models.DateField(null=True)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["replaced_at", "id"]

    def __str__(self) -> str:
        return self.what
