"""A check-in for the two people it is between, and what each of them may do with it."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.codes import WishWhen
from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.forms.planning import TimeForm
from wellbeing.forms.talk import TalkForm, plan_of
from wellbeing.forms.whom import AgainForm, HolderForm, WishForm
from wellbeing.models import CheckIn
from wellbeing.operations import (
    ask_for_checkin,
    choose_holder,
    claim_checkin,
    decline_care,
    hold_checkin,
    move_checkin,
    note_opened,
    pass_on,
    wish_moment,
)
from wellbeing.permissions import (
    may_choose,
    may_claim,
    may_hold,
    may_move,
    may_pass_on,
)
from wellbeing.queries.circle import Choosable, choosable_for, someone_to_talk_to
from wellbeing.queries.impact import impacts_for
from wellbeing.queries.preview import is_on_day_off
from wellbeing.queries.sheets import reports_of
from wellbeing.queries.talks import (
    agreed_before,
    checkins_seen_by,
    earlier_talks,
    has_alert,
    is_suggested,
    next_after,
    note_of,
    recent_reports,
    supports_of,
)
from wellbeing.queries.waiting import return_of
from wellbeing.views.common import WISH_FIELDS, allow, refuse, render_refused
from wellbeing.views.shift import shift_form_for

TALK_FIELDS = {
    "next_at": "next_on",
    "topic": "topics",
    "until": "away_until",
    "wish_with": "with_whom",
    "wish_buddy": "with_whom",
}
OWN, HOLDERS = "wellbeing/checkin_own.html", "wellbeing/checkin.html"


def _seen(request: UserRequest, public_id: uuid.UUID) -> CheckIn:
    return get_object_or_404(checkins_seen_by(request.user), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def checkin(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the check-in to either of the two; its holder writes down what came of it."""
    row, now = _seen(request, public_id), database_now()
    if request.method != "POST":
        if row.opened_at is None and may_hold(request.user, row):
            note_opened(actor=request.user, checkin=row, now=now)
        return render(request, _template_for(request, row), _context(request, row, now))
    if not row.is_open:
        return _is_over(request, row)
    allow(may_hold(request.user, row))
    initial = plan_of(next_after(row))
    form = TalkForm(request.POST, checkin=row, reader=request.user, now=now, initial=initial)
    if form.is_valid():
        try:
            hold_checkin(actor=request.user, checkin=row, talk=form.talk(), now=now)
        except RuleBroken as error:
            refuse(form, error, **TALK_FIELDS)
        else:
            messages.success(request, _("Saved. %(name)s can read it now.") % _name_of(row))
            return redirect("wellbeing:today")
    return render_refused(request, HOLDERS, _context(request, row, now, form=form, failed=form))


@require_POST
def time(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give the check-in another day and time; the person has the choices of the report."""
    row, now = _seen(request, public_id), database_now()
    if not row.is_open:
        return _is_over(request, row)
    allow(may_move(request.user, row))
    form = AgainForm(request.POST) if _is_own(request, row) else TimeForm(request.POST)
    if form.is_valid():
        try:
            _move(request, row, form, now)
        except RuleBroken as error:
            refuse(form, error, at="on")
        else:
            return redirect("wellbeing:checkin", row.public_id)
    context = _context(request, row, now, time_form=form, failed=form)
    return render_refused(request, _template_for(request, row), context)


def _move(request: UserRequest, row: CheckIn, form: AgainForm | TimeForm, now: dt.datetime) -> None:
    if isinstance(form, TimeForm):
        move_checkin(actor=request.user, checkin=row, at=form.moment(), now=now)
    else:
        wish_moment(actor=request.user, checkin=row, wish=form.wish(), now=now)
    is_declined = isinstance(form, AgainForm) and form.cleaned_data["when"] == WishWhen.NONE
    messages.success(
        request,
        _("That is fine. You can ask for a check-in at any time.")
        if is_declined
        else _("The check-in has a new time."),
    )


@require_POST
def holder(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose somebody else for the check-in."""
    row, now = _seen(request, public_id), database_now()
    if not row.is_open:
        return _is_over(request, row)
    allow(may_choose(request.user, row))
    form = HolderForm(request.POST, choosable=_choosable(request, row, now))
    if form.is_valid():
        try:
            choose_holder(actor=request.user, checkin=row, now=now, **form.cleaned_data)
        except RuleBroken as error:
            refuse(form, error, wish_buddy="buddy", wish_with="with_whom")
        else:
            messages.success(request, _("Done. They are told that you chose them."))
            return redirect("wellbeing:checkin", row.public_id)
    context = _context(request, row, now, holder_form=form, failed=form)
    return render_refused(request, OWN, context)


@require_POST
def handover(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a chosen buddy say that they cannot: it goes to the next."""
    row = _seen(request, public_id)
    if not row.is_open:
        return _is_over(request, row)
    allow(may_pass_on(request.user, row))
    try:
        pass_on(actor=request.user, checkin=row, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("That is fine. Somebody else is asked now."))
    return redirect("wellbeing:today")


@require_POST
def refusal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """The person would rather not."""
    row = _seen(request, public_id)
    if not row.is_open:
        return _is_over(request, row)
    allow(may_choose(request.user, row))
    try:
        decline_care(actor=request.user, checkin=row, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("That is fine. You can ask for a check-in at any time."))
    return redirect("wellbeing:home")


@require_POST
def claim(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take up a serious report."""
    row = _seen(request, public_id)
    if not row.is_open:
        return _is_over(request, row)
    allow(may_claim(request.user, row))
    try:
        claim_checkin(actor=request.user, checkin=row, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
        return redirect("wellbeing:today")
    messages.success(request, _("It is yours. %(name)s is told.") % _name_of(row))
    return redirect("wellbeing:checkin", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def checkin_new(request: UserRequest) -> HttpResponse:
    """Ask for a check-in, with or without a report."""
    choosable = choosable_for(request.user, now=database_now())
    form = WishForm(request.POST if request.method == "POST" else None, choosable=choosable)
    if request.method != "POST":
        return render(request, "wellbeing/checkin_new.html", {"form": form})
    if form.is_valid():
        try:
            row = ask_for_checkin(actor=request.user, wish=form.wish(), now=database_now())
        except RuleBroken as error:
            refuse(form, error, **WISH_FIELDS)
        else:
            messages.success(request, _("Your check-in is planned."))
            return redirect("wellbeing:checkin", row.public_id)
    return render_refused(request, "wellbeing/checkin_new.html", {"form": form})


def _is_over(request: UserRequest, row: CheckIn) -> HttpResponse:
    """Show what came of it to who presses a button twice, or later than somebody else."""
    messages.info(request, _("This check-in is over already."))
    return redirect("wellbeing:checkin", row.public_id)


def _is_own(request: UserRequest, row: CheckIn) -> bool:
    return row.series.person_id == request.user.pk


def _choosable(request: UserRequest, row: CheckIn, now: dt.datetime) -> Choosable:
    return choosable_for(request.user, is_private=row.series.is_private, now=now)


def _template_for(request: UserRequest, row: CheckIn) -> str:
    return OWN if _is_own(request, row) else HOLDERS


def _name_of(row: CheckIn) -> dict[str, str]:
    return {"name": row.series.person.given_name}


def _context(
    request: UserRequest, row: CheckIn, now: dt.datetime, **bound: forms.Form
) -> dict[str, Any]:
    """Return what the page shows; forms that were sent replace the empty ones."""
    following = next_after(row)
    shared: dict[str, Any] = {
        "checkin": row,
        "now": now,
        "person": row.series.person,
        "holder": row.held_by or row.owner,
        "is_day_off": is_on_day_off(row, now),
        "next_checkin": following,
        "note": note_of(row, request.user),
        "supports": supports_of(row, request.user),
    }
    if _is_own(request, row):
        contacts = someone_to_talk_to(request.user, now=now)
        forms_of_own = {
            "time_form": AgainForm(),
            "shift_form": shift_form_for(request, [row]),
            "holder_form": HolderForm(choosable=_choosable(request, row, now)),
        }
        return shared | forms_of_own | _own_context(row, now) | {"contacts": contacts} | bound
    return shared | _holders_context(request, row, now, following) | bound


def _own_context(row: CheckIn, now: dt.datetime) -> dict[str, Any]:
    return {
        "back": return_of(row, now),
        "is_about_report": row.series.reports.exists(),
        "is_alerted": row.is_open and has_alert(row.series),
    }


def _holders_context(
    request: UserRequest, row: CheckIn, now: dt.datetime, following: CheckIn | None
) -> dict[str, Any]:
    user, initial = request.user, plan_of(following)
    return {
        "form": TalkForm(checkin=row, reader=user, now=now, initial=initial),
        "time_form": TimeForm(),
        "is_holder": may_hold(user, row),
        "may_pass_on": may_pass_on(user, row),
        "reports": reports_of(row, user),
        "agreed_before": agreed_before(row, user),
        "earlier": earlier_talks(row, user),
        "recent_reports": recent_reports(row, user, now),
        "impacts": impacts_for(request.user, row),
        "is_suggested": is_suggested(row),
    }
