"""Pages of the house itself: is it alive, is it ready, and what went wrong."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from incidents.queries.moment import moment_of
from people.models import User
from people.operations.appearance import choose_language, choose_theme
from people.queries import database_now

# Never written back into a page, not even to be sent again.
SECRET_FIELDS = ("csrfmiddlewaretoken", "password", "code", "token")


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing of anything else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served: the database answers and its tables are current."""
    try:
        is_current = _has_current_tables()
    except DatabaseError:
        return _unready({"database": "unreachable"})
    if not is_current:
        return _unready({"database": "ok", "migrations": "missing"})
    return JsonResponse({"status": "ok", "database": "ok", "migrations": "ok"})


@require_safe
def breathe(request: HttpRequest) -> HttpResponse:
    """Short advice for during and after."""
    return render(request, "pages/breathe.html")


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """What Luwte asks, plans, shows and keeps, in words everybody can read."""
    return render(request, "pages/policy.html")


@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """The numbers to call now: the team's own phone, security, 112."""
    user = _person(request)
    teams = [membership.team for membership in user.present_memberships]
    shown = {
        "teams": [team for team in teams if team.phone],
        "moment": moment_of(user, database_now()),
    }
    return render(request, "pages/help.html", shown)


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on: a cookie, and the account of who is signed in."""
    code = request.POST.get("language", "")
    answer = _back(request)
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        return answer
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if isinstance(request.user, User):
        choose_language(actor=request.user, language=code)
    return answer


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark on the account."""
    chosen = request.POST.get("theme", "")
    if chosen in User.Theme.values:
        choose_theme(actor=_person(request), theme=User.Theme(chosen))
    return _back(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the address or the form was not understood."""
    heading, text = _("That could not be read"), _("Go back and try it again from the page itself.")
    return _error(request, heading, text, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is for another role."""
    text = _("If you think it should be, ask an administrator.")
    return _error(request, _("This page is not for your role"), text, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that nothing is here, for what never was and what may not be seen alike."""
    text = _("It may have moved, or it is not yours to open.")
    return _error(request, _("There is nothing here"), text, HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person that their page was too old to be trusted, and let them send it again."""
    facts = {
        "fields": _sent_fields(request) if _came_from_here(request) else None,
        "has_files": bool(request.FILES),
        # Somebody who calls for help does not wait for a second try.
        "is_help": request.path.startswith(("/help/", "/device/")),
    }
    return render(request, "403_csrf.html", facts, status=HTTPStatus.FORBIDDEN)


def _error(request: HttpRequest, heading: str, text: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "pages/error.html", {"heading": heading, "text": text}, status=status)


def _came_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def _sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if not any(secret in name for secret in SECRET_FIELDS)
        for value in values
    ]


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the middleware let nobody else through
    return request.user


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page the form stood on, never to another site."""
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if is_ours else "/")


def _unready(parts: dict[str, str]) -> JsonResponse:
    return JsonResponse({"status": "unavailable", **parts}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _has_current_tables() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
