"""From a report to a text that names nobody: the draft and its second look."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify, settle_page
from wellbeing.models import Scenario, ScenarioConsent, ScenarioText
from wellbeing.operations.practice.consent import tell_reporter
from wellbeing.permissions import may_look_second
from wellbeing.queries.library import kept_from_look
from wellbeing.queries.source import left_in

NOT_AGREED = _("The person has not agreed.")
AWAY = _("The text is with somebody else now. It cannot be changed.")
NAMED = _("Something can still be recognised: change it, or tick that it is no name.")
UNFINISHED = _("Roles, what to try and what to take away are still missing.")
UNPLACED = _("Choose at least one channel, one step and one subject.")
NOT_OTHER = _("Choose somebody else who leads a team, advises, or works at HR.")
NOT_WAITING = _("This text does not wait for a second look any more.")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an author wrote, in one language, with the numbers of its codes."""

    language: str
    words: dict[str, str]
    channels: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    minutes: int = 15
    cleared: tuple[str, ...] = ()


@transaction.atomic
def save_draft(
    *, actor: User, consent: ScenarioConsent, draft: Draft, now: dt.datetime
) -> Scenario:
    """Keep what was written so far.

    Checks: the person agreed, and the text is not with somebody else. Writes: the scenario and
    its text in one language. Names may still be in it: nobody else can read it yet.
    """
    locked = ScenarioConsent.objects.select_for_update().get(pk=consent.pk)
    if not locked.is_agreed:
        raise RuleBroken(NOT_AGREED)
    scenario = locked.scenario or Scenario(made_by=actor, made_at=now)
    if scenario.ready_at is not None:
        raise RuleBroken(AWAY)
    scenario.channels, scenario.steps = list(draft.channels), list(draft.steps)
    scenario.topics, scenario.minutes = list(draft.topics), draft.minutes
    scenario.cleared = list(draft.cleared)
    scenario.save()
    if locked.scenario_id != scenario.pk:
        locked.scenario = scenario
        locked.save(update_fields=["scenario"])
    ScenarioText.objects.update_or_create(
        scenario=scenario, language=draft.language, defaults=draft.words
    )
    return scenario


@transaction.atomic
def ask_second_look(
    *, actor: User, scenario: Scenario, second_by: User, now: dt.datetime
) -> Scenario:
    """Give the text to somebody who did not write it, and to whom it did not happen.

    Whom a nameless report is of is not refused: that would name them.

    Checks: it is the author's, nothing in it is recognised, nothing is missing, the other may
    look. Writes: who and when. Sends: a notice to them.
    """
    locked = _locked(scenario)
    consent = ScenarioConsent.objects.select_related("incident").get(scenario=locked)
    if locked.ready_at is not None:
        raise RuleBroken(AWAY)
    kept = kept_from_look(actor, consent) | {locked.made_by_id}
    if second_by.pk in kept or not may_look_second(second_by):
        raise RuleBroken(NOT_OTHER, field="second_by")
    _check_finished(locked)
    if left_in(locked):
        raise RuleBroken(NAMED, field="situation")
    locked.second_by, locked.ready_at, locked.remark = second_by, now, ""
    locked.save(update_fields=["second_by", "ready_at", "remark"])
    path = f"{locked.get_absolute_url()}second-look/"
    key = f"practice-look:{locked.pk}:{now.timestamp()}"
    notify(recipient=second_by, kind=Notice.Kind.TASK, path=path, key=key, now=now)
    return locked


def _check_finished(scenario: Scenario) -> None:
    texts = list(scenario.texts.all())
    if not texts or not all(text.roles and text.to_try and text.to_learn for text in texts):
        raise RuleBroken(UNFINISHED, field="roles")
    if not (scenario.channels and scenario.steps and scenario.topics):
        raise RuleBroken(UNPLACED, field="channels")


@transaction.atomic
def recall_draft(*, actor: User, scenario: Scenario, now: dt.datetime) -> Scenario:
    """Take the text back from who was asked to look at it, to change it or ask somebody else.

    Checks: it waits for a look. Writes: the draft is open again. Settles: the notice of who was
    asked. Sends: nothing.
    """
    locked = _waiting(scenario)
    locked.ready_at, locked.second_by = None, None
    locked.save(update_fields=["ready_at", "second_by"])
    settle_page(path=f"{locked.get_absolute_url()}second-look/", now=now)
    return locked


@transaction.atomic
def pass_second_look(*, actor: User, scenario: Scenario, now: dt.datetime) -> Scenario:
    """Say that nobody and nothing can be recognised.

    Checks: it waits for this person's look, and the tool finds nothing either. Writes: when; from
    here on the words stay. Sends: a notice to the person whose report it was, who reads it last.
    """
    locked = _waiting(scenario)
    if left_in(locked):
        raise RuleBroken(NAMED)
    locked.second_at = now
    locked.save(update_fields=["second_at"])
    settle_page(path=f"{locked.get_absolute_url()}second-look/", now=now)
    consent = ScenarioConsent.objects.select_related("reporter").get(scenario=locked)
    tell_reporter(consent, "text", now)
    return locked


@transaction.atomic
def return_draft(*, actor: User, scenario: Scenario, remark: str, now: dt.datetime) -> Scenario:
    """Give the text back: something can still be recognised.

    Checks: it waits for a look; a few words say what. Writes: the words, the draft is open again.
    Sends: a notice to the author.
    """
    locked = _waiting(scenario)
    if not remark.strip():
        raise RuleBroken(_("Say in a few words what can be recognised."), field="remark")
    locked.remark, locked.ready_at, locked.second_by = remark.strip(), None, None
    locked.save(update_fields=["remark", "ready_at", "second_by"])
    settle_page(path=f"{locked.get_absolute_url()}second-look/", now=now)
    consent = ScenarioConsent.objects.select_related("asked_by").get(scenario=locked)
    notify(
        recipient=consent.asked_by,
        kind=Notice.Kind.TASK,
        path=consent.get_absolute_url(),
        key=f"practice-back:{locked.pk}:{now.timestamp()}",
        now=now,
    )
    return locked


def _locked(scenario: Scenario) -> Scenario:
    ScenarioConsent.objects.select_for_update().get(scenario=scenario)
    return Scenario.objects.get(pk=scenario.pk)


def _waiting(scenario: Scenario) -> Scenario:
    locked = _locked(scenario)
    if locked.ready_at is None or locked.second_at is not None:
        raise RuleBroken(NOT_WAITING)
    return locked
