"""Who a person can turn to: helpers outside the line, buddies, and ten minutes with one of them.

Nothing here counts or keeps who looked, and no report is made of it.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.ids import uuid7
from people.models import User


class HelperQuerySet(models.QuerySet["Helper"]):
    def visible_to(self, user: User) -> Self:
        """Everybody, without asking anyone."""
        return self.all()


class Helper(models.Model):
    """A person or service outside the line that anybody may reach by themself."""

    class Kind(models.TextChoices):
        ADVISER = "adviser", _("Confidential adviser")
        DOCTOR = "doctor", _("Occupational doctor")
        PSYCHOLOGIST = "psychologist", _("Psychologist")
        LINE = "line", _("Outside line")
        OTHER = "other", _("Other help")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name of the person or service"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    web = models.URLField(_("web address"), blank=True)
    languages = models.CharField(_("languages they speak"), max_length=80, blank=True)
    about_en = models.CharField(_("about them, in English"), max_length=300, blank=True)
    about_nl = models.CharField(_("about them, in Dutch"), max_length=300, blank=True)
    hours_en = models.CharField(_("when to reach them, in English"), max_length=120, blank=True)
    hours_nl = models.CharField(_("when to reach them, in Dutch"), max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=10)

    objects = HelperQuerySet.as_manager()

    class Meta:
        ordering = ["place", "name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What to know about them, in the reader's language where there is a text."""
        return _in_own_language(self.about_en, self.about_nl)

    @property
    def hours(self) -> str:
        return _in_own_language(self.hours_en, self.hours_nl)


def _in_own_language(english: str, dutch: str) -> str:
    is_dutch = (get_language() or "").startswith("nl")
    return (dutch or english) if is_dutch else (english or dutch)


class BuddyCard(models.Model):
    """How a trained buddy likes to be reached, in their own words."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    how_to_reach = models.CharField(_("how to reach you"), max_length=200)

    def __str__(self) -> str:
        return str(self.user)


class VentSlotQuerySet(models.QuerySet["VentSlot"]):
    def visible_to(self, user: User) -> Self:
        """The two people it is between."""
        return self.filter(Q(person=user) | Q(buddy=user))


class VentSlot(models.Model):
    """Ten minutes with a buddy: the moment and the two people, and nothing else, for a week.

    `waits_for` is who of the two has still to say yes to the moment; empty when both did.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    buddy = models.ForeignKey(User, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    waits_for = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    objects = VentSlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "buddy"], name="vent_slot_once"),
            models.CheckConstraint(condition=~Q(person=F("buddy")), name="vent_slot_of_two"),
            models.CheckConstraint(
                condition=Q(waits_for__isnull=True)
                | Q(waits_for=F("person"))
                | Q(waits_for=F("buddy")),
                name="vent_slot_waits_for_one_of_two",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def other_than(self, user: User) -> User:
        return self.buddy if user.pk == self.person_id else self.person
