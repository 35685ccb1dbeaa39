"""What was agreed and written in a talk, put right by the person it is for."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.forms.corrections import AwayForm, BesideForm, SupportForm
from wellbeing.models import AgreedSupport, CareNote
from wellbeing.operations import (
    SupportEnded,
    ask_to_be_kept_away,
    correct_note,
    correct_support,
    finish_support,
    withdraw_support,
)
from wellbeing.permissions import (
    may_ask_away,
    may_correct_note,
    may_correct_support,
    may_finish_support,
)
from wellbeing.queries.talks import checkins_seen_by
from wellbeing.views.common import allow, refuse, render_refused

CORRECTION = "wellbeing/support.html"


def _seen(request: UserRequest, public_id: uuid.UUID) -> AgreedSupport:
    seen = AgreedSupport.objects.visible_to(request.user)
    found = seen.select_related("checkin__series", "by_whom").prefetch_related("versions")
    return get_object_or_404(found, public_id=public_id)


@require_POST
def support_completion(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that agreed support was given."""
    support = _seen(request, public_id)
    allow(may_finish_support(request.user, support))
    finish_support(actor=request.user, support=support, now=database_now())
    messages.success(request, _("Noted as done."))
    if support.checkin.series.person_id == request.user.pk:
        return redirect("wellbeing:mine")
    return redirect("wellbeing:today" if request.user.is_manager else "wellbeing:home")


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let the person put right what was agreed for them."""
    row, now = _seen(request, public_id), database_now()
    allow(may_correct_support(request.user, row))
    form = SupportForm(request.POST if request.method == "POST" else None, support=row)
    if request.method != "POST":
        return render(request, CORRECTION, {"form": form, "support": row})
    if form.is_valid():
        try:
            correct_support(actor=request.user, support=row, **form.cleaned_data, now=now)
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("Corrected. Who holds your talk is told."))
            return redirect("wellbeing:checkin", row.checkin.public_id)
    return render_refused(request, CORRECTION, {"form": form, "support": row})


@require_POST
def support_withdrawal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let the person say that something was not agreed."""
    row = _seen(request, public_id)
    allow(may_correct_support(request.user, row))
    try:
        withdraw_support(actor=request.user, support=row, now=database_now())
    except SupportEnded as error:
        messages.info(request, str(error.message))
    else:
        messages.success(request, _("Taken off. Who holds your talk is told."))
    return redirect("wellbeing:checkin", row.checkin.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let the person ask that somebody else takes a customer for now."""
    row, user = get_object_or_404(checkins_seen_by(request.user), public_id=public_id), request.user
    allow(may_ask_away(user, row))
    form = AwayForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "wellbeing/away.html", {"form": form, "checkin": row})
    if form.is_valid():
        until, now = form.cleaned_data["until"], database_now()
        try:
            ask_to_be_kept_away(actor=user, checkin=row, until=until, now=now)
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("Noted. You can end it at any time."))
            return redirect("incidents:assignments")
    return render_refused(request, "wellbeing/away.html", {"form": form, "checkin": row})


@require_http_methods(["GET", "HEAD", "POST"])
def note_correction(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let the person write beside a note about them."""
    seen = CareNote.objects.visible_to(request.user).select_related("checkin__series", "written_by")
    note = get_object_or_404(seen, checkin__public_id=public_id)
    allow(may_correct_note(request.user, note))
    form = BesideForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "wellbeing/note_beside.html", {"form": form, "note": note})
    if form.is_valid():
        try:
            correct_note(actor=request.user, note=note, **form.cleaned_data, now=database_now())
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("It stands beside the note. Only you two can read it."))
            return redirect("wellbeing:checkin", public_id)
    return render_refused(request, "wellbeing/note_beside.html", {"form": form, "note": note})
