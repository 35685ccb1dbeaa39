"""Witnesses of a report, and the questions about it."""

import uuid
from http import HTTPStatus

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.people import AccountForm, MessageForm, PraiseForm, WitnessForm
from incidents.forms.rule import refuse
from incidents.models import Incident, Message, Witness, WitnessAccount
from incidents.operations import (
    add_account,
    agree_witness,
    decline_witness,
    invite_witness,
    praise_reporter,
    write_message,
)
from incidents.permissions import (
    may_agree_witness,
    may_invite_witness,
    may_praise,
    may_write_message,
)
from incidents.queries.customers import in_words
from incidents.queries.people_panels import colleagues_of
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.queries import database_now


def _incident(request: UserRequest, public_id: uuid.UUID) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user), public_id=public_id)


def _status(form: AccountForm | MessageForm | PraiseForm | WitnessForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the reporter something, or reply."""
    user, incident = request.user, _incident(request, public_id)
    if not may_write_message(user, incident):
        raise PermissionDenied
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        body = form.cleaned_data["body"]
        try:
            write_message(actor=user, incident=incident, body=body, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            flash.success(request, _("Your message is there."))
            return redirect(f"{incident.get_absolute_url()}#messages")
    so_far = Message.objects.visible_to(user).filter(incident=incident)
    context = {"incident": incident, "form": form, "messages_so_far": so_far}
    return render(request, "incidents/messages.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def witnesses(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask a colleague of the team what they saw."""
    user, incident, now = request.user, _incident(request, public_id), database_now()
    if not may_invite_witness(user, incident):
        raise PermissionDenied
    form = WitnessForm(
        request.POST if request.method == "POST" else None,
        candidates=colleagues_of(incident, now),
        is_own=incident.reported_by_id == user.pk,
    )
    if form.is_valid():
        may_see = form.cleaned_data.get("may_see_facts", False)
        try:
            invite_witness(
                actor=user, incident=incident, person=form.chosen(), may_see_facts=may_see, now=now
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            flash.success(request, _("They are asked what they saw."))
            return redirect(incident.get_absolute_url())
    context = {"incident": incident, "form": form}
    return render(request, "incidents/witnesses.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def praise(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell the person that they handled it well."""
    user, incident = request.user, _incident(request, public_id)
    if not may_praise(user, incident):
        raise PermissionDenied
    form = PraiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        body = form.cleaned_data["body"]
        try:
            praise_reporter(actor=user, incident=incident, body=body, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            flash.success(request, _("They read it on the page of their report."))
            return redirect(f"{incident.get_absolute_url()}#praise")
    context = {"incident": incident, "form": form}
    return render(request, "incidents/praise.html", context, status=_status(form))


def _witness(request: UserRequest, public_id: uuid.UUID) -> Witness:
    seen = Witness.objects.visible_to(request.user).select_related("incident__site")
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def witness(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell what one saw; the facts stand here once the reporter agrees."""
    row = _witness(request, public_id)
    if row.person_id != request.user.pk:
        raise PermissionDenied
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        body = form.cleaned_data["body"]
        try:
            add_account(actor=request.user, witness=row, body=body, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            flash.success(request, _("Thank you. It stands beside the report."))
            return redirect("incidents:witness", row.public_id)
    accounts = list(WitnessAccount.objects.visible_to(request.user).filter(witness=row))
    facts = in_words([row.incident])[0] if row.may_see_facts_at else None
    context = {"witness": row, "form": form, "facts": facts, "accounts": accounts}
    return render(request, "incidents/witness.html", context, status=_status(form))


@require_POST
def witness_refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that one would rather not."""
    row = _witness(request, public_id)
    if row.person_id != request.user.pk:
        raise PermissionDenied
    try:
        decline_witness(actor=request.user, witness=row, now=database_now())
    except RuleBroken as problem:
        flash.warning(request, str(problem.message))
    else:
        flash.success(request, _("That is fine."))
    return redirect("wellbeing:home")


@require_POST
def witness_consent(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a witness see the facts."""
    row = _witness(request, public_id)
    if not may_agree_witness(request.user, row):
        raise PermissionDenied
    agree_witness(actor=request.user, witness=row, now=database_now())
    flash.success(request, _("They can see the facts now."))
    return redirect(row.incident.get_absolute_url())
