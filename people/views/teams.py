"""The team tree, one team, and the sites."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import RuleBroken
from people.forms import SiteForm, TeamForm, TeamPlaceForm
from people.http import UserRequest, form_page, posted, requires
from people.models import Site, Team
from people.operations import (
    Place,
    add_membership,
    change_site,
    change_team,
    close_team,
    create_site,
    create_team,
)
from people.permissions import administers
from people.queries import database_now, person_named, places_in, team_tree

PLACE_ID = "place_%s"  # two forms stand on a team's page


def _team(request: UserRequest, public_id: UUID) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user), public_id=public_id)


@require_safe
@requires(administers)
def teams(request: UserRequest) -> HttpResponse:
    """Show the tree of teams with who leads them, and the sites."""
    context = {
        "branches": team_tree(timezone.localdate()),
        "closed": Team.objects.visible_to(request.user).exclude(closed_on=None),
        "sites": Site.objects.visible_to(request.user),
    }
    return render(request, "people/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def team_new(request: UserRequest) -> HttpResponse:
    """Make a team."""
    form = TeamForm(posted(request))
    if form.is_valid():
        try:
            team = create_team(actor=request.user, team=form.to_team(), now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:team", team.public_id)
    return form_page(request, "people/team_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def team(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Show a team and change what is written down about it."""
    found = _team(request, public_id)
    form = TeamForm(posted(request), initial=_written_down(found), without=found)
    if form.is_valid():
        try:
            change_team(actor=request.user, team=found, changes=form.to_team(), now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:team", public_id)
    return _team_page(request, found, form=form)


@require_POST
@requires(administers)
def team_place(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give somebody a place in this team."""
    found = _team(request, public_id)
    form = TeamPlaceForm(request.POST, auto_id=PLACE_ID)
    if form.is_valid():
        data = dict(form.cleaned_data)
        person = person_named(request.user, data.pop("login"))
        if person is None:
            form.add_error("login", _("Nobody has this address or sign-in name."))
            return _team_page(request, found, place_form=form)
        try:
            place = Place(team=found, **data)
            add_membership(actor=request.user, person=person, place=place, now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:team", public_id)
    return _team_page(request, found, place_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def team_closing(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Close a team, after a question."""
    found = _team(request, public_id)
    context: dict[str, object] = {"team": found}
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            close_team(actor=request.user, team=found, now=database_now())
        except RuleBroken as error:
            context["refusal"] = error.message
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            return redirect("people:teams")
    return render(request, "people/team_closing.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def site_new(request: UserRequest) -> HttpResponse:
    """Make a site."""
    form = SiteForm(posted(request))
    if form.is_valid():
        try:
            create_site(actor=request.user, site=form.to_site(), now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:teams")
    return form_page(request, "people/site.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def site(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change what is written down about a site."""
    found = get_object_or_404(Site.objects.visible_to(request.user), public_id=public_id)
    initial = model_to_dict(found, fields=["name", "city", "time_zone", "country", "region"])
    form = SiteForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            change_site(actor=request.user, site=found, changes=form.to_site(), now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:site", public_id)
    return form_page(request, "people/site.html", form, {"site": found})


def _written_down(team: Team) -> dict[str, object]:
    return {
        "name": team.name,
        "parent": team.parent.public_id if team.parent else None,
        "site": team.site.public_id if team.site else None,
        "phone": team.phone,
        "weekdays": list(team.weekdays),
        "opens_at": team.opens_at,
        "closes_at": team.closes_at,
    }


def _team_page(
    request: UserRequest,
    team: Team,
    *,
    form: TeamForm | None = None,
    place_form: TeamPlaceForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    refused = next((f for f in (form, place_form) if f and f.errors), None)
    context = {
        "team": team,
        "form": refused or form,
        "team_form": form or TeamForm(initial=_written_down(team), without=team),
        "place_form": place_form or TeamPlaceForm(initial={"starts_on": today}, auto_id=PLACE_ID),
        "people_here": places_in(team, today),
        "below": team.children.active(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "people/team.html", context, status=status)
