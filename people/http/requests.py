"""The request as views know it: somebody has signed in."""

from django.http import HttpRequest

from people.models import User


class UserRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware; for annotations, never built."""

    user: User
