"""The library of scenarios: what fits a choice, and what a reader sees of one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, get_language_info

from incidents.codes import WordList
from incidents.models import Incident
from incidents.queries import words
from people.models import Membership, RoleGrant, User
from wellbeing.models import Scenario, ScenarioConsent, ScenarioText


@dataclass(frozen=True)
class Wanted:
    """What the library is narrowed to; empty means everything."""

    channel: int | None = None
    step: int | None = None
    topic: int | None = None
    language: str = ""
    word: str = ""


@dataclass(frozen=True)
class Shown:
    """One scenario as a reader sees it, with the organisation's words for its codes."""

    scenario: Scenario
    text: ScenarioText
    channels: list[str]
    steps: list[str]
    topics: list[str]

    @property
    def other_language(self) -> str:
        """The language of the text, when it is not the reader's."""
        if self.text.language == (get_language() or "en")[:2]:
            return ""
        return str(get_language_info(self.text.language)["name_translated"])


def library(user: User, wanted: Wanted) -> QuerySet[Scenario]:
    """Return the published scenarios that fit, those of the house first."""
    found = Scenario.objects.visible_to(user).published()
    for name in ("channel", "step", "topic"):
        number = getattr(wanted, name)
        if number is not None:
            found = found.filter(**{f"{name}s__contains": [number]})
    if wanted.language:
        found = found.filter(texts__language=wanted.language)
    if wanted.word:
        found = found.filter(pk__in=_with(wanted.word))
    is_built_in = ExpressionWrapper(Q(key__isnull=False), BooleanField())
    ordered = found.alias(is_built_in=is_built_in).order_by("is_built_in", "-published_at", "pk")
    return ordered.prefetch_related("texts")


def _with(word: str) -> QuerySet[ScenarioText, int]:
    says = Q(title__icontains=word) | Q(situation__icontains=word)
    return ScenarioText.objects.filter(says).values_list("scenario", flat=True)


class Labels:
    """The words for the codes of scenarios. Three queries, however many scenarios are shown."""

    def __init__(self) -> None:
        self.channels = _labels(WordList.CHANNEL)
        self.steps = _labels(WordList.LADDER)
        self.topics = _labels(WordList.TOPIC)

    def shown(self, scenarios: Iterable[Scenario]) -> list[Shown]:
        """Return what a reader sees; one whose texts are gone is left out."""
        return [
            Shown(
                scenario=scenario,
                text=text,
                channels=[self.channels[number] for number in scenario.channels],
                steps=[self.steps[number] for number in scenario.steps],
                topics=[self.topics[number] for number in scenario.topics],
            )
            for scenario in scenarios
            if (text := scenario.text()) is not None
        ]


def _labels(word_list: WordList) -> dict[int, str]:
    return {word.number: word.label for word in words(word_list, with_hidden=True)}


def second_lookers(author: User, consent: ScenarioConsent) -> QuerySet[User]:
    """Return who may look at an author's text: leads a team today, advises, or works at HR.

    Not whose report it was: that one reads it last, as the third. Where the author may not know
    who that is, nobody is missing: a gap in the list would tell.
    """
    leading = Membership.objects.on(timezone.localdate()).leading().values("user")
    roles = [RoleGrant.Role.ADVISER, RoleGrant.Role.HR]
    granted = RoleGrant.objects.filter(role__in=roles).values("user")
    found = User.objects.active().filter(Q(pk__in=leading) | Q(pk__in=granted))
    return found.exclude(pk__in=kept_from_look(author, consent))


def kept_from_look(author: User, consent: ScenarioConsent) -> set[int]:
    """Return who does not look: the author, and whose report it was unless that is hidden."""
    if consent.incident.hides_reporter_from(author):
        return {author.pk}
    return {author.pk, consent.reporter_id}


def consent_for(user: User, incident: Incident) -> ScenarioConsent | None:
    """Return the question about a report, for who was asked and who asked."""
    return ScenarioConsent.objects.visible_to(user).filter(incident=incident).first()


def consents_to_mind(user: User) -> QuerySet[ScenarioConsent]:
    """Return the reports this person asked about whose scenario is not published yet."""
    mine = ScenarioConsent.objects.filter(asked_by=user, scenario__published_at__isnull=True)
    return mine.exclude(is_agreed=False).select_related("scenario").order_by("-asked_at")


def asked_about(incident: Incident) -> ScenarioConsent | None:
    """Return the question somebody asked the person about a report, if anybody did."""
    asked = ScenarioConsent.objects.filter(incident=incident)
    return asked.select_related("asked_by", "incident").first()
