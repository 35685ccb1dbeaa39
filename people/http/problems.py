"""Error bodies of the API: RFC 9457 problems."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

PROBLEM = "application/problem+json"


def _errors(detail: object, field: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            error
            for key, value in detail.items()
            for error in _errors(value, f"{field}.{key}" if field else str(key))
        ]
    if isinstance(detail, list):
        return [error for value in detail for error in _errors(value, field)]
    return [{"field": "" if field == "non_field_errors" else field, "message": str(detail)}]


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer errors as RFC 9457 problems: title, status and `errors` with field and message."""
    response = exception_handler(exc, context)
    if response is None:
        return None
    body: dict[str, Any] = {"status": response.status_code, "title": response.status_text}
    if isinstance(exc, exceptions.ValidationError):
        body |= {"title": _("Some of this cannot be used."), "errors": _errors(exc.detail)}
    elif isinstance(exc, exceptions.APIException):
        body["detail"] = str(exc.detail)
    elif isinstance(exc, Http404):
        body["status"] = status.HTTP_404_NOT_FOUND
    response.data = body
    response.content_type = PROBLEM
    return response
