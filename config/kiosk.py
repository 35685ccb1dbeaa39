"""Sessions on shared tills and desks are short, and leave nothing behind."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from people.http.device import PIN_DEVICE, PIN_SET_AT, SEEN_AT, STARTED_AT, device_of
from people.models import TeamDevice, User
from people.permissions import may_have_pin
from people.queries import database_now, pin_of

IDLE_SECONDS = 180
PIN_SECONDS = 60 * 60
NOTED_EVERY_SECONDS = 10
# Asked by scripts without anybody touching the device.
QUIET = ("/help/poll/",)


class DeviceMiddleware:
    """End sessions of a shared device three minutes after the last touch.

    A session of a PIN ends besides after an hour, when its PIN or its device changes, when it is
    carried to another browser, and when the person gets to read what others told.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        device = device_of(request)
        is_over = self._is_over(request, device)
        if is_over:
            logout(request)
        response = self.get_response(request)
        if is_over:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _is_over(self, request: HttpRequest, device: TeamDevice | None) -> bool:
        is_pin = PIN_DEVICE in request.session
        if device is None and not is_pin:
            return False
        user, now = request.user, database_now().timestamp()
        if not isinstance(user, User):
            return False
        if is_pin and not _holds(request, user, device, now):
            return True
        seen_at = request.session.get(SEEN_AT)
        if seen_at is not None and now - seen_at > IDLE_SECONDS:
            return True
        is_touched = not request.path.startswith(QUIET)
        if seen_at is None or (is_touched and now - seen_at > NOTED_EVERY_SECONDS):
            request.session[SEEN_AT] = now
        return False


def _holds(request: HttpRequest, user: User, device: TeamDevice | None, now: float) -> bool:
    """Say whether a session of a PIN may go on."""
    session, pin = request.session, pin_of(user)
    return (
        device is not None
        and device.pk == session[PIN_DEVICE]
        and device.team_id in user.team_ids
        and pin is not None
        and pin.set_at.timestamp() == session[PIN_SET_AT]
        and now - session[STARTED_AT] <= PIN_SECONDS
        and may_have_pin(user)
    )
