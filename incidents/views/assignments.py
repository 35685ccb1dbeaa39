"""Somebody else takes a customer for a while: the person's own, and those of who plans."""

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.forms.assignment import AssignmentForm
from incidents.forms.rule import attempted
from incidents.models import AssignmentNote
from incidents.operations import change_assignment, end_assignment
from incidents.permissions import may_change_assignment
from incidents.queries.assignments import as_shown, own_assignments, planned_assignments
from people.http import UserRequest
from people.queries import database_now

PER_PAGE = 25


@require_safe
def assignments(request: UserRequest) -> HttpResponse:
    """Show the reader's own notes, and those of the people whose work they divide."""
    return render(request, "incidents/assignments.html", _context(request))


@require_POST
def assignment(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep away longer or shorter."""
    note = _own(request, public_id)
    form = AssignmentForm(request.POST, key=str(note.public_id))

    def change() -> AssignmentNote:
        until: dt.date = form.cleaned_data["until"]
        return change_assignment(actor=request.user, note=note, until=until, now=database_now())

    if attempted(form, change):
        messages.success(request, _("Noted. Who plans sees the new day."))
        return redirect("incidents:assignments")
    context = _context(request, failed=form, note=note)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "incidents/assignments.html", context, status=status)


@require_POST
def assignment_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the customer again."""
    note = _own(request, public_id)
    end_assignment(actor=request.user, note=note, now=database_now())
    messages.success(request, _("It has ended. You take this customer again."))
    return redirect("incidents:assignments")


def _own(request: UserRequest, public_id: uuid.UUID) -> AssignmentNote:
    seen = AssignmentNote.objects.visible_to(request.user).select_related("person")
    note = get_object_or_404(seen, public_id=public_id)
    if not may_change_assignment(request.user, note):
        raise PermissionDenied
    return note


def _context(
    request: UserRequest,
    *,
    failed: AssignmentForm | None = None,
    note: AssignmentNote | None = None,
) -> dict[str, Any]:
    """Return the lists; a form that was refused stands at its note."""
    day = timezone.localdate()
    page = Paginator(planned_assignments(request.user, day), PER_PAGE).get_page(
        request.GET.get("page")
    )
    own = [
        (row, failed if failed and row == note else _form(row))
        for row in own_assignments(request.user, day)
    ]
    return {
        "own": own,
        "failed": failed,
        "page": page,
        "rows": as_shown(list(page), request.user),
        "is_planner": request.user.is_manager,
    }


def _form(note: AssignmentNote) -> AssignmentForm:
    return AssignmentForm(until=note.until, key=str(note.public_id))
