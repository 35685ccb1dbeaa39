"""Guidance cards, and leaving the offer of one for a week. Nothing is kept of who read what."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from people.http import UserRequest
from people.queries import database_now
from wellbeing.guidance import CARDS

REST = dt.timedelta(days=7)
KEY = "cards_rest_until"


@require_safe
def guidance(request: UserRequest) -> HttpResponse:
    """Show all cards."""
    return render(request, "wellbeing/guidance.html", {"cards": CARDS})


@require_POST
def guidance_rest(request: UserRequest) -> HttpResponse:
    """Not now: no card is offered for a week. Only this browser's session knows."""
    request.session[KEY] = (database_now() + REST).isoformat()
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if is_ours else "wellbeing:home")


def may_offer_card(request: HttpRequest, now: dt.datetime) -> bool:
    """Whether the reader has not said "not now" in the last week."""
    until = request.session.get(KEY)
    return until is None or dt.datetime.fromisoformat(until) <= now
