"""Windows and filters that are not offered: refused with the reason."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.http import UserRequest
from reports.permissions import may_read_trends
from reports.queries.told import REASON

Params = ParamSpec("Params")
View = Callable[Concatenate[UserRequest, Params], HttpResponse]


def fixed_periods(*known: str) -> Callable[[View[Params]], View[Params]]:
    """Refuse whatever else is asked of a page than the parameters it has.

    Who may not read the page is answered as always, and learns nothing of it.
    """

    def around(view: View[Params]) -> View[Params]:
        @wraps(view)
        def answered(
            request: UserRequest, /, *args: Params.args, **kwargs: Params.kwargs
        ) -> HttpResponse:
            answer = view(request, *args, **kwargs)
            is_read = answer.status_code < HTTPStatus.BAD_REQUEST
            is_other = bool(set(request.GET) - {*known})
            return _refused(request, request.path) if is_read and is_other else answer

        return answered

    return around


@require_safe
def window(request: UserRequest, window: str) -> HttpResponse:
    """Answer an address under the trends that is no calendar month, quarter or year."""
    if not may_read_trends(request.user):
        raise Http404
    return _refused(request, reverse("reports:trends"))


def _refused(request: UserRequest, back: str) -> HttpResponse:
    shown = {"reason": REASON, "back": back}
    return render(request, "reports/refused.html", shown, status=HTTPStatus.BAD_REQUEST)
