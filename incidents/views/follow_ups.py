"""The message to the customer: facts, text, rest, sending."""

import uuid
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.follow_up import FactForm, FollowUpForm, SendForm
from incidents.forms.rule import refuse
from incidents.http import report_to_read
from incidents.models import Fact, FollowUp
from incidents.operations.follow_up import (
    add_fact,
    begin_follow_up,
    check_fact,
    send_follow_up,
    strike_fact,
    write_follow_up,
)
from incidents.permissions import may_settle
from incidents.queries.follow_up import READY
from people.errors import RuleBroken
from people.http import UserRequest, posted
from people.queries import database_now


@require_POST
def follow_ups(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Begin a message, or go on with the one that was not sent."""
    incident = report_to_read(request.user, public_id)
    if not may_settle(request.user, incident):
        raise PermissionDenied
    begun = begin_follow_up(actor=request.user, incident=incident, now=database_now())
    return redirect("incidents:follow_up", begun.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write the message; save it as often as you like."""
    found, now = _follow_up_or_403(request, public_id), database_now()
    form = FollowUpForm(posted(request), follow_up=found)
    if form.is_valid():
        try:
            write_follow_up(actor=request.user, follow_up=found, **form.written(now), now=now)
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("incidents:follow_up", found.public_id)
    return _page(request, found, text=form)


@require_POST
def facts(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Add one fact."""
    found = _follow_up_or_403(request, public_id)
    form = FactForm(request.POST, auto_id="fact_%s")
    if form.is_valid():
        try:
            add_fact(actor=request.user, follow_up=found, **form.cleaned_data, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            return redirect("incidents:follow_up", found.public_id)
    return _page(request, found, fact=form)


@require_POST
def fact_check(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that the reader has checked a fact."""
    found = _fact_or_403(request, public_id)
    try:
        check_fact(actor=request.user, fact=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    return redirect("incidents:follow_up", found.follow_up.public_id)


@require_POST
def fact_strike(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Strike a fact out."""
    found = _fact_or_403(request, public_id)
    try:
        strike_fact(actor=request.user, fact=found, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    return redirect("incidents:follow_up", found.follow_up.public_id)


@require_POST
def follow_up_sending(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Mark the message as sent."""
    found = _follow_up_or_403(request, public_id)
    form = SendForm(request.POST)
    if form.is_valid():
        try:
            send_follow_up(
                actor=request.user, follow_up=found, **form.cleaned_data, now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted as sent."))
            return redirect("wellbeing:report", found.incident.public_id)
    return _page(request, found, send=form)


def _follow_up_or_403(request: UserRequest, public_id: uuid.UUID) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user).select_related("incident", "sent_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_settle(request.user, found.incident):
        raise PermissionDenied
    return found


def _fact_or_403(request: UserRequest, public_id: uuid.UUID) -> Fact:
    rows = Fact.objects.visible_to(request.user).select_related("follow_up__incident")
    found = get_object_or_404(rows, public_id=public_id)
    if not may_settle(request.user, found.follow_up.incident):
        raise PermissionDenied
    return found


def _page(
    request: UserRequest,
    found: FollowUp,
    *,
    text: FollowUpForm | None = None,
    fact: FactForm | None = None,
    send: SendForm | None = None,
) -> HttpResponse:
    forms_shown: list[forms.Form] = [form for form in (text, fact, send) if form is not None]
    failed = next((form for form in forms_shown if form.errors), None)
    now = database_now()
    context = {
        "follow_up": found,
        "facts": list(found.facts.select_related("checked_by")),
        "text_form": text or FollowUpForm(follow_up=found),
        "fact_form": fact or FactForm(auto_id="fact_%s"),
        "send_form": send or SendForm(),
        "form": failed,
        "ready": READY,
        "is_resting": found.parked_until is not None and found.parked_until > now,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if failed else HTTPStatus.OK
    return render(request, "incidents/fairness/follow_up.html", context, status=status)
