"""Which browsers are woken; asked by the script of the page about notices."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from people.errors import RuleBroken
from people.http import UserRequest, device_of
from people.operations import subscribe, unsubscribe
from people.queries import database_now


@require_POST
def push(request: UserRequest) -> HttpResponse:
    """Let this browser be woken; a shared device never is."""
    typed = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    if device_of(request) is not None:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    try:
        subscribe(actor=request.user, **typed, now=database_now())
    except RuleBroken as error:
        answer = {"field": error.field, "message": str(error.message)}
        return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
def push_removal(request: UserRequest) -> HttpResponse:
    """Wake this browser no more, or none of the reader's when none is named."""
    endpoint = request.POST.get("endpoint", "")
    unsubscribe(actor=request.user, endpoint=endpoint, now=database_now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
