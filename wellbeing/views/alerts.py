"""A serious report of somebody who wants no talk: somebody says that they know of it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.http import UserRequest
from people.queries import database_now
from wellbeing.models import StandingAlert
from wellbeing.operations import see_alert
from wellbeing.queries.talks import reports_since


@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read what it is about, as far as one may, and say that one has seen it."""
    found = StandingAlert.objects.visible_to(request.user)
    row = get_object_or_404(
        found.select_related("checkin__series__person", "seen_by"), public_id=public_id
    )
    if request.method == "POST":
        see_alert(actor=request.user, alert=row, now=database_now())
        messages.success(request, _("Thank you. Nobody else is told about this."))
        return redirect("wellbeing:alert", row.public_id)
    reports = reports_since(row.checkin, request.user)
    return render(request, "wellbeing/alert.html", {"alert": row, "reports": reports})
