"""Writing a scenario from a report, and the second look at it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.rule import attempted
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.queries import database_now
from wellbeing.forms.drafting import DraftForm, LookerForm, ReturnForm, SecondLookForm
from wellbeing.masking import Known
from wellbeing.models import Scenario, ScenarioConsent
from wellbeing.operations.practice import (
    ask_second_look,
    pass_second_look,
    recall_draft,
    return_draft,
    save_draft,
)
from wellbeing.permissions import may_draft_scenario, may_pass_look
from wellbeing.queries.library import Labels
from wellbeing.queries.source import doubts_in, known_of, left_in, original_of
from wellbeing.views.common import allow

LANGUAGES = ("en", "nl")
DRAFT, LOOK = "wellbeing/practice/draft.html", "wellbeing/practice/second_look.html"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write the text; what the tool finds is marked until it is changed or said to be no name."""
    found = _consent(request, public_id)
    language = _language(request, found.scenario)
    original = original_of(found.incident, request.user, language)
    form = DraftForm(
        posted(request), scenario=found.scenario, language=language, proposal=original.proposal
    )
    if attempted(form, lambda: _save(request, found, form)):
        messages.success(request, _("Saved. Nobody else can read it yet."))
        path = request.path + f"?language={form.cleaned_data['language']}"
        return redirect(path)
    context = _draft_page(request, found) | {"original": original, "spoken": language}
    return form_page(request, DRAFT, form, context)


def _save(request: UserRequest, found: ScenarioConsent, form: DraftForm) -> None:
    save_draft(actor=request.user, consent=found, draft=form.draft(), now=database_now())


@require_POST
def looker(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the saved text to somebody for a second look."""
    found = _consent(request, public_id)
    scenario = found.scenario
    allow(scenario is not None)
    form = LookerForm(request.POST, author=request.user, consent=found)

    def give() -> None:
        assert scenario is not None  # noqa: S101 - refused above
        second_by, now = form.cleaned_data["second_by"], database_now()
        ask_second_look(actor=request.user, scenario=scenario, second_by=second_by, now=now)

    if attempted(form, give):
        messages.success(request, _("It is with %(name)s now.") % {"name": second_name(form)})
        return redirect("wellbeing:practice_consent", public_id)
    language = _language(request, scenario)
    original = original_of(found.incident, request.user, language)
    own = DraftForm(None, scenario=scenario, language=language, proposal="")
    context = _draft_page(request, found) | {"original": original, "spoken": language}
    return form_page(request, DRAFT, form, context | {"looker": form, "draft_form": own})


@require_POST
def recall(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the text back from who was asked to look at it."""
    found = _consent(request, public_id)
    allow(found.scenario is not None)
    assert found.scenario is not None  # noqa: S101 - refused above
    try:
        recall_draft(actor=request.user, scenario=found.scenario, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("The text is with you again."))
    return redirect("wellbeing:practice_consent", public_id)


def second_name(form: LookerForm) -> str:
    return str(form.cleaned_data["second_by"].given_name)


@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Look whether anybody can be recognised: the masked text alone, never the report."""
    found = _scenario(request, public_id)
    form = SecondLookForm(posted(request))
    if attempted(
        form, lambda: pass_second_look(actor=request.user, scenario=found, now=database_now())
    ):
        messages.success(request, _("Thank you. The person it comes from reads it last."))
        return redirect("wellbeing:practice")
    return form_page(request, LOOK, form, _look_page(found) | {"back": ReturnForm()})


@require_POST
def second_look_return(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the text back with a few words."""
    found = _scenario(request, public_id)
    form = ReturnForm(request.POST)

    def give_back() -> None:
        remark, now = form.cleaned_data["remark"], database_now()
        return_draft(actor=request.user, scenario=found, remark=remark, now=now)

    if attempted(form, give_back):
        messages.success(request, _("It is back with who wrote it."))
        return redirect("wellbeing:practice")
    return form_page(
        request, LOOK, form, _look_page(found) | {"back": form, "look": SecondLookForm()}
    )


def _draft_page(request: UserRequest, found: ScenarioConsent) -> dict[str, Any]:
    scenario = found.scenario
    return {
        "consent": found,
        "scenario": scenario,
        "left": left_in(scenario) if scenario is not None else [],
        "doubts": doubts_in(scenario, known_of(found.incident)) if scenario is not None else [],
        "looker": LookerForm(None, author=request.user, consent=found),
        "languages": LANGUAGES,
    }


def _look_page(found: Scenario) -> dict[str, Any]:
    return {
        "scenario": found,
        "shown": Labels().shown([found])[0],
        "texts": list(found.texts.all()),
        "doubts": doubts_in(found, Known()),
    }


def _language(request: UserRequest, scenario: Scenario | None) -> str:
    """Return the language asked for, else the reader's, else the one it is written in so far."""
    asked = request.POST.get("language") or request.GET.get("language", "")
    if asked in LANGUAGES:
        return asked
    spoken = (get_language() or "en")[:2]
    text = scenario.text(spoken) if scenario is not None else None
    return text.language if text is not None else spoken


def _consent(request: UserRequest, public_id: uuid.UUID) -> ScenarioConsent:
    seen = ScenarioConsent.objects.visible_to(request.user).select_related(
        "incident__team", "scenario"
    )
    found = get_object_or_404(seen, public_id=public_id)
    allow(may_draft_scenario(request.user, found))
    return found


def _scenario(request: UserRequest, public_id: uuid.UUID) -> Scenario:
    seen = Scenario.objects.visible_to(request.user).prefetch_related("texts")
    found = get_object_or_404(seen, public_id=public_id)
    allow(may_pass_look(request.user, found))
    return found
