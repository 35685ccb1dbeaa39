"""What the customer still needs, on a page of its own."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.fairness import ComplaintForm, OutcomeForm
from incidents.forms.rule import refuse
from incidents.models import Complaint, Incident
from incidents.operations.complaint import close_complaint, open_complaint, plan_complaint
from incidents.permissions import may_plan_complaint, may_settle, may_settle_complaint
from incidents.queries.complaint import complaint_of, is_late
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open the record of a report; one that is there already is shown."""
    user = request.user
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_settle(user, incident):
        raise PermissionDenied
    found = complaint_of(incident)
    if found is not None:
        return redirect("incidents:complaint", found.public_id)
    form = ComplaintForm(posted(request), user=user, incident=incident)
    if form.is_valid() and _open(request, incident, form):
        return redirect("wellbeing:report", incident.public_id)
    return form_page(request, "incidents/fairness/complaint_new.html", form, {"incident": incident})


def _open(request: UserRequest, incident: Incident, form: ComplaintForm) -> bool:
    """Open and plan in one go: both, or nothing."""
    now, plan = database_now(), form.plan()
    try:
        with transaction.atomic():
            made = open_complaint(actor=request.user, incident=incident, what=plan["what"], now=now)
            plan_complaint(actor=request.user, complaint=made, **plan, now=now)
    except RuleBroken as problem:
        refuse(form, problem)
        return False
    messages.success(request, _("Noted. Whoever sees to it has been told."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what is needed; change who sees to it and by when."""
    found = _complaint_or_404(request, public_id)
    if request.method == "POST" and not may_plan_complaint(request.user, found):
        raise PermissionDenied
    form = ComplaintForm(
        posted(request), user=request.user, incident=found.incident, complaint=found
    )
    if form.is_valid():
        try:
            plan_complaint(actor=request.user, complaint=found, **form.plan(), now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("incidents:complaint", found.public_id)
    return _page(request, found, form, OutcomeForm())


@require_POST
def complaint_outcome(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down how it was settled."""
    found = _complaint_or_404(request, public_id)
    if not may_settle_complaint(request.user, found):
        raise PermissionDenied
    outcome = OutcomeForm(request.POST)
    if outcome.is_valid():
        said = outcome.cleaned_data["outcome"]
        try:
            close_complaint(actor=request.user, complaint=found, outcome=said, now=database_now())
        except RuleBroken as problem:
            refuse(outcome, problem)
        else:
            messages.success(request, _("Settled. The customer’s side is closed."))
            return redirect("incidents:complaint", found.public_id)
    form = ComplaintForm(user=request.user, incident=found.incident, complaint=found)
    return _page(request, found, form, outcome)


def _complaint_or_404(request: UserRequest, public_id: uuid.UUID) -> Complaint:
    rows = Complaint.objects.visible_to(request.user).select_related(
        "owner", "closed_by", "incident__team", "incident__customer__identity"
    )
    return get_object_or_404(rows, public_id=public_id)


def _page(
    request: UserRequest, found: Complaint, form: ComplaintForm, outcome: OutcomeForm
) -> HttpResponse:
    user, now = request.user, database_now()
    failed = form if form.errors else outcome
    context = {
        "complaint": found,
        "plan_form": form,
        "outcome_form": outcome,
        "form": failed,
        "is_late": is_late(found, now),
        "shows_customer": may_plan_complaint(user, found),
        "can_plan": found.closed_at is None and may_plan_complaint(user, found),
        "can_read_report": Incident.objects.visible_to(user).filter(pk=found.incident_id).exists(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed.errors else HTTPStatus.OK
    return render(request, "incidents/fairness/complaint.html", context, status=status)
