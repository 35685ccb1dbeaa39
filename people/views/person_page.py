"""One person's page with its small forms, for the views that change a part of it."""

from http import HTTPStatus

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.forms import EndForm, PersonForm, PlaceForm, RoleForm
from people.http import UserRequest
from people.models import RoleGrant, User
from people.permissions import administers, may_invite, may_make_slip
from people.queries import database_now

# Several forms stand on one page, so each has its own ids.
PLACE_ID, ROLE_ID, END_ID = "place_%s", "role_%s", "end_%s"


def written_down(person: User) -> dict[str, str]:
    """Return what the form shows about a person before anybody types."""
    return {
        "name": person.name,
        "email": person.email or "",
        "sign_in_name": person.sign_in_name or "",
        "phone": person.phone,
        "language": person.language,
    }


def person_page(
    request: UserRequest,
    person: User,
    *,
    form: PersonForm | None = None,
    place_form: PlaceForm | None = None,
    role_form: RoleForm | None = None,
    end_form: EndForm | None = None,
) -> HttpResponse:
    """Show the page; a form that was refused is shown as it was typed, with 422."""
    given: list[forms.BaseForm] = [f for f in (form, place_form, role_form, end_form) if f]
    refused = next((f for f in given if f.errors), None)
    today = timezone.localdate()
    memberships = person.memberships.select_related("team").order_by("-starts_on", "id")
    now = database_now()
    context = {
        "person": person,
        "form": refused or form,
        "person_form": form or PersonForm(initial=written_down(person)),
        "place_form": place_form or PlaceForm(initial={"starts_on": today}, auto_id=PLACE_ID),
        "role_form": role_form or RoleForm(auto_id=ROLE_ID),
        "today": today,
        "memberships": memberships,
        "grants": person.role_grants.select_related("granted_by").order_by("granted_at"),
        "has_all_roles": len(person.roles) == len(RoleGrant.Role),
        "invitation": person.invitations.open(now).filter(kind="invitation").first(),
        "slip": person.slips.open(now).first(),
        "is_admin": administers(request.user),
        "may_invite": may_invite(request.user, person),
        "may_make_slip": may_make_slip(request.user, person),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "people/person.html", context, status=status)
