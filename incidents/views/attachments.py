"""The files of a report: handed out as downloads, removed by who added them."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.models import Attachment
from incidents.operations import place_of, remove_attachment
from incidents.permissions import may_remove
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.queries import database_now

TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


@require_safe
def attachment(request: UserRequest, public_id: uuid.UUID) -> FileResponse:
    """Hand out a file to save; it never opens as a page of the product."""
    seen = Attachment.objects.visible_to(request.user)
    found = get_object_or_404(seen, public_id=public_id)
    try:
        file = place_of(found).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(
        file, as_attachment=True, filename=found.name, content_type=TYPES[found.kind]
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_removal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask whether a file should go for good, and throw it away."""
    seen = Attachment.objects.visible_to(request.user).select_related("incident")
    found = get_object_or_404(seen, public_id=public_id)
    if not may_remove(request.user, found):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "incidents/attachment_removal.html", {"attachment": found})
    try:
        remove_attachment(actor=request.user, attachment=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _("The file is gone."))
    return redirect("incidents:details", found.incident.public_id)
