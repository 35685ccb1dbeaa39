"""The request as views know it: somebody has signed in, something was posted or not."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from people.models import User

P = ParamSpec("P")


class UserRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware; for annotations, never built."""

    user: User


View = Callable[Concatenate[UserRequest, P], HttpResponse]


def requires(predicate: Callable[[User], bool]) -> Callable[[View[P]], View[P]]:
    """Refuse a view with 403 to people of whom the predicate is not true."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not predicate(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, for a form: an empty post is bound, a visit is not."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    template: str,
    form: forms.BaseForm,
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show a page with a form: 422 when what was typed cannot be used."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **(context or {})}, status=status)
