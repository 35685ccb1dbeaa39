"""A page that was opened is news no longer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from people.models import Notice, User
from people.operations import read_page
from people.queries import database_now


class ReadingMiddleware:
    """Mark the lines that lead to a page as read once their reader opened it by any way.

    Only pages about one thing have lines of their own, so lists and forms cost no query unless
    the link says that a line led there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user, match = request.user, request.resolver_match
        is_opened = request.method == "GET" and response.status_code == 200
        is_told_of = match is not None and (match.kwargs or "notice" in request.GET)
        if is_opened and isinstance(user, User) and is_told_of:
            _read(user, request.path)
        return response


def _read(user: User, path: str) -> None:
    if Notice.objects.visible_to(user).unread().filter(path=path).exists():
        read_page(actor=user, path=path, now=database_now())
