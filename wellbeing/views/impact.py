"""The answer to how much something took out of somebody at work."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.models import Incident
from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.operations import answer_impact
from wellbeing.permissions import may_answer_impact
from wellbeing.views.common import allow


@require_POST
def impact(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take down one tap of the reporter."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user), public_id=public_id)
    allow(may_answer_impact(request.user, incident))
    tapped = request.POST.get("value", "")
    value = int(tapped) if tapped.isascii() and tapped.isdigit() else -1
    try:
        row = answer_impact(actor=request.user, incident=incident, value=value, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        kept = _("Noted, for you and who holds your check-in.")
        nothing = _("Noted. No check-in is planned, so nothing is kept.")
        messages.success(request, kept if row is not None else nothing)
    return redirect("wellbeing:report", public_id)
