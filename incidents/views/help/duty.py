"""On duty or not, with one tap."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.operations.duty import switch_duty
from incidents.queries.duty import can_be_rung
from people.http.requests import UserRequest, requires
from people.models import DutySwitch
from people.queries import database_now


@require_POST
@requires(can_be_rung)
def duty(request: UserRequest) -> HttpResponse:
    """Switch on, or off."""
    is_on = request.POST.get("duty") == "on"
    switch = switch_duty(actor=request.user, is_on=is_on, now=database_now())
    messages.success(request, _said(switch))
    return redirect("wellbeing:today")


def _said(switch: DutySwitch) -> str:
    if switch.until is None:
        return _("You are on duty.") if switch.is_on_duty else _("You are off duty.")
    clock = date_format(timezone.localtime(switch.until), "l H:i")
    if switch.is_on_duty:
        return _("You are on duty until %(clock)s.") % {"clock": clock}
    return _("You are off duty until %(clock)s.") % {"clock": clock}
