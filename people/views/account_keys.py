"""The two halves of an account's key, for the script that keeps reports on a device."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people.http import UserRequest
from people.operations import KeyLost, have_account_key, open_account_key
from people.queries import database_now


@never_cache
@require_POST
def key(request: UserRequest) -> HttpResponse:
    """Give the half that seals. It may lie on the device."""
    made = have_account_key(actor=request.user, now=database_now())
    return JsonResponse({"account": str(request.user.public_id), "key": made.public_key})


@never_cache
@require_POST
def private_key(request: UserRequest) -> HttpResponse:
    """Give the half that opens, to this session alone. It may be kept nowhere."""
    try:
        private = open_account_key(actor=request.user)
    except KeyLost as lost:
        return JsonResponse({"message": str(lost.message)}, status=HTTPStatus.GONE)
    if private is None:
        return JsonResponse({}, status=HTTPStatus.NOT_FOUND)
    return JsonResponse({"account": str(request.user.public_id), "key": private})
