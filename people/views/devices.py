"""Shared tills and desks: register this browser, revoke one, sign in by PIN, have a PIN."""

import uuid
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import RuleBroken
from people.forms import DeviceForm, NewPinForm, PinForm
from people.http import UserRequest, device_of, form_page, keep_device, posted, requires
from people.http.device import PIN_DEVICE, PIN_SET_AT, SEEN_AT, STARTED_AT
from people.models import DevicePin, TeamDevice
from people.operations import register_device, remove_pin, revoke_device, set_pin, use_pin
from people.permissions import may_have_pin, may_look_after_devices
from people.queries import database_now, listed_devices, teams_for_devices

BACKEND = "people.http.SignInBackend"
DEVICES_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_look_after_devices)
def devices(request: UserRequest) -> HttpResponse:
    """List the devices; make the browser one stands at one of them, and leave it locked."""
    form = DeviceForm(posted(request), user=request.user)
    if form.is_valid():
        try:
            _device, secret = register_device(
                actor=request.user, **form.cleaned_data, now=database_now()
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            return _locked(request, secret)
    return form_page(request, "people/devices.html", form, _listed(request))


def _locked(request: UserRequest, secret: str) -> HttpResponse:
    """Leave the device as the next colleague finds it: locked, with nothing of anybody on it."""
    logout(request)
    response = redirect("incidents:device")
    keep_device(response, secret)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _listed(request: UserRequest) -> dict[str, object]:
    team, is_all = request.GET.get("team", ""), request.GET.get("revoked") == "1"
    teams = list(teams_for_devices(request.user))
    team = team if any(str(one.public_id) == team for one in teams) else ""
    rows = listed_devices(request.user, team, is_all=is_all)
    chosen = {"team": team, "revoked": "1" if is_all else ""}
    return {
        "page": Paginator(rows, DEVICES_PER_PAGE).get_page(request.GET.get("page")),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "teams": teams,
        "team": team,
        "is_all": is_all,
    }


@require_POST
@requires(may_look_after_devices)
def device_revocation(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a device; whoever is signed in on it is signed out."""
    device = get_object_or_404(TeamDevice.objects.visible_to(request.user), public_id=public_id)
    revoke_device(actor=request.user, device=device, now=database_now())
    messages.success(request, _("%s is no device any more.") % device.name)
    return redirect("people:devices")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def pin_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a PIN, on a device of one's team alone."""
    device = device_of(request)
    if device is None:
        return redirect("account_login")
    form = PinForm(posted(request))
    if form.is_valid():
        key = f"{device.pk}:{form.cleaned_data['login'].strip().lower()}"
        if not ratelimit.consume(request, action="pin", key=key):
            form.add_error(None, _("Too many tries. Wait five minutes and try again."))
            return form_page(request, "people/entry/pin.html", form, {"device": device})
        try:
            pin = use_pin(device=device, **form.cleaned_data, now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            return _let_in(request, device, pin)
    return form_page(request, "people/entry/pin.html", form, {"device": device})


def _let_in(request: HttpRequest, device: TeamDevice, pin: DevicePin) -> HttpResponse:
    login(request, pin.user, backend=BACKEND)
    now = database_now().timestamp()
    request.session[PIN_DEVICE] = device.pk
    request.session[PIN_SET_AT] = pin.set_at.timestamp()
    request.session[STARTED_AT] = request.session[SEEN_AT] = now
    return redirect("/")


@require_POST
def presence(request: UserRequest) -> HttpResponse:
    """Say that somebody is still at the device; the middleware notes when."""
    return HttpResponse(status=204)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_have_pin)
def pin(request: UserRequest) -> HttpResponse:
    """Choose a PIN, after giving the password."""
    user, form = request.user, NewPinForm(posted(request))
    if form.is_valid():
        typed = form.cleaned_data
        if not ratelimit.consume(request, action="change_password"):
            form.add_error(None, _("Too many tries. Wait five minutes and try again."))
        elif not user.check_password(typed["password_now"]):
            form.add_error("password_now", _("This is not your password."))
        elif _is_set(request, form):
            messages.success(request, _("Saved."))
            return redirect("people:preferences")
    held = DevicePin.objects.visible_to(user).first()
    return form_page(request, "people/pin.html", form, {"held": held})


def _is_set(request: UserRequest, form: NewPinForm) -> bool:
    try:
        set_pin(actor=request.user, pin=form.cleaned_data["pin"], now=database_now())
    except RuleBroken as error:
        error.show_in(form)
        return False
    return True


@require_POST
@requires(may_have_pin)
def pin_removal(request: UserRequest) -> HttpResponse:
    """Have no PIN any more."""
    remove_pin(actor=request.user, now=database_now())
    messages.success(request, _("Your PIN is gone."))
    return redirect("people:preferences")
