"""What the reporter adds after sending."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.forms import DetailsForm
from incidents.models import Incident, Narrative
from incidents.operations import complete_report
from incidents.permissions import may_complete
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
    if form.is_valid() and _is_added(request, incident, form):
        messages.success(request, _("Added to your report."))
        return redirect("wellbeing:report", incident.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    earlier = Narrative.objects.visible_to(user).filter(incident=incident)
    context = {"incident": incident, "form": form, "earlier": earlier}
    return render(request, "incidents/details.html", context, status=status)


def _is_added(request: UserRequest, incident: Incident, form: DetailsForm) -> bool:
    try:
        complete_report(actor=request.user, incident=incident, now=form.now, **form.added())
    except RuleBroken as problem:
        form.refuse(problem)
        return False
    return True
