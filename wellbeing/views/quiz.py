"""Where is the line? One scene at a time, answered at once; no answer is kept."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.http import UserRequest, posted
from people.queries import database_now
from wellbeing.forms.courses import AnswerForm
from wellbeing.operations.courses import note_quiz_visit
from wellbeing.quiz import QUESTIONS


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: UserRequest, number: int) -> HttpResponse:
    """Show one scene; after an answer, what there is to say about it."""
    if not 1 <= number <= len(QUESTIONS):
        raise Http404
    asked = QUESTIONS[number - 1]
    form = AnswerForm(posted(request), options=len(asked.options))
    chosen = asked.options[form.cleaned_data["answer"]] if form.is_valid() else None
    context = {
        "question": asked,
        "number": number,
        "total": len(QUESTIONS),
        "next": number + 1 if number < len(QUESTIONS) else None,
        "form": form,
        "chosen": chosen,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "wellbeing/quiz.html", context, status=status)


@require_POST
def quiz_visit(request: UserRequest) -> HttpResponse:
    """Note that somebody went through all of it today."""
    note_quiz_visit(actor=request.user, now=database_now())
    messages.success(request, _("Thank you for practising. Come back whenever you like."))
    return redirect("wellbeing:courses")
