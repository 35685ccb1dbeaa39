"""What makes the site an app on a device: its manifest, its service worker, its offline page."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.models import Organisation, User

# What the pages of the shell load; the style sheet asks for the fonts by itself.
SHELL_FILES = (
    "css/app.css",
    "favicon.svg",
    "fonts/atkinson-hyperlegible-next.woff2",
    "icons.svg",
    "js/luwte.js",
    "js/offline.js",
    "js/vault.js",
)
WORKER_SCRIPTS = ("js/vault.js", "js/worker.js", "js/push-worker.js")


@login_not_required
@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Name the files to keep; served from the root, so that the worker sees every page."""
    files = json.dumps([static(name) for name in SHELL_FILES])
    scripts = json.dumps([static(name) for name in WORKER_SCRIPTS])
    text = f"const FILES = {files};\nimportScripts(...{scripts});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the app is called and looks on a home screen."""
    start = reverse("wellbeing:home")
    facts = {
        "id": "/",
        "name": "Luwte",
        "short_name": "Luwte",
        "description": _("Report what happened, get help now, be asked how you are."),
        "lang": get_language(),
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "background_color": "#f1f5f3",
        "theme_color": "#17595b",
        "icons": [
            _icon("icon-192", 192),
            _icon("icon-512", 512),
            _icon("icon-maskable", 512, purpose="maskable"),
        ],
        "shortcuts": [
            {"name": _("Report what happened"), "url": reverse("incidents:report_new")},
            {"name": _("Help now"), "url": reverse("help")},
        ],
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no connection, and what can be done without one.

    It lies on the device: numbers to call, no names.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - the middleware let nobody else through
    teams = [membership.team for membership in user.present_memberships]
    facts = {
        "team_phones": [team.phone for team in teams if team.phone],
        "security_phone": Organisation.current().security_phone,
    }
    return render(request, "pages/offline.html", facts)


def _icon(name: str, size: int, *, purpose: str = "any") -> dict[str, str]:
    return {
        "src": static(f"icons/{name}.png"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
