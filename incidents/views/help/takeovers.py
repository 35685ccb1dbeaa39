"""How it felt to be helped, what totals say of it, and noting a takeover on a report."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.help import FeltBackedForm, TakeoverForm
from incidents.forms.rule import refuse
from incidents.models import Incident, Takeover
from incidents.operations.help import record_takeover, say_felt_backed
from incidents.permissions import may_record_takeover, may_see_help_record
from incidents.queries.takeovers import records_for, told_to
from people.errors import RuleBroken
from people.http.requests import UserRequest, form_page, posted, requires
from people.queries import database_now

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def felt_backed(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the one question, and keep the answer."""
    seen = Takeover.objects.visible_to(request.user).select_related("taken_by", "call", "team")
    takeover = get_object_or_404(seen, public_id=public_id)
    if takeover.person_id != request.user.pk:
        raise PermissionDenied
    form = FeltBackedForm(posted(request))
    if form.is_valid():
        try:
            say_felt_backed(
                actor=request.user, takeover=takeover, **form.cleaned_data, now=database_now()
            )
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Thank you. It helps to know."))
            return redirect("wellbeing:home")
    given = getattr(takeover, "felt_backed", None)
    context = {"takeover": takeover, "given": given}
    return form_page(request, "incidents/felt_backed.html", form, context)


@require_safe
@requires(may_see_help_record)
def help_record(request: UserRequest) -> HttpResponse:
    """Show how calls go: how fast somebody comes, in which way, and how it felt; in totals."""
    now = database_now()
    pages = Paginator(records_for(request.user, now), PER_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "told": told_to(request.user, now)[:PER_PAGE],
    }
    return render(request, "incidents/help_record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_takeover(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note on a report, afterwards, that one stepped in."""
    user = request.user
    incident = get_object_or_404(Incident.objects.visible_to(user), public_id=public_id)
    if not may_record_takeover(user, incident):
        raise PermissionDenied
    form = TakeoverForm(posted(request))
    if form.is_valid():
        try:
            record_takeover(actor=user, incident=incident, **form.cleaned_data, now=database_now())
        except RuleBroken as problem:
            refuse(form, problem)
        else:
            messages.success(request, _("Noted."))
            return redirect("wellbeing:report", public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"incident": incident, "form": form}
    return render(request, "incidents/report_takeover.html", context, status=status)
