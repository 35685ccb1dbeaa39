"""Witnesses of a report, and the questions about it."""

import uuid

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.people import (
    AccountForm,
    InvolvedForm,
    MessageForm,
    PraiseForm,
    WitnessForm,
)
from incidents.forms.rule import attempted
from incidents.models import Incident, Message, Witness, WitnessAccount
from incidents.operations import (
    add_account,
    agree_witness,
    decline_witness,
    invite_witness,
    praise_reporter,
    write_message,
)
from incidents.operations.reading import name_involved, take_back_involved
from incidents.permissions import (
    may_agree_witness,
    may_invite_witness,
    may_name_involved,
    may_praise,
    may_write_message,
)
from incidents.queries.customers import in_words
from incidents.queries.people_panels import colleagues_of, involved_in, possibly_involved
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.queries import database_now


def _incident(request: UserRequest, public_id: uuid.UUID) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the reporter something, or reply."""
    user, incident = request.user, _incident(request, public_id)
    if not may_write_message(user, incident):
        raise PermissionDenied
    form = MessageForm(posted(request))

    def act() -> None:
        body = form.cleaned_data["body"]
        write_message(actor=user, incident=incident, body=body, now=database_now())

    if attempted(form, act):
        flash.success(request, _("Your message is there."))
        return redirect(f"{incident.get_absolute_url()}#messages")
    so_far = Message.objects.visible_to(user).filter(incident=incident)
    context = {"incident": incident, "messages_so_far": so_far}
    return form_page(request, "incidents/messages.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
def witnesses(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask a colleague of the team what they saw."""
    user, incident, now = request.user, _incident(request, public_id), database_now()
    if not may_invite_witness(user, incident):
        raise PermissionDenied
    form = WitnessForm(
        posted(request),
        candidates=colleagues_of(incident, now),
        is_own=incident.reported_by_id == user.pk,
    )

    def act() -> None:
        may_see = form.cleaned_data.get("may_see_facts", False)
        invite_witness(
            actor=user, incident=incident, person=form.chosen(), may_see_facts=may_see, now=now
        )

    if attempted(form, act):
        flash.success(request, _("They are asked what they saw."))
        return redirect(incident.get_absolute_url())
    return form_page(request, "incidents/witnesses.html", form, {"incident": incident})


@require_http_methods(["GET", "HEAD", "POST"])
def involved(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that a colleague was part of what happened: they hold no talk about it."""
    user, incident, now = request.user, _incident(request, public_id), database_now()
    if not may_name_involved(user, incident):
        raise PermissionDenied
    form = InvolvedForm(posted(request), candidates=possibly_involved(incident, now))

    def act() -> None:
        name_involved(actor=user, incident=incident, person=form.chosen(), now=now)

    if attempted(form, act):
        flash.success(request, _("Noted. They are not told, and hold no talk about it."))
        return redirect(f"{incident.get_absolute_url()}#part-of-it")
    context = {"incident": incident, "involved": involved_in(incident)}
    return form_page(request, "incidents/involved.html", form, context)


@require_POST
def involved_removal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take back that a colleague was part of it."""
    user, incident = request.user, _incident(request, public_id)
    if not may_name_involved(user, incident):
        raise PermissionDenied
    named = [row.person for row in involved_in(incident)]
    form = InvolvedForm(request.POST, candidates=named)

    def act() -> None:
        take_back_involved(actor=user, incident=incident, person=form.chosen())

    if attempted(form, act):
        flash.success(request, _("Taken back. They may hold talks about it again."))
    else:
        flash.warning(request, _("That couldn’t be taken back."))
    return redirect("incidents:involved", incident.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def praise(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell the person that they handled it well."""
    user, incident = request.user, _incident(request, public_id)
    if not may_praise(user, incident):
        raise PermissionDenied
    form = PraiseForm(posted(request))

    def act() -> None:
        body = form.cleaned_data["body"]
        praise_reporter(actor=user, incident=incident, body=body, now=database_now())

    if attempted(form, act):
        flash.success(request, _("They read it on the page of their report."))
        return redirect(f"{incident.get_absolute_url()}#praise")
    return form_page(request, "incidents/praise.html", form, {"incident": incident})


def _witness(request: UserRequest, public_id: uuid.UUID) -> Witness:
    seen = Witness.objects.visible_to(request.user).select_related("incident__site")
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def witness(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell what one saw; the facts stand here once the reporter agrees."""
    row = _witness(request, public_id)
    if row.person_id != request.user.pk:
        raise PermissionDenied
    form = AccountForm(posted(request))

    def act() -> None:
        body = form.cleaned_data["body"]
        add_account(actor=request.user, witness=row, body=body, now=database_now())

    if attempted(form, act):
        flash.success(request, _("Thank you. It stands beside the report."))
        return redirect("incidents:witness", row.public_id)
    accounts = list(WitnessAccount.objects.visible_to(request.user).filter(witness=row))
    facts = in_words([row.incident], request.user)[0] if row.may_see_facts_at else None
    context = {"witness": row, "facts": facts, "accounts": accounts}
    return form_page(request, "incidents/witness.html", form, context)


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
