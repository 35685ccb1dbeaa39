"""Raising a call and following it, for the one who called."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.forms.help import ReasonForm, TakeoverForm
from incidents.forms.rule import refuse
from incidents.models import HelpCall, TakeoverKind
from incidents.operations.help import (
    add_reason,
    advance_calls,
    call_again,
    end_call,
    raise_call,
    say_still,
)
from incidents.permissions import is_in_call
from incidents.queries.call_story import story_of
from incidents.queries.calls import has_due_calls
from incidents.queries.moment import moment_of
from incidents.views.report import KEY
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.ids import uuid7
from people.models import Team, User
from people.queries import database_now


@require_POST
def help_new(request: UserRequest) -> HttpResponse:
    """Call for help with one press; who works in no team gets the numbers."""
    team = _team_of(request.user, request.POST.get("team", ""))
    if team is None:
        return redirect("help")
    try:
        call = raise_call(
            actor=request.user,
            team=team,
            key=_key(request),
            wanted=request.POST.get("wanted", ""),
            now=database_now(),
        )
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
        return redirect("help")
    return redirect("incidents:help_call", call.public_id)


@require_safe
def help_call(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a call: to the one who called how far it is, to the others what is asked of them."""
    if has_due_calls():
        advance_calls(now=database_now())
    return call_page(request, _call(request, public_id))


@require_POST
def help_reason(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what for and where; what cannot be used stays in its form."""
    call = _own(request, public_id)
    form = ReasonForm.of(call, request.POST)
    if form.is_valid():
        try:
            add_reason(actor=request.user, call=call, **form.cleaned_data, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("They can read it now."))
            return redirect("incidents:help_call", public_id)
    return call_page(request, _call(request, public_id), reason=form)


@require_POST
def help_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that it is over, or that it was pressed by accident."""
    call = _call(request, public_id)
    if not is_in_call(request.user, call):
        raise PermissionDenied
    end_call(actor=request.user, call=call, now=database_now())
    return redirect("incidents:help_call", public_id)


@require_POST
def help_still(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that it is still going on."""
    call = _call(request, public_id)
    if not is_in_call(request.user, call):
        raise PermissionDenied
    say_still(actor=request.user, call=call, now=database_now())
    return redirect("incidents:help_call", public_id)


@require_POST
def help_again(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ring everybody once more: nobody has come."""
    call = _own(request, public_id)
    try:
        again = call_again(actor=request.user, call=call, key=_key(request), now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
        return redirect("help")
    return redirect("incidents:help_call", again.public_id)


def call_page(
    request: UserRequest,
    call: HelpCall,
    *,
    reason: ReasonForm | None = None,
    takeover: TakeoverForm | None = None,
) -> HttpResponse:
    """Show a call with its forms; a form that was refused makes it 422."""
    is_own = call.raised_by_id == request.user.pk
    record = getattr(call, "takeover", None)
    context: dict[str, Any] = {
        "call": call,
        "story": story_of(call, database_now()),
        "is_own": is_own,
        "is_mine": call.accepted_by_id == request.user.pk,
        "form": reason or takeover,
        "reason": reason or ReasonForm.of(call),
        "takeover": record,
        "takeover_form": takeover or (TakeoverForm.of(record) if record else None),
        "kinds": TakeoverKind.choices,
        "key": str(uuid7()),
        "moment": None if call.is_open else moment_of(request.user, database_now()),
        "report_url": f"{reverse('incidents:report_new')}?call={call.public_id}",
    }
    template = "incidents/help_sent.html" if is_own else "incidents/help_call.html"
    is_refused = bool((reason and reason.errors) or (takeover and takeover.errors))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, template, context, status=status)


def _call(request: UserRequest, public_id: uuid.UUID) -> HelpCall:
    seen = HelpCall.objects.visible_to(request.user).select_related(
        "raised_by", "accepted_by", "device", "team__site", "incident", "takeover"
    )
    return get_object_or_404(seen, public_id=public_id)


def _own(request: UserRequest, public_id: uuid.UUID) -> HelpCall:
    call = _call(request, public_id)
    if call.raised_by_id != request.user.pk:
        raise PermissionDenied
    return call


def _key(request: UserRequest) -> str:
    sent = request.POST.get("key", "")
    return sent if KEY.fullmatch(sent) else str(uuid7())


def _team_of(user: User, wanted: str) -> Team | None:
    teams = [m.team for m in user.present_memberships if m.team.closed_on is None]
    named = [team for team in teams if str(team.public_id) == wanted]
    return next(iter(named or teams), None)
