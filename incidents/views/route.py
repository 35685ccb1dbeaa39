"""Where administrators say how calls for help travel."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.forms.route import HelpRouteForm
from incidents.models import HelpRoute
from incidents.operations.route import reset_route, set_route
from incidents.queries.duty import organisation_route, own_routes, route_of
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.models import Team
from people.permissions import administers
from people.queries import database_now

ROUTES_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def help_route(request: UserRequest) -> HttpResponse:
    """Show and set the way of the organisation, and list the teams with a way of their own."""
    form = HelpRouteForm(posted(request), route=organisation_route())
    if form.is_valid() and _saved(request, form, None):
        return redirect("incidents:help_route")
    pages = Paginator(own_routes(), ROUTES_PER_PAGE)
    shown = {"page": pages.get_page(request.GET.get("page")), "query": ""}
    return form_page(request, "incidents/help_route.html", form, shown)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def help_route_team(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show and set the way of one team."""
    team = _team(request, public_id)
    form = HelpRouteForm(posted(request), route=route_of(team))
    if form.is_valid() and _saved(request, form, team):
        return redirect("incidents:help_route_team", team.public_id)
    shown = {"team": team, "has_own": HelpRoute.objects.visible_to(request.user).of(team).exists()}
    return form_page(request, "incidents/help_route.html", form, shown)


@require_POST
@requires(administers)
def help_route_reset(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a team follow the organisation again."""
    team = _team(request, public_id)
    reset_route(actor=request.user, team=team, now=database_now())
    messages.success(request, _("The team follows the organisation again."))
    return redirect("incidents:help_route_team", team.public_id)


def _team(request: UserRequest, public_id: uuid.UUID) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user), public_id=public_id)


def _saved(request: UserRequest, form: HelpRouteForm, team: Team | None) -> bool:
    typed = form.cleaned_data
    try:
        set_route(
            actor=request.user,
            team=team,
            levels=typed["levels"],
            seconds=typed["seconds"],
            now=database_now(),
        )
    except RuleBroken as problem:
        problem.show_in(form)
        return False
    messages.success(request, _("Saved."))
    return True
