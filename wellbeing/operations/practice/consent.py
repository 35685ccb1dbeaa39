"""May a report become a scenario? The person it happened to says so, and takes it back."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify, settle_page
from wellbeing.models import Scenario, ScenarioConsent
from wellbeing.permissions import can_become_scenario, may_go_on_with_scenario
from wellbeing.queries.source import left_in

NOT_CLOSED = _("Only a closed report can become a practice scenario.")
ASKED_BEFORE = _("This was asked already. The person answers in their own time.")
NOT_YET = _("The text has not had its second look yet.")
STILL_NAMED = _("Something in the text can still be recognised. It was not published.")


@transaction.atomic
def ask_consent(*, actor: User, incident: Incident, now: dt.datetime) -> ScenarioConsent:
    """Ask the person it happened to whether their report may become a scenario.

    Checks: the report is closed and theirs, they work here, nobody asked before. Where the one
    who asked works here or acts on the report no more, the actor goes on with what there is
    instead. Writes: the question, or who goes on. Sends: a notice to the person who is asked.
    """
    if not can_become_scenario(incident):
        raise RuleBroken(NOT_CLOSED)
    begun = ScenarioConsent.objects.filter(incident=incident).first()
    if begun is not None:
        return _go_on(actor, begun)
    try:
        with transaction.atomic():
            consent = ScenarioConsent.objects.create(
                incident=incident, reporter=incident.reported_by, asked_by=actor, asked_at=now
            )
    except IntegrityError as error:
        raise RuleBroken(ASKED_BEFORE) from error
    tell_reporter(consent, "asked", now)
    return consent


def _go_on(actor: User, begun: ScenarioConsent) -> ScenarioConsent:
    """Take over from who asked; a text that waited for the actor's own look is a draft again."""
    locked = _locked(begun)
    if not may_go_on_with_scenario(actor, locked):
        raise RuleBroken(ASKED_BEFORE)
    locked.asked_by = actor
    locked.save(update_fields=["asked_by"])
    scenario = locked.scenario
    if scenario is not None and scenario.published_at is None:
        if scenario.second_by_id == actor.pk:
            scenario.second_by, scenario.ready_at, scenario.second_at = None, None, None
        scenario.made_by = actor
        scenario.save(update_fields=["made_by", "second_by", "ready_at", "second_at"])
    return locked


@transaction.atomic
def agree(*, actor: User, consent: ScenarioConsent, now: dt.datetime) -> ScenarioConsent:
    """Say yes to trying. Checks: nothing. Writes: the answer; after a scenario was taken back, the
    text is written anew. Sends: a notice to who asked.
    """
    locked = _locked(consent)
    if locked.is_agreed:
        return locked
    locked.is_agreed, locked.answered_at, locked.scenario = True, now, None
    locked.save(update_fields=["is_agreed", "answered_at", "scenario"])
    settle_page(path=locked.get_absolute_url(), now=now)
    _tell_asker(locked, "agreed", now)
    return locked


@transaction.atomic
def refuse(*, actor: User, consent: ScenarioConsent, now: dt.datetime) -> ScenarioConsent:
    """Say no, or take a yes back; no reason is asked.

    Writes: the answer; a draft is deleted, a published scenario is withdrawn at once and its
    words are deleted. Sends: a notice to who asked.
    """
    locked = _locked(consent)
    if locked.is_agreed is False:
        return locked
    locked.scenario = _taken_away(locked.scenario, now)
    locked.is_agreed, locked.answered_at, locked.approved_at = False, now, None
    locked.save(update_fields=["is_agreed", "answered_at", "approved_at", "scenario"])
    settle_page(path=locked.get_absolute_url(), now=now)
    _tell_asker(locked, "refused", now)
    return locked


@transaction.atomic
def approve_text(*, actor: User, consent: ScenarioConsent, now: dt.datetime) -> Scenario:
    """Say yes to the exact text; with that it is published.

    Checks: a second person has looked at it, and nothing in it is still recognised. Writes: the
    yes, the publication. Sends: a notice to who wrote it.
    """
    locked = _locked(consent)
    scenario = locked.scenario
    if scenario is None or scenario.second_at is None or not locked.is_agreed:
        raise RuleBroken(NOT_YET)
    if scenario.published_at is not None:
        return scenario
    if left_in(scenario):
        raise RuleBroken(STILL_NAMED)
    locked.approved_at = now
    locked.save(update_fields=["approved_at"])
    scenario.published_at = now
    scenario.save(update_fields=["published_at"])
    settle_page(path=locked.get_absolute_url(), now=now)
    _tell_asker(locked, "published", now)
    return scenario


def _taken_away(scenario: Scenario | None, now: dt.datetime) -> Scenario | None:
    """Delete a draft; of what was published only the row stays, for the sessions held with it."""
    if scenario is None:
        return None
    if scenario.published_at is None:
        scenario.delete()
        return None
    scenario.withdrawn_at = now
    scenario.save(update_fields=["withdrawn_at"])
    scenario.texts.all().delete()
    return scenario


def _locked(consent: ScenarioConsent) -> ScenarioConsent:
    """Lock the consent first, always: answers and drafts wait for each other."""
    return (
        ScenarioConsent.objects.select_for_update(of=("self",))
        .select_related("scenario", "asked_by", "reporter", "incident")
        .get(pk=consent.pk)
    )


def tell_reporter(consent: ScenarioConsent, about: str, now: dt.datetime) -> None:
    """Tell the person that something waits for them."""
    path, key = consent.get_absolute_url(), f"practice:{consent.pk}:{about}:{now.timestamp()}"
    notify(recipient=consent.reporter, kind=Notice.Kind.TASK, path=path, key=key, now=now)


def _tell_asker(consent: ScenarioConsent, about: str, now: dt.datetime) -> None:
    path, key = consent.get_absolute_url(), f"practice:{consent.pk}:{about}:{now.timestamp()}"
    notify(recipient=consent.asked_by, kind=Notice.Kind.DECIDED, path=path, key=key, now=now)
