"""Error bodies of the API: RFC 9457 problems."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

PROBLEM = "application/problem+json"


def _errors(detail: object, field: str = "") -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            error
            for key, value in detail.items()
            for error in _errors(value, _below(field, str(key)))
        ]
    if isinstance(detail, list):
        return [error for value in detail for error in _errors(value, field)]
    return [{"field": field, "message": str(detail)}]


def _below(field: str, key: str) -> str:
    """Name a field inside another one; what is wrong with a whole stands at the whole."""
    if key == api_settings.NON_FIELD_ERRORS_KEY:
        return field
    return f"{field}.{key}" if field else key


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
        if isinstance(exc, exceptions.ParseError):
            body["errors"] = _errors(exc.detail)
    elif isinstance(exc, Http404):
        body["status"] = status.HTTP_404_NOT_FOUND
    response.data = body
    response.content_type = PROBLEM
    return response
