"""While the demonstration loads for the first time, every page shows how far it is."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config import progress

REFRESH_SECONDS = 2
# These answer at all times: styles of the page itself, and what watches the server.
ALWAYS = ("/static/", "/healthz", "/readyz")


class StartingMiddleware:
    """Answers pages with the progress of the loading; all else passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.IS_PRODUCTION:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Show the progress page while something loads."""
        if request.path.startswith(ALWAYS):
            return self.get_response(request)
        percent = progress.percent_loaded()
        if percent is None:
            return self.get_response(request)
        return _page(percent)


def _page(percent: int) -> HttpResponse:
    # Without the request: nobody is signed in yet, and nothing may ask the database who is.
    facts = {"percent": percent, "refresh_seconds": REFRESH_SECONDS}
    text = render_to_string("starting.html", facts)
    response = HttpResponse(text, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(REFRESH_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
