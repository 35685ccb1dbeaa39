"""Details, after sending: skippable, never rewriting what was told."""

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
from people.http.requests import UserRequest
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let the reporter add what was left out."""
    user = request.user
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_complete(user, incident):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, incident=incident)
    if request.method == "POST" and form.is_valid():
        complete_report(actor=user, incident=incident, **form.cleaned_data, now=database_now())
        messages.success(request, _("Added to your report."))
        return redirect("wellbeing:report", incident.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    earlier = Narrative.objects.visible_to(user).filter(incident=incident)
    context = {"incident": incident, "form": form, "earlier": earlier}
    return render(request, "incidents/details.html", context, status=status)
