"""What a page that listens asks every three seconds."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.models import HelpCall
from incidents.operations.help import advance_calls, note_seen
from incidents.queries.calls import (
    Heard,
    State,
    has_due_calls,
    heard_by,
    mark_of,
    name_of,
    open_calls_of,
    rings_of,
)
from people.http.requests import UserRequest
from people.models import User
from people.queries import database_now


@require_safe
def help_poll(request: UserRequest) -> HttpResponse:
    """Say which calls concern the reader; 204 when there are none. Lets due calls go on."""
    if has_due_calls():
        advance_calls(now=database_now())
    calls = open_calls_of(request.user)
    if not calls:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    now = database_now()
    heard = heard_by(request.user, calls, now)
    new = [one.call.pk for one in heard if _is_new(one, request.user)]
    if new:
        note_seen(actor=request.user, calls=new, now=now)
    return JsonResponse({"calls": [_shown(one) for one in heard]})


def _is_new(heard: Heard, user: User) -> bool:
    return any(ring.person_id == user.pk and ring.seen_at is None for ring in rings_of(heard.call))


def _shown(heard: Heard) -> dict[str, Any]:
    call = heard.call
    return {
        "id": str(call.public_id),
        "state": heard.state,
        "title": _title(heard),
        "text": _text(call),
        "wanted": call.wanted,
        "url": call.get_absolute_url(),
        "accept": reverse("incidents:help_acceptance", args=[call.public_id]),
        "pass": reverse("incidents:help_pass", args=[call.public_id]),
        # Changes whenever the caller's page has something new to tell.
        "mark": mark_of(call, rings_of(call)),
    }


def _title(heard: Heard) -> str:
    call = heard.call
    if heard.state == State.TAKEN and call.accepted_by is not None:
        return _("%(name)s is on the way to %(who)s") % {
            "name": call.accepted_by.given_name,
            "who": name_of(call),
        }
    if heard.state == State.ASKED:
        return _("Is it still going on with %(who)s?") % {"who": name_of(call)}
    return _("%(who)s asks for help") % {"who": name_of(call)}


def _text(call: HelpCall) -> str:
    clock = date_format(timezone.localtime(call.raised_at), "H:i")
    parts = [call.team.name, call.place, str(call.get_wanted_display()) if call.wanted else ""]
    return " · ".join([*filter(None, parts), _("since %(clock)s") % {"clock": clock}])
