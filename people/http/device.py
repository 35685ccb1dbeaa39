"""Whether the browser of a request is a registered device of a team."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from people.ids import hash_of
from people.models import TeamDevice

COOKIE = "luwte_device"
SALT = "team-device"
# Browsers keep no cookie for longer; each visit of the locked screen renews it.
COOKIE_AGE = 400 * 24 * 60 * 60
# What a session of a PIN holds.
PIN_DEVICE, PIN_SET_AT, STARTED_AT, SEEN_AT = "pin_device", "pin_set_at", "started_at", "seen_at"


def device_of(request: HttpRequest) -> TeamDevice | None:
    """Return the device that this browser is, asked once per request; no cookie asks nothing."""
    if not hasattr(request, "_team_device"):
        secret = request.get_signed_cookie(COOKIE, None, salt=SALT)
        found = TeamDevice.objects.registered().filter(team__closed_on__isnull=True)
        device = found.filter(secret_hash=hash_of(secret)) if secret else found.none()
        request._team_device = device.select_related("team__site").first()  # type: ignore[attr-defined]
    known: TeamDevice | None = request._team_device  # type: ignore[attr-defined]
    return known


def renew_device(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser of a device remember it for as long again."""
    secret = request.get_signed_cookie(COOKIE, None, salt=SALT)
    if secret:
        keep_device(response, secret)


def keep_device(response: HttpResponse, secret: str) -> None:
    """Let the browser remember that it is a device; no script can read what it remembers."""
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=SALT,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
