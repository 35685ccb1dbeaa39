"""The training board."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.codes import NeedSource
from wellbeing.forms.planning import NeedForm, PeopleForm, PlanForm
from wellbeing.models import TrainingNeed
from wellbeing.operations import finish_needs, plan_needs, raise_need, refuse_need
from wellbeing.permissions import may_plan_need, may_refuse_need
from wellbeing.queries.board import board_of, topic_labels
from wellbeing.queries.overview import teams_led_by
from wellbeing.views.common import allow, refuse, render_refused

BOARD = "wellbeing/training.html"


@require_safe
def training(request: UserRequest) -> HttpResponse:
    """What is wished, planned and done: by name for who leads, counts for HR, one's own."""
    return render(request, BOARD, _context(request))


@require_POST
def needs(request: UserRequest) -> HttpResponse:
    """Put a wish of one's own on the board."""
    form = NeedForm(request.POST)
    if not form.is_valid():
        return render_refused(request, BOARD, _context(request, form=form, wish_form=form))
    topic, user = form.cleaned_data["topic"], request.user
    now = database_now()
    need = raise_need(actor=user, person=user, topic=topic, source=NeedSource.SELF, now=now)
    undo = reverse("wellbeing:need_refusal", args=[need.public_id])
    messages.success(request, _("It is on the board."), extra_tags=undo)
    return redirect("wellbeing:training")


@require_POST
def plans(request: UserRequest) -> HttpResponse:
    """Plan one training for several people."""
    chosen = _chosen(request)
    form = PlanForm(request.POST, chosen=chosen)
    if form.is_valid():
        on, now = form.cleaned_data["on"], database_now()
        try:
            plan_needs(actor=request.user, needs=chosen, on=on, now=now)
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is planned."))
            return redirect("wellbeing:training")
    return render_refused(request, BOARD, _context(request, form=form, refused=form))


@require_POST
def completions(request: UserRequest) -> HttpResponse:
    """Note that a training took place for those who were there."""
    chosen = _chosen(request)
    form = PeopleForm(request.POST, chosen=chosen)
    if form.is_valid():
        try:
            finish_needs(actor=request.user, needs=chosen, now=database_now())
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("Noted as done."))
            return redirect("wellbeing:training")
    return render_refused(request, BOARD, _context(request, form=form))


def _chosen(request: UserRequest) -> list[TrainingNeed]:
    """Return the ticked needs; one that the reader cannot see does not exist for them."""
    try:
        keys = {uuid.UUID(key) for key in request.POST.getlist("need")}
    except ValueError as error:
        raise Http404 from error
    chosen = list(TrainingNeed.objects.visible_to(request.user).filter(public_id__in=keys))
    if len(chosen) != len(keys):
        raise Http404
    allow(request.user.is_manager and all(may_plan_need(request.user, need) for need in chosen))
    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
def need_refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask once more, then take a wish of one's own off the board."""
    need = get_object_or_404(TrainingNeed.objects.visible_to(request.user), public_id=public_id)
    allow(may_refuse_need(request.user, need))
    if request.method != "POST":
        label = topic_labels().get(need.topic, "")
        return render(request, "wellbeing/need_refusal.html", {"label": label})
    try:
        refuse_need(actor=request.user, need=need, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("It is off the board."))
    return redirect("wellbeing:training")


def _context(request: UserRequest, **bound: forms.Form) -> dict[str, Any]:
    user = request.user
    teams = teams_led_by(user)
    team = next((t for t in teams if str(t.public_id) == request.GET.get("team")), None)
    now = database_now()
    board = board_of(user, now=now, team_id=team.pk if team else None)
    return {
        "board": board,
        "is_hr": user.is_hr,
        "form": NeedForm(),
        "wish_form": NeedForm(),
        "leads": user.is_manager,
        "team": team,
        "teams": teams,
        "today": timezone.localdate(now),
    } | bound
