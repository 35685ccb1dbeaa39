"""The reaction to the customer, and the police: asked, done, and the sheet to take along."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.fairness import BY_EMPLOYER, PoliceForm, PoliceNoteForm, ReactionForm
from incidents.forms.rule import refuse
from incidents.http import report_to_read
from incidents.models import Incident, PoliceStep
from incidents.operations.next_steps import choose_police, note_police, record_reaction
from incidents.permissions import may_choose_police, may_settle
from incidents.queries.next_steps import TELLING, police_step_of, reaction_of, sheet_of
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.models import Organisation
from people.queries import database_now

RELATED = ("team", "site", "product", "customer__identity")


@require_http_methods(["GET", "HEAD", "POST"])
def reaction(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note how the customer heard from us within 24 hours, or why not."""
    incident = _incident_or_404(request, public_id)
    if not may_settle(request.user, incident):
        raise PermissionDenied
    owed = reaction_of(incident)
    if owed is None:
        raise Http404
    form = ReactionForm(posted(request))
    if form.is_valid():
        try:
            record_reaction(
                actor=request.user, incident=incident, **form.cleaned_data, now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted."))
            return redirect("wellbeing:report", incident.public_id)
    context = {"incident": incident, "reaction": owed, "now": database_now()}
    return form_page(request, "incidents/fairness/reaction.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def police(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the person it happened to."""
    incident = _incident_or_404(request, public_id)
    if not may_choose_police(request.user, incident):
        raise PermissionDenied
    step = _step_or_404(incident)
    form = PoliceForm(posted(request), initial={"wish": step.wish})
    if form.is_valid():
        wish = form.cleaned_data["wish"]
        try:
            choose_police(actor=request.user, incident=incident, wish=wish, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _said(wish))
            return redirect("wellbeing:report", incident.public_id)
    context = {"incident": incident, "step": step}
    return form_page(request, "incidents/fairness/police.html", form, context)


def _said(wish: str) -> str:
    if wish in TELLING:
        return _("Your team’s manager sees to it within two working days.")
    return _("Fine. You can change this as long as you like.")


@require_http_methods(["GET", "HEAD", "POST"])
def police_report(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that the police were told."""
    incident = _incident_or_404(request, public_id)
    if not may_settle(request.user, incident):
        raise PermissionDenied
    step = _step_or_404(incident)
    form = PoliceNoteForm(posted(request), initial={"by": BY_EMPLOYER})
    if form.is_valid():
        try:
            note_police(
                actor=request.user,
                incident=incident,
                is_by_employer=form.cleaned_data["by"] == BY_EMPLOYER,
                reference=form.cleaned_data["reference"],
                now=database_now(),
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted."))
            return redirect("wellbeing:report", incident.public_id)
    context = {"incident": incident, "step": step, "can_tell": step.wish in TELLING}
    return form_page(request, "incidents/fairness/police_report.html", form, context)


@require_safe
def police_sheet(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Seven answers on paper for the police, with the employer's address."""
    incident = report_to_read(request.user, public_id, *RELATED)
    _step_or_404(incident)
    sheet = sheet_of(incident, request.user, with_customer=may_settle(request.user, incident))
    context = {
        "incident": incident,
        "sheet": sheet,
        "employer": Organisation.current(),
        "has_clock": not incident.hides_reporter_from(request.user),
    }
    return render(request, "incidents/fairness/police_sheet.html", context)


def _incident_or_404(request: UserRequest, public_id: uuid.UUID) -> Incident:
    rows = Incident.objects.visible_to(request.user).select_related(*RELATED)
    return get_object_or_404(rows, public_id=public_id)


def _step_or_404(incident: Incident) -> PoliceStep:
    found = police_step_of(incident)
    if found is None:
        raise Http404
    return found
