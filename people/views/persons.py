"""The list of people, a new one, and one person's page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import RuleBroken
from people.forms import PeopleFilter, PersonForm
from people.http import UserRequest, form_page, posted, requires
from people.models import Outbox, User
from people.operations import change_person, create_person, retry_parked_mails
from people.permissions import administers, may_list_people, may_open_person
from people.queries import Wanted, database_now, listed_people
from people.views.person_page import person_page, written_down

PER_PAGE = 50


@require_safe
@requires(may_list_people)
def people(request: UserRequest) -> HttpResponse:
    """List everybody for administrators, one's own teams for leaders."""
    form = PeopleFilter(request.GET, user=request.user)
    form.is_valid()
    asked = form.cleaned_data
    wanted = Wanted(
        word=asked.get("q", ""),
        team=asked.get("team"),
        role=asked.get("role", ""),
        state=asked.get("state", ""),
    )
    found = listed_people(request.user, wanted, timezone.localdate())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": form,
        "page": page,
        "query": query.urlencode(),
        "parked": request.user.is_admin
        and Outbox.objects.visible_to(request.user).parked().count(),
    }
    return render(request, "people/people.html", context)


@require_POST
@requires(administers)
def parked_mails(request: UserRequest) -> HttpResponse:
    """Send the mails again that could not be sent."""
    number = retry_parked_mails(actor=request.user, now=database_now())
    messages.success(
        request,
        ngettext("%d message goes out again.", "%d messages go out again.", number) % number,
    )
    return redirect("people:people")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def person_new(request: UserRequest) -> HttpResponse:
    """Make an account."""
    form = PersonForm(posted(request))
    if form.is_valid():
        try:
            person = create_person(actor=request.user, person=form.to_person(), now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("people:person", person.public_id)
    return form_page(request, "people/person_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Show one person; administrators change what is written down."""
    found = get_object_or_404(User.objects.visible_to(request.user), public_id=public_id)
    is_allowed = (
        administers(request.user)
        if request.method == "POST"
        else may_open_person(request.user, found)
    )
    if not is_allowed:
        raise PermissionDenied
    form = PersonForm(posted(request), initial=written_down(found))
    if form.is_valid():
        try:
            change_person(
                actor=request.user, person=found, changes=form.to_person(), now=database_now()
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", found.public_id)
    return person_page(request, found, form=form)
