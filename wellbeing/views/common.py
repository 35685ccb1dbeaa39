"""What several pages need: a refusal beside its field, one page of a long list."""

from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.errors import RuleBroken

Row = TypeVar("Row", bound=Model)


# Where the sentence about a part of a wish stands in the forms of care.
WISH_FIELDS = {
    "wish_at": "on",
    "wish_when": "when",
    "wish_with": "with_whom",
    "wish_buddy": "buddy",
}


def allow(is_allowed: bool) -> None:  # noqa: FBT001 - reads as a sentence: allow(may_hold(…))
    """Answer 403 unless the reader may do this."""
    if not is_allowed:
        raise PermissionDenied


def refuse(form: forms.Form, error: RuleBroken, **fields: str) -> None:
    """Put the sentence of a broken rule beside the field it is about."""
    name = fields.get(error.field, error.field)
    form.add_error(name if name in form.fields else None, str(error.message))


def render_refused(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Show the form again with what was typed."""
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def page_of(request: HttpRequest, rows: QuerySet[Row], size: int) -> Page[Row]:
    """Return the page that the address asks for; one that does not exist gives the nearest."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def query_without_page(request: HttpRequest) -> str:
    """Return the filters of the address without the page."""
    pairs = [(key, value) for key, value in request.GET.items() if key != "page" and value]
    return urlencode(pairs)
