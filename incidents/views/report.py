"""The report form and its draft. Sending works without a script, and twice is once."""

import datetime as dt
import re
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.codes import READINGS, WISHES, WishWhen, WordList
from incidents.forms import ReportForm
from incidents.models import Draft, Incident
from incidents.operations import (
    ReportRefused,
    SubmitKey,
    discard_draft,
    first_under,
    report_incident,
    save_draft,
    submit_scope,
)
from incidents.queries import words
from incidents.queries.calls import call_to_report, told_by_call
from incidents.queries.form import FormFrame, NeutralFrame, chips, draft_of, owner_of, owner_token
from people.http.requests import UserRequest
from people.ids import uuid7
from people.models import User
from people.queries import database_now

KEY = re.compile(r"[\w-]{1,64}", re.ASCII)
LISTS = frozenset({"behaviours"})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in with what is likely or with the draft; send it."""
    user, now = request.user, database_now()
    if not isinstance(user, User):
        return _signed_out(request, now)
    key = _key_of(request, user)
    if request.method != "POST":
        sent = first_under(key) if key else None
        return _thanks(sent) if sent else _empty_page(request, user, now)
    frame = FormFrame(user, timezone.localdate(now))
    form = ReportForm(request.POST, frame=frame, user=user, now=now)
    sent = _sent(form, key, now)
    if sent is None:
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _thanks(sent)


@login_not_required
@require_POST
def report_draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed: after each change by script, or by "Save for later"."""
    user, now = request.user, database_now()
    if not isinstance(user, User):
        return _signed_out(request, now)
    draft = save_draft(actor=user, data=_lists(request.POST), now=now)
    if request.headers.get("HX-Request"):
        return render(request, "incidents/_draft_status.html", {"draft": draft})
    messages.success(request, _("Saved. You find it under “Coming up” on Home."))
    return redirect("wellbeing:home")


@never_cache
@require_safe
def report_offline(request: UserRequest) -> HttpResponse:
    """Show the form as it lies on a device: without names, and without the reader's guesses."""
    user, now = request.user, database_now()
    frame = NeutralFrame(user, timezone.localdate(now))
    form = ReportForm(initial={"channel": frame.last_channel}, frame=frame, user=user, now=now)
    return _page(request, form, template="incidents/report_offline.html")


@require_POST
def report_discard(request: UserRequest) -> HttpResponse:
    """Throw the draft away and start afresh."""
    discard_draft(actor=request.user)
    return redirect("incidents:report_new")


@login_not_required
@require_POST
def report_behaviours(request: HttpRequest) -> HttpResponse:
    """Give the chips again in the order of the chosen channel, with what is chosen."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    chosen = request.POST.getlist("behaviours")
    front, behind = chips(words(WordList.BEHAVIOUR), request.POST.get("channel", ""))
    return render(request, "incidents/_behaviours.html", _chips(front, behind, chosen))


def _empty_page(request: HttpRequest, user: User, now: dt.datetime) -> HttpResponse:
    frame, draft = FormFrame(user, timezone.localdate(now)), draft_of(user)
    initial = {**_guesses(frame.last_channel, now), **_typed(draft), **_told(request, user, draft)}
    form = ReportForm(initial=initial, frame=frame, user=user, now=now)
    return _page(request, form, draft=draft)


def _thanks(incident: Incident) -> HttpResponse:
    """Go to the page of thanks; who wrote for a colleague learns only that it was sent."""
    if incident.written_by_id is None:
        return redirect("wellbeing:thanks", incident.public_id)
    return redirect(f"{reverse('wellbeing:mine')}#for-others")


def _sent(form: ReportForm, key: SubmitKey | None, now: dt.datetime) -> Incident | None:
    """Send the report; a form that was sent before leads to the first report, whatever it says."""
    if not form.is_valid():
        return first_under(key) if key else None
    try:
        return report_incident(actor=form.user, report=form.report(), key=key, now=now)
    except ReportRefused as refused:
        form.refuse(refused)
        return None


def _signed_out(request: HttpRequest, now: dt.datetime) -> HttpResponse:
    """Keep what was typed for the person whose page it was, and ask them to sign in again."""
    owner = owner_of(request.POST.get("owner", ""))
    if owner is not None:
        save_draft(actor=owner, data=_lists(request.POST), now=now)
        messages.info(request, _("You were signed out. Your draft is safe. Sign in and go on."))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return redirect_to_login(reverse("incidents:report_new"))


def _page(
    request: HttpRequest,
    form: ReportForm,
    *,
    draft: Draft | None = None,
    template: str = "incidents/report_new.html",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    frame, chosen = form.frame, form["behaviours"].value() or []
    front, behind = chips(frame.behaviours, form["channel"].value() or frame.last_channel)
    key = _key_of(request, form.user)
    context = {
        "form": form,
        "frame": frame,
        "draft": draft,
        "key": form.initial.get("key") or (key.key if key else str(uuid7())),
        "owner": owner_token(form.user),
        "readings": [(str(word.reading.value), word) for word in READINGS],
        "wishes": [(w.value, label) for w, label in WISHES.items() if w != WishWhen.NONE],
        "not_needed": WISHES[WishWhen.NONE],
        "today": timezone.localdate(form.now),
        **_chips(front, behind, chosen),
        **_shown(form),
    }
    return render(request, template, context, status=status)


def _chips(front: list[Any], behind: list[Any], chosen: list[str]) -> dict[str, Any]:
    return {
        "front": front,
        "behind": behind,
        "chosen": chosen,
        "is_behind_open": any(word.key in chosen for word in behind),
    }


def _shown(form: ReportForm) -> dict[str, Any]:
    """Return what the closed rows say: team, holder, and whether they must stand open."""
    teams = form.frame.teams
    # A draft without a team comes from a device that knew none: nothing is guessed then.
    is_sent = form.is_bound or "key" in form.initial
    is_team_asked = is_sent and not form["team"].value() and len(teams) > 1
    likely = "" if is_team_asked else next((str(t.public_id) for t in teams), "")
    team = form["team"].value() or likely
    holder = form["wish_with"].value() or next((kind for kind, _ in form.frame.holders), "")
    return {
        "team": next((t for t in teams if str(t.public_id) == team), None),
        "team_value": team,
        "is_team_asked": is_team_asked,
        "holder": next((user for kind, user in form.frame.holders if kind == holder), None),
        "is_more_open": any(
            form[name].value() for name in ("customer_ref", "behaved_by", "narrative")
        ),
    }


def _guesses(channel: str, now: dt.datetime) -> dict[str, Any]:
    local = timezone.localtime(now)
    return {
        "occurred_on": local.strftime("%Y-%m-%d"),
        "occurred_time": local.strftime("%H:%M"),
        "channel": channel,
    }


def _typed(draft: Draft | None) -> dict[str, Any]:
    """Return the draft as the form takes it: as it was typed, also what is not right yet."""
    data: dict[str, list[str]] = draft.data if draft else {}
    return {name: values if name in LISTS else values[0] for name, values in data.items() if values}


def _told(request: HttpRequest, user: User, draft: Draft | None) -> dict[str, Any]:
    """Return what the call for help has said that this report is made of; own words stay."""
    call = call_to_report(user, request.GET.get("call", ""))
    told = told_by_call(call) if call else {}
    if _typed(draft).get("narrative"):
        told.pop("narrative", None)
    return told


def _lists(data: QueryDict) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in data.lists()}


def _key_of(request: HttpRequest, user: User) -> SubmitKey | None:
    """Return the key of this form. It stands in its address too, so that going back finds it."""
    key = request.POST.get("key") or request.GET.get("key") or ""
    return SubmitKey(submit_scope(user), key) if KEY.fullmatch(key) else None
