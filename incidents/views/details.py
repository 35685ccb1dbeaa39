"""What the reporter adds after sending."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms import DetailsForm
from incidents.models import Incident, Narrative
from incidents.operations import Details, ReportRefused, add_attachment, complete_report
from incidents.operations.files import SIZE_MOST
from incidents.permissions import may_complete
from incidents.queries.files import files_of
from incidents.queries.people_panels import colleagues_of
from people.errors import RuleBroken
from people.http.requests import UserRequest, posted
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let the reporter add what was left out; after 14 days, their own words alone."""
    user, now = request.user, database_now()
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_complete(user, incident):
        raise PermissionDenied
    form = DetailsForm(posted(request), incident=incident, now=now)
    has_all_files = _take_files(request, incident, form)
    if form.is_valid() and has_all_files and _is_added(request, incident, form):
        messages.success(request, _("Added to your report."))
        goes_on = request.POST.get("then") == "witnesses"
        return redirect(
            "incidents:witnesses" if goes_on else "wellbeing:report", incident.public_id
        )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    earlier = Narrative.objects.visible_to(user).filter(incident=incident)
    files = files_of(user, incident)
    context = {
        "incident": incident,
        "form": form,
        "earlier": earlier,
        "files": files,
        "can_ask_witness": bool(colleagues_of(incident, now)),
    }
    return render(request, "incidents/details.html", context, status=status)


@require_POST
def preparedness(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the one tap that says whether the reporter felt prepared."""
    user = request.user
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_complete(user, incident):
        raise PermissionDenied
    answer = Details(prepared=request.POST.get("prepared", ""))
    try:
        complete_report(actor=user, incident=incident, details=answer, now=database_now())
    except RuleBroken as problem:
        problems = problem.problems if isinstance(problem, ReportRefused) else [problem]
        messages.warning(request, str(problems[0].message))
    else:
        messages.success(request, _("Thank you. It helps us choose training."))
    return redirect("wellbeing:thanks", incident.public_id)


def _take_files(request: UserRequest, incident: Incident, form: DetailsForm) -> bool:
    """Keep the good files, also when another one or an answer is refused; say what is wrong."""
    refused = False
    for file in request.FILES.getlist("attachments"):
        name, data = file.name or "", file.read(SIZE_MOST + 1)
        try:
            add_attachment(
                actor=request.user, incident=incident, name=name, data=data, now=form.now
            )
        except RuleBroken as problem:
            refused = True
            form.refuse(problem)
    return not refused


def _is_added(request: UserRequest, incident: Incident, form: DetailsForm) -> bool:
    try:
        complete_report(actor=request.user, incident=incident, now=form.now, **form.added())
    except RuleBroken as problem:
        form.refuse(problem)
        return False
    return True
