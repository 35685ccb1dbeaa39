"""Coming to a call: accept it, pass it on, say how one stepped in; the list for leaders."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.forms.help import TakeoverForm
from incidents.forms.rule import refuse
from incidents.models import HelpCall, TakeoverKind
from incidents.operations.help import accept_call, note_takeover, pass_call
from incidents.permissions import may_come
from incidents.queries.calls import calls_of_teams
from incidents.queries.duty import can_be_rung
from incidents.views.help.calls import call_page
from people.errors import RuleBroken
from people.http.requests import UserRequest, requires
from people.queries import database_now

PER_PAGE = 25
FILTERS = ("team", "kind", "state")


@require_safe
@requires(can_be_rung)
def help_calls(request: UserRequest) -> HttpResponse:
    """List the calls of one's teams, newest first, with what the address asks for."""
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    pages = Paginator(calls_of_teams(request.user, wanted), PER_PAGE)
    context: dict[str, Any] = {
        "page": pages.get_page(request.GET.get("page")),
        "wanted": wanted,
        "query": "&".join(f"{name}={value}" for name, value in wanted.items() if value),
        "teams": [m.team for m in request.user.present_memberships if m.leads],
        "kinds": TakeoverKind.choices,
    }
    return render(request, "incidents/help_calls.html", context)


@require_POST
def help_acceptance(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say "I'm going", and how."""
    call = _asked(request, public_id)
    kind = request.POST.get("kind", "")
    try:
        accept_call(actor=request.user, call=call, kind=kind, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    return redirect("incidents:help_call", public_id)


@require_POST
def help_pass(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say "I can't, ask the next person"."""
    call = _asked(request, public_id)
    pass_call(actor=request.user, call=call, now=database_now())
    messages.success(request, _("The next person is asked."))
    return redirect("incidents:help_call", public_id)


@require_POST
def help_takeover(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how one stepped in, and why."""
    call = _asked(request, public_id)
    takeover = getattr(call, "takeover", None)
    if takeover is None or takeover.taken_by_id != request.user.pk:
        raise PermissionDenied
    form = TakeoverForm.of(takeover, request.POST)
    if form.is_valid():
        try:
            note_takeover(
                actor=request.user, takeover=takeover, **form.cleaned_data, now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted."))
            return redirect("incidents:help_call", public_id)
    return call_page(request, call, takeover=form)


def _asked(request: UserRequest, public_id: uuid.UUID) -> HelpCall:
    seen = HelpCall.objects.visible_to(request.user).select_related(
        "raised_by", "accepted_by", "device", "team__site", "incident", "takeover"
    )
    call = get_object_or_404(seen, public_id=public_id)
    if not may_come(request.user, call):
        raise PermissionDenied
    return call
