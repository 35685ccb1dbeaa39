"""Role-play scenarios: the library, their texts, and the consent of the person they come from."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.ids import uuid7
from people.models import User

# What comes from a report is published with a yes to its exact text, whoever writes the row.
_CONSENT_FIRST = """
IF NEW.published_at IS NOT NULL AND NEW.key IS NULL AND NOT EXISTS (
  SELECT 1 FROM wellbeing_scenarioconsent
  WHERE scenario_id = NEW.id AND is_agreed AND approved_at IS NOT NULL
) THEN
  RAISE EXCEPTION 'nobody agreed to this text' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
# What two people looked at is what the third agrees to and what everybody reads.
_TEXT_STAYS = """
IF EXISTS (
  SELECT 1 FROM wellbeing_scenario WHERE id = NEW.scenario_id AND second_at IS NOT NULL
) THEN
  RAISE EXCEPTION 'the text had its second look: it stays' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: User) -> Self:
        """Everybody what is published; a draft its author, and who was asked to look at it."""
        looks = Q(made_by=user) | Q(second_by=user, ready_at__isnull=False)
        return self.filter(
            Q(published_at__isnull=False, withdrawn_at__isnull=True)
            | (Q(published_at__isnull=True) & looks)
        )

    def published(self) -> Self:
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)


class Scenario(models.Model):
    """One exercise for a team. It never names where it comes from; see `ScenarioConsent`.

    `key` is set for what ships with the product. The others are written by one person, looked at
    by another, and published when the person whose report it was agrees to the text. `cleared`
    holds words that look like a name or a number and were said to be none.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    key = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 - unique when given
    channels = ArrayField(models.PositiveSmallIntegerField(), default=list)
    steps = ArrayField(models.PositiveSmallIntegerField(), default=list)
    topics = ArrayField(models.PositiveSmallIntegerField(), default=list)
    minutes = models.PositiveSmallIntegerField(default=15)
    cleared = ArrayField(models.CharField(max_length=200), default=list)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)
    second_at = models.DateTimeField(null=True)
    # What the second person still recognised, for the author.
    remark = models.CharField(_("what can still be recognised"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__isnull=True, made_by__isnull=False)
                | Q(key__isnull=False, made_by__isnull=True),
                name="scenario_made_or_built_in",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("made_by")),
                name="scenario_second_is_another",
            ),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True)
                | Q(second_by__isnull=False, ready_at__isnull=False),
                name="scenario_second_look",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(key__isnull=False)
                | Q(second_at__isnull=False),
                name="scenario_published_after_look",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False),
                name="scenario_withdrawn_was_published",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="scenario_consent_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_CONSENT_FIRST,
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/practice/{self.public_id}/"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    def text(self, language: str | None = None) -> "ScenarioText | None":
        """Return the text in the reader's language, else in another one; none when withdrawn."""
        wanted = (language or get_language() or "en")[:2]
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(wanted) or next(iter(texts.values()), None)


class ScenarioText(models.Model):
    """The words of a scenario in one language. Roles, tries and lessons stand one on a line.

    A role is its name, a colon, and what the player knows.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    title = models.CharField(_("title"), max_length=120)
    situation = models.TextField(_("the situation"), max_length=3000)
    opening = models.CharField(_("the first words"), max_length=300, blank=True)
    roles = models.TextField(_("roles"), max_length=3000)
    to_try = models.TextField(_("what to try"), max_length=3000)
    to_learn = models.TextField(_("what to take away"), max_length=3000)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "language"], name="scenario_text_once_per_language"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(situation=""), name="scenario_text_has_words"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="scenario_text_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_TEXT_STAYS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.language}"

    @property
    def words(self) -> list[str]:
        """Everything that is read, part by part."""
        return [self.title, self.situation, self.opening, self.roles, self.to_try, self.to_learn]

    @property
    def role_cards(self) -> list[tuple[str, str]]:
        """Each role: its name and what the player knows."""
        pairs = (line.partition(":") for line in _lines(self.roles))
        return [(name.strip(), knows.strip()) for name, _colon, knows in pairs]

    @property
    def tries(self) -> list[str]:
        return _lines(self.to_try)

    @property
    def lessons(self) -> list[str]:
        return _lines(self.to_learn)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class ScenarioConsentQuerySet(models.QuerySet["ScenarioConsent"]):
    def visible_to(self, user: User) -> Self:
        """The person the report is of, and who asked them; nobody else, not even their leader."""
        return self.filter(Q(reporter=user) | Q(asked_by=user))


class ScenarioConsent(models.Model):
    """May this report become a scenario? The one place that knows where a scenario comes from.

    `is_agreed` is a yes to trying; `approved_at` is the yes to the exact text. Either is taken
    back at any time: before publication the draft goes, afterwards the scenario does.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    incident = models.OneToOneField(Incident, models.PROTECT, related_name="+")
    reporter = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    scenario = models.OneToOneField(Scenario, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = ScenarioConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reporter=F("asked_by")), name="scenario_asked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_agreed__isnull=True)
                | Q(answered_at__isnull=False, is_agreed__isnull=False),
                name="scenario_consent_answered",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(is_agreed=True),
                name="scenario_approved_is_agreed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return f"/practice/consent/{self.public_id}/"
