"""A report that a colleague wrote: the person it happened to says whether it counts."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.models import Incident, Narrative
from incidents.operations import confirm_report, refuse_report
from incidents.permissions import may_confirm
from incidents.queries.next_steps import is_alarming
from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.forms.confirmation import ConfirmationForm
from wellbeing.queries.circle import choosable_for
from wellbeing.queries.sheets import SheetMaker
from wellbeing.views.common import refuse, render_refused

PAGE = "wellbeing/confirmation.html"


def _own(request: UserRequest, public_id: uuid.UUID) -> Incident:
    seen = Incident.objects.visible_to(request.user).select_related("team", "site", "written_by")
    incident = get_object_or_404(seen, public_id=public_id)
    if not may_confirm(request.user, incident):
        raise PermissionDenied
    return incident


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read what the colleague wrote; say that it counts, with words of one's own."""
    incident = _own(request, public_id)
    choosable = choosable_for(request.user, now=database_now())
    form = ConfirmationForm(request.POST if request.method == "POST" else None, choosable=choosable)
    if form.is_valid():
        try:
            confirm_report(
                actor=request.user, incident=incident, now=database_now(), **form.values()
            )
        except RuleBroken as error:
            refuse(
                form,
                error,
                wish_at="on",
                wish_when="when",
                wish_with="with_whom",
                wish_buddy="buddy",
            )
        else:
            messages.success(request, _("Thank you. The report counts now."))
            return redirect("wellbeing:thanks", incident.public_id)
    words = Narrative.objects.visible_to(request.user).filter(incident=incident)
    facts = SheetMaker(request.user).sheet(incident)
    context: dict[str, object] = {
        "incident": incident,
        "is_alarming": is_alarming(incident, database_now()),
        "form": form,
        "words": words,
        "facts": facts,
    }
    if form.is_bound:
        return render_refused(request, PAGE, context)
    return render(request, PAGE, context)


@require_POST
def report_refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that one does not want it."""
    incident = _own(request, public_id)
    try:
        refuse_report(actor=request.user, incident=incident, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("That is fine. It does not count and nobody looks into it."))
    return redirect("wellbeing:home")
