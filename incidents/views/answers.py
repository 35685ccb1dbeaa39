"""The answer to a report and the reply to it. Both forms stand on pages of the report."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms import AnswerForm, ReplyForm
from incidents.forms.rule import refuse
from incidents.models import Answer, Incident
from incidents.operations import give_answer, reply_to_answer
from incidents.permissions import may_answer, may_reply
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.queries import database_now


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write the one sentence; a refused one stands on a page of its own with what was typed."""
    user = request.user
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_answer(user, incident):
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sentence = form.cleaned_data["sentence"]
        try:
            give_answer(actor=user, incident=incident, sentence=sentence, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Your answer is with the reporter."))
            return redirect("wellbeing:report", incident.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"incident": incident, "form": form}
    return render(request, "incidents/answer.html", context, status=status)


@require_POST
def reply(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take "heard" or "not yet"."""
    user = request.user
    seen = Answer.objects.visible_to(user).select_related("incident")
    answer = get_object_or_404(seen, public_id=public_id)
    if not may_reply(user, answer):
        raise PermissionDenied
    form = ReplyForm(request.POST)
    chosen = form.cleaned_data["reply"] if form.is_valid() else ""
    try:
        reply_to_answer(actor=user, answer=answer, reply=chosen, now=database_now())
    except RuleBroken as problem:
        messages.error(request, str(problem.message))
    else:
        messages.success(request, _thanks(chosen))
    return redirect("wellbeing:report", answer.incident.public_id)


def _thanks(reply: str) -> str:
    if reply == Answer.Reply.HEARD:
        return _("Thank you. This report is closed.")
    return _("Thank you. You get another answer.")
