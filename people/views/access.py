"""Ways in, roles and places of one person: each verb is a resource of its own."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import RuleBroken
from people.forms import EndForm, PlaceForm, RoleForm
from people.http import UserRequest, requires
from people.models import RoleGrant, User
from people.operations import (
    add_membership,
    deactivate,
    end_membership,
    grant_role,
    invite,
    make_slip,
    reactivate,
    revoke_role,
)
from people.permissions import administers, may_invite, may_make_slip
from people.queries import database_now
from people.views.person_page import END_ID, PLACE_ID, ROLE_ID, person_page


def _person(request: UserRequest, public_id: UUID) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)


@require_POST
def invitation(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Send an invitation by mail."""
    person = _person(request, public_id)
    if not may_invite(request.user, person):
        raise PermissionDenied
    try:
        invite(actor=request.user, person=person, now=database_now())
    except RuleBroken as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The invitation is on its way."))
    return redirect("people:person", public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Make a sign-in slip and show it once, ready to print."""
    person = _person(request, public_id)
    if not may_make_slip(request.user, person):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "people/slip_new.html", {"person": person})
    try:
        made, code = make_slip(actor=request.user, person=person, now=database_now())
    except RuleBroken as error:
        messages.error(request, str(error.message))
        return redirect("people:person", public_id)
    context = {
        "slip": made,
        "person": made.user,
        "code": code,
        "sign_in_url": f"{settings.SITE_URL}{reverse('people:slip_sign_in')}",
    }
    return render(request, "people/slip.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def deactivation(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Close an account, after a question."""
    person = _person(request, public_id)
    context: dict[str, object] = {"person": person}
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            deactivate(actor=request.user, person=person, now=database_now())
        except RuleBroken as error:
            context["refusal"] = error.message
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            return redirect("people:person", public_id)
    return render(request, "people/deactivation.html", context, status=status)


@require_POST
@requires(administers)
def reactivation(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    reactivate(actor=request.user, person=_person(request, public_id), now=database_now())
    return redirect("people:person", public_id)


@require_POST
@requires(administers)
def role(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give a person an organisation-wide role."""
    person = _person(request, public_id)
    form = RoleForm(request.POST, auto_id=ROLE_ID)
    if form.is_valid():
        try:
            grant_role(
                actor=request.user,
                person=person,
                role=form.cleaned_data["role"],
                now=database_now(),
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:person", public_id)
    return person_page(request, person, role_form=form)


@require_POST
@requires(administers)
def role_end(request: UserRequest, public_id: UUID, role: str) -> HttpResponse:
    """Take an organisation-wide role away."""
    person = _person(request, public_id)
    if role not in RoleGrant.Role.values:
        raise Http404
    try:
        revoke_role(actor=request.user, person=person, role=role, now=database_now())
    except RuleBroken as error:
        messages.error(request, str(error.message))
    return redirect("people:person", public_id)


@require_POST
@requires(administers)
def place(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Give a person a place in a team."""
    person = _person(request, public_id)
    form = PlaceForm(request.POST, auto_id=PLACE_ID)
    if form.is_valid():
        try:
            add_membership(
                actor=request.user, person=person, place=form.to_place(), now=database_now()
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:person", public_id)
    return person_page(request, person, place_form=form)


@require_POST
@requires(administers)
def place_end(request: UserRequest, public_id: UUID, place_id: UUID) -> HttpResponse:
    """Set the last day of a person's place in a team."""
    person = _person(request, public_id)
    membership = get_object_or_404(person.memberships, public_id=place_id)
    form = EndForm(request.POST, auto_id=END_ID)
    if form.is_valid():
        try:
            end_membership(
                actor=request.user,
                membership=membership,
                ends_on=form.cleaned_data["ends_on"],
                now=database_now(),
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:person", public_id)
    return person_page(request, person, end_form=form)
