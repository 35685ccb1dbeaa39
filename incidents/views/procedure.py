"""The steps of a contact: read in one tap, published by HR."""

import uuid
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.codes import CHANNEL_BY_KEY
from incidents.forms.publishing import BeginForm, StepForm, step_formset, steps_of
from incidents.forms.rule import refuse
from incidents.models import Procedure
from incidents.operations.procedure import publish_procedure
from incidents.permissions import may_publish
from incidents.queries.procedure import channels, shown_steps, steps_for, versions_of
from incidents.queries.remedies import may_give_where
from people.errors import RuleBroken
from people.http import UserRequest, posted, requires
from people.queries import database_now

REMEMBERED = "procedure_channel"


@require_safe
def procedure(request: UserRequest) -> HttpResponse:
    """Show the steps for a channel; the one that was read last comes first."""
    asked = request.GET.get("channel", request.session.get(REMEMBERED, ""))
    channel = asked if asked in CHANNEL_BY_KEY else ""
    if request.session.get(REMEMBERED, "") != channel:
        request.session[REMEMBERED] = channel
    context = {
        "shown": steps_for(channel, database_now()),
        "channel": channel,
        "channels": channels(),
        "can_publish": may_publish(request.user),
        "may_give": may_give_where(request.user),
    }
    return render(request, "incidents/fairness/procedure.html", context)


@require_safe
def procedure_version(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one version as it was, for a report that keeps it."""
    rows = Procedure.objects.visible_to(request.user).select_related("published_by")
    found = get_object_or_404(rows, public_id=public_id)
    labels = {word.number: word.label for word in channels()}
    context = {
        "version": found,
        "steps": shown_steps(found),
        "channel": labels.get(found.channel, ""),
    }
    return render(request, "incidents/fairness/procedure_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_publish)
def procedure_edit(request: UserRequest) -> HttpResponse:
    """Write the next version of the steps for a channel."""
    asked = request.GET.get("channel", "")
    channel = asked if asked in CHANNEL_BY_KEY else ""
    versions = versions_of(channel)
    base = versions[0] if versions else steps_for("", database_now()).procedure
    formset = step_formset(posted(request), base)
    form = BeginForm(posted(request))
    if form.is_valid() and formset.is_valid() and _publish(request, channel, form, formset):
        return redirect(f"{reverse('incidents:procedure_edit')}?channel={channel}")
    context = {
        "form": form,
        "formset": formset,
        "channel": channel,
        "channels": channels(),
        "versions": versions,
        "now": database_now(),
    }
    has_errors = bool(form.errors) or (formset.is_bound and not formset.is_valid())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK
    return render(request, "incidents/fairness/procedure_edit.html", context, status=status)


def _publish(
    request: UserRequest, channel: str, form: BeginForm, formset: "forms.BaseFormSet[StepForm]"
) -> bool:
    try:
        publish_procedure(
            actor=request.user,
            channel=channel,
            steps=steps_of(formset),
            valid_from=form.valid_from(),
            now=database_now(),
        )
    except RuleBroken as problem:
        refuse(form, problem, {"valid_from": "begins_on"})
        return False
    messages.success(request, _("Published. Earlier versions stay as they were."))
    return True
