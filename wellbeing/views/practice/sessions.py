"""Sessions: a team played a scenario, and who wants to say that they were there."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms.rule import attempted
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted
from people.queries import database_now
from wellbeing.forms.practice import SessionForm
from wellbeing.models import PracticeSession, Scenario, TrainingNeed
from wellbeing.operations.practice import join_session, leave_session, record_session
from wellbeing.permissions import may_record_session
from wellbeing.queries.sessions import sessions_for, shown_sessions
from wellbeing.views.common import allow, page_of, query_without_page

PER_PAGE = 20


@require_safe
def sessions(request: UserRequest) -> HttpResponse:
    """What one's team played."""
    user = request.user
    page = page_of(request, sessions_for(user), PER_PAGE)
    context = {
        "page": page,
        "rows": shown_sessions(user, list(page)),
        "query": query_without_page(request),
    }
    return render(request, "wellbeing/practice/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down that a team played a scenario."""
    seen = Scenario.objects.visible_to(request.user).published().prefetch_related("texts")
    scenario = get_object_or_404(seen, public_id=public_id)
    allow(may_record_session(request.user))
    form = SessionForm(posted(request), user=request.user)

    def record() -> None:
        record_session(
            actor=request.user, scenario=scenario, now=database_now(), **form.cleaned_data
        )

    if attempted(form, record):
        messages.success(request, _("Noted. Who was there can say so themselves."))
        return redirect("wellbeing:practice_sessions")
    context = {"scenario": scenario, "text": scenario.text()}
    return form_page(request, "wellbeing/practice/session_new.html", form, context)


@require_POST
def attendance(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say of oneself that one was there; a wish for training may be done with it."""
    session = _session(request, public_id)
    wanted = request.POST.getlist("need")
    own = TrainingNeed.objects.visible_to(request.user).filter(person=request.user)
    needs = [need for need in own if str(need.public_id) in wanted]
    try:
        join_session(actor=request.user, session=session, needs=needs, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("Noted: you were there."))
    return redirect("wellbeing:practice_sessions")


@require_POST
def attendance_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take it back."""
    leave_session(actor=request.user, session=_session(request, public_id))
    messages.success(request, _("Taken back."))
    return redirect("wellbeing:practice_sessions")


def _session(request: UserRequest, public_id: uuid.UUID) -> PracticeSession:
    seen = PracticeSession.objects.visible_to(request.user).select_related("scenario")
    return get_object_or_404(seen, public_id=public_id)
