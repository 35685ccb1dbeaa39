"""The rules of the house: for everybody without signing in, and the page where HR publishes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.publishing import HouseRulesForm
from incidents.forms.rule import refuse
from incidents.operations.house_rules import publish_house_rules
from incidents.permissions import may_publish
from incidents.queries.house_rules import Shown, house_rules_versions, shown_rules
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
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


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_publish)
def house_rules_edit(request: UserRequest) -> HttpResponse:
    """Write the next version of the house rules."""
    versions = house_rules_versions()
    last = versions[0] if versions else None
    initial = {"text_en": last.text_en, "text_nl": last.text_nl} if last else {}
    form = HouseRulesForm(posted(request), initial=initial)
    if form.is_valid() and _publish(request, form):
        return redirect("incidents:house_rules_edit")
    context = {"versions": versions, "now": database_now()}
    return form_page(request, "incidents/fairness/house_rules_edit.html", form, context)


def _publish(request: UserRequest, form: HouseRulesForm) -> bool:
    try:
        publish_house_rules(
            actor=request.user,
            text_en=form.cleaned_data["text_en"],
            text_nl=form.cleaned_data["text_nl"],
            valid_from=form.valid_from(),
            now=database_now(),
        )
    except RuleBroken as problem:
        refuse(form, problem, {"valid_from": "begins_on"})
        return False
    messages.success(request, _("Published. Earlier versions stay as they were."))
    return True
