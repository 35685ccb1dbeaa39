"""From a report to a scenario, as the person it happened to sees it, and who asked them."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.http import report_to_read
from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.models import ScenarioConsent
from wellbeing.operations.practice import agree, approve_text, ask_consent, refuse
from wellbeing.permissions import may_answer_scenario, may_ask_scenario
from wellbeing.queries.library import Labels
from wellbeing.views.common import allow


@require_POST
def question(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the person whether their report may become a scenario."""
    incident = report_to_read(request.user, public_id, "reported_by")
    allow(may_ask_scenario(request.user, incident))
    try:
        now = database_now()
        asked = ask_consent(actor=request.user, incident=incident, now=now)
    except RuleBroken as error:
        messages.warning(request, str(error.message))
        return redirect("wellbeing:report", public_id)
    if asked.asked_at < now:
        messages.success(request, _("You go on with it now."))
    else:
        messages.success(request, _("The question is asked. You are told when there is an answer."))
    return redirect("wellbeing:practice_consent", asked.public_id)


@require_safe
def consent(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """The question, the answer, and the exact text that would be published."""
    found = _consent(request, public_id)
    scenario, is_own = found.scenario, may_answer_scenario(request.user, found)
    is_shown = scenario is not None and (not is_own or scenario.second_at is not None)
    shown = Labels().shown([scenario]) if scenario is not None and is_shown else []
    context = {
        "consent": found,
        "incident": found.incident,
        "is_own": is_own,
        "scenario": scenario,
        "shown": shown[0] if shown else None,
        "texts": list(scenario.texts.all()) if scenario is not None and is_shown else [],
    }
    return render(request, "wellbeing/practice/consent.html", context)


@require_POST
def agreement(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Yes, it may be tried."""
    done = _("Thank you. You read the exact text before it is published.")
    return _answered(request, public_id, agree, done)


@require_POST
def refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """No, or not any more."""
    return _answered(request, public_id, refuse, _("That is fine. Nothing of it is kept."))


@require_POST
def approval(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Yes to the exact text: it is published."""
    return _answered(request, public_id, approve_text, _("It is in the library now. Thank you."))


def _answered(
    request: UserRequest, public_id: uuid.UUID, answer: Callable[..., object], done: str
) -> HttpResponse:
    found = _consent(request, public_id)
    allow(may_answer_scenario(request.user, found))
    try:
        answer(actor=request.user, consent=found, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, done)
    return redirect("wellbeing:practice_consent", public_id)


def _consent(request: UserRequest, public_id: uuid.UUID) -> ScenarioConsent:
    seen = ScenarioConsent.objects.visible_to(request.user).select_related(
        "incident__team", "incident__reported_by", "scenario__second_by", "asked_by"
    )
    return get_object_or_404(seen, public_id=public_id)
