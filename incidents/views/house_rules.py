"""The rules of the house: for everybody without signing in, and the page where HR publishes."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from incidents.queries.house_rules import Shown, shown_rules
from people.queries import database_now

LANGUAGES = ("en", "nl")


@require_safe
@login_not_required
def house_rules(request: HttpRequest, version: int | None = None) -> HttpResponse:
    """Show the version in force, or an earlier one, in the language the address asks for."""
    found = shown_rules(version, database_now())
    if found is None:
        raise Http404
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else translation.get_language() or "en"
    with translation.override(language):
        return _page(request, found, language[:2])


def _page(request: HttpRequest, found: Shown, language: str) -> HttpResponse:
    context = {"shown": found, "rules": found.version.rules(language), "spoken": language}
    response = render(request, "incidents/fairness/house_rules.html", context)
    response.headers["Content-Language"] = language
    return response
