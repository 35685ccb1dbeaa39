"""What is fixed before things go wrong: steps with their wording, and the rules of the house."""

import datetime as dt
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents.models.fair import NO_STEP_LATER
from people.ids import uuid7
from people.models import User


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def visible_to(self, user: User) -> Self:
        """Everybody who works here may read what to do."""
        return self.all()

    def in_force(self, now: dt.datetime) -> Self:
        """Versions that have begun, the latest of each channel first."""
        return self.filter(valid_from__lte=now).order_by("channel", "-valid_from", "-version")

    def for_channel(self, channel: int, at: dt.datetime) -> "Procedure | None":
        """Return the version in force for a channel: its own, else the one for every channel."""
        begun = self.filter(channel__in={0, channel}, valid_from__lte=at)
        return begun.order_by("-channel", "-valid_from", "-version").first()


class Procedure(models.Model):
    """One version of the steps for one channel; 0 stands for every channel without its own.

    A published version never changes: a report points at the one that was in force.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    channel = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    # The transaction that published it: its steps were written there, and none is added later.
    written_in = models.BigIntegerField(db_default=Func(function="txid_current"), editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["channel", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "version"], name="procedure_version_once"),
            models.CheckConstraint(
                condition=Q(valid_from__gte=models.F("published_at")),
                name="procedure_never_in_hindsight",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="procedure_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.channel}.{self.version}"


class ProcedureStep(models.Model):
    """One step of a version: the rung of the ladder, what to do, and the words to say."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    text_en = models.CharField(_("what to do, in English"), max_length=200, blank=True)
    text_nl = models.CharField(_("what to do, in Dutch"), max_length=200, blank=True)
    wording_en = models.CharField(_("words to say, in English"), max_length=300, blank=True)
    wording_nl = models.CharField(_("words to say, in Dutch"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "position"], name="step_place_once")
        ]
        triggers = [
            pgtrigger.Protect(
                name="procedure_step_stays", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            NO_STEP_LATER,
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id}.{self.position}"

    @property
    def text(self) -> str:
        """What to do in the reader's language, else in the other one."""
        return _in_language(self.text_en, self.text_nl)

    @property
    def wording(self) -> str:
        return _in_language(self.wording_en, self.wording_nl)


def _in_language(english: str, dutch: str) -> str:
    is_dutch = (get_language() or "en").startswith("nl")
    return (dutch or english) if is_dutch else (english or dutch)


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    def visible_to(self, user: User) -> Self:
        return self.all()

    def in_force(self, now: dt.datetime) -> "HouseRules | None":
        return self.filter(valid_from__lte=now).order_by("-valid_from", "-version").first()


class HouseRules(models.Model):
    """One version of the rules that customers can read without signing in.

    One rule per line, numbered by its line: a measure names the rule by version and number.
    """

    version = models.PositiveIntegerField(unique=True)
    text_en = models.TextField(_("in English"), max_length=4000)
    text_nl = models.TextField(_("in Dutch"), max_length=4000)
    valid_from = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "house rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__gte=models.F("published_at")),
                name="house_rules_never_in_hindsight",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="house_rules_stay", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}"

    def rules(self, language: str | None = None) -> list[str]:
        """Return the rules in a language, one per line that is not empty."""
        is_dutch = (language or get_language() or "en").startswith("nl")
        text = self.text_nl if is_dutch else self.text_en
        return [line.strip() for line in text.splitlines() if line.strip()]
