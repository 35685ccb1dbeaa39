"""Where somebody comes back to who was signed out before a form was sent."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]


class SignInMiddleware(LoginRequiredMiddleware):
    """Lead to the sign-in page, and from there to a page that can be opened.

    The address of a form often takes forms alone: opening it afterwards would be a dead end. So
    after a form one returns to the page it stood on, and the sign-in page says it was not sent.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        """Send a form's sender back to the form, everybody else to where they were going."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        asked = {"next": _page_of(request), "unsent": "1"}
        return redirect(f"{reverse('account_login')}?{urlencode(asked)}")


def _page_of(request: HttpRequest) -> str:
    if request.path == reverse("incidents:help_new"):
        return reverse("help")
    stood_on = urlsplit(request.headers.get("Referer", ""))
    return stood_on.path if stood_on.netloc == request.get_host() and stood_on.path else "/"
