"""Judging a report: complaint and manner, by whoever leads the team or an adviser."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.forms import JudgementForm
from incidents.forms.rule import refuse
from incidents.http import report_to_read
from incidents.models import Incident, Narrative
from incidents.operations import judge_report
from incidents.permissions import may_judge
from people.errors import RuleBroken
from people.http.requests import UserRequest, posted
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def judgement(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the reporter's words beside the questions, and keep the judgement."""
    user = request.user
    incident = report_to_read(user, public_id)
    if not may_judge(user, incident):
        raise PermissionDenied
    form = JudgementForm(posted(request), incident=incident)
    if form.is_valid() and _is_kept(request, incident, form):
        messages.success(request, _("Kept. The reporter sees both readings."))
        return redirect("wellbeing:report", incident.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    told = Narrative.objects.visible_to(user).filter(incident=incident)
    context = {"incident": incident, "form": form, "told": told}
    return render(request, "incidents/judgement.html", context, status=status)


def _is_kept(request: UserRequest, incident: Incident, form: JudgementForm) -> bool:
    try:
        judge_report(actor=request.user, incident=incident, now=database_now(), **form.judged())
    except RuleBroken as problem:
        refuse(form, problem)
        return False
    return True
