"""The locked screen of a shared till or desk: Help now, and the way in."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from incidents.operations.help import advance_calls, raise_call
from incidents.operations.help.device import end_device_call, say_device_still
from incidents.queries.device import latest_call, open_call
from incidents.views.report import KEY
from people.forms import PinForm
from people.http import device_of
from people.http.device import renew_device
from people.ids import uuid7
from people.operations import note_device_seen
from people.queries import database_now

# Seconds, where no script looks again by itself.
LOOKS_AGAIN_AFTER = 3


@login_not_required
@never_cache
@require_safe
def device(request: HttpRequest) -> HttpResponse:
    """Show Help now and sign-in by PIN; once somebody called, how far the call is."""
    found = device_of(request)
    if found is None or request.user.is_authenticated:
        return redirect("/" if request.user.is_authenticated else "account_login")
    now = database_now()
    call = latest_call(found, now)
    if call is not None and call.is_open:
        advance_calls(now=now)
        call.refresh_from_db()
    note_device_seen(device=found, now=now)
    shown = {
        "device": found,
        "call": call,
        "key": str(uuid7()),
        "pin_form": PinForm(),
        "looks_again_after": LOOKS_AGAIN_AFTER,
    }
    response = render(request, "incidents/device.html", shown)
    renew_device(request, response)
    return response


@login_not_required
@never_cache
@require_POST
def device_call(request: HttpRequest) -> HttpResponse:
    """Ask for help from the device: team and place are known, nobody has to sign in."""
    found = device_of(request)
    if found is None:
        return redirect("account_login")
    sent = request.POST.get("key", "")
    key = sent if KEY.fullmatch(sent) else str(uuid7())
    raise_call(actor=None, team=found.team, key=key, device=found, now=database_now())
    return redirect("incidents:device")


@login_not_required
@never_cache
@require_POST
def device_call_end(request: HttpRequest) -> HttpResponse:
    """Say at the device that it is over."""
    return _about_open_call(request, end_device_call)


@login_not_required
@never_cache
@require_POST
def device_call_still(request: HttpRequest) -> HttpResponse:
    """Say at the device that it is still going on."""
    return _about_open_call(request, say_device_still)


def _about_open_call(request: HttpRequest, say: Callable[..., object]) -> HttpResponse:
    found = device_of(request)
    if found is None:
        return redirect("account_login")
    call = open_call(found)
    if call is not None:
        say(device=found, call=call, now=database_now())
    return redirect("incidents:device")
