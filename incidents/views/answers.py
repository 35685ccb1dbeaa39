"""The answer to a report and the reply to it. Both forms stand on pages of the report."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.forms import AnswerForm, ReplyForm
from incidents.forms.rule import refuse
from incidents.models import Answer, Incident
from incidents.operations import give_answer, give_answers, reply_to_answer
from incidents.permissions import may_answer, may_reply
from incidents.queries.customers import in_words
from people.errors import RuleBroken
from people.http.requests import UserRequest
from people.ids import uuid_of
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


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: UserRequest) -> HttpResponse:
    """Write one sentence for several reports of one cause; each reporter reads only their own."""
    user, chosen = request.user, _chosen(request)
    if not all(may_answer(user, incident) for incident in chosen):
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        sentence = form.cleaned_data["sentence"]
        try:
            give_answers(actor=user, incidents=chosen, sentence=sentence, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Your answer is with each of the reporters."))
            return redirect("wellbeing:reports")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"rows": in_words(chosen, request.user), "form": form}
    return render(request, "incidents/answers.html", context, status=status)


def _chosen(request: UserRequest) -> list[Incident]:
    """Return the reports named in the address or the form; one that is not seen gives 404."""
    named = {*request.GET.getlist("report"), *request.POST.getlist("report")}
    keys = {key for text in named if (key := uuid_of(text))}
    found = Incident.objects.visible_to(request.user).filter(public_id__in=keys)
    chosen = list(found.select_related("team", "site").order_by("-occurred_on", "-pk"))
    if len(chosen) != len(named):
        raise Http404
    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take "heard", or "not yet" with what is missing; a refused one keeps what was typed."""
    user = request.user
    seen = Answer.objects.visible_to(user).select_related("incident")
    answer = get_object_or_404(seen, public_id=public_id)
    if not may_reply(user, answer):
        raise PermissionDenied
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen, reason = form.cleaned_data["reply"], form.cleaned_data["not_yet_reason"]
        try:
            reply_to_answer(
                actor=user, answer=answer, reply=chosen, reason=reason, now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _thanks(chosen))
            return redirect("wellbeing:report", answer.incident.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"answer": answer, "form": form}
    return render(request, "incidents/reply.html", context, status=status)


def _thanks(reply: str) -> str:
    if reply == Answer.Reply.HEARD:
        return _("Thank you. This report is closed.")
    return _("Thank you. You get another answer.")
