"""Who is away: oneself in two taps, and whom one looks after. Never why."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import RuleBroken
from people.forms import AbsenceForm
from people.http import UserRequest, form_page, posted
from people.models import Absence, Organisation, User
from people.operations import end_absence, set_absence
from people.permissions import may_set_absence
from people.queries import database_now
from people.queries.away import looked_after_by, with_absences

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: UserRequest) -> HttpResponse:
    """Show one's own days away and note new ones; below, those of whom one looks after."""
    return _page(request, request.user)


@require_http_methods(["POST"])
def absence_of(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note that somebody else is away."""
    person = get_object_or_404(looked_after_by(request.user), public_id=public_id)
    if not may_set_absence(request.user, person):
        raise PermissionDenied
    return _page(request, person)


@require_POST
def absence_end(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Somebody is back."""
    seen = Absence.objects.visible_to(request.user).select_related("user")
    absence = get_object_or_404(seen, public_id=public_id)
    if not may_set_absence(request.user, absence.user):
        raise PermissionDenied
    end_absence(actor=request.user, absence=absence, now=database_now())
    messages.success(request, _("Noted: back again."))
    return redirect("people:absences")


def _page(request: UserRequest, person: User) -> HttpResponse:
    now = database_now()
    form = AbsenceForm(posted(request), today=Organisation.current().day_of(now))
    if form.is_valid() and _note(request, person, form, now):
        return redirect("people:absences")
    return form_page(request, "people/absences.html", form, _context(request, person, form))


def _note(request: UserRequest, person: User, form: AbsenceForm, now: dt.datetime) -> bool:
    first, last = form.days()
    try:
        set_absence(actor=request.user, person=person, starts_on=first, ends_on=last, now=now)
    except RuleBroken as error:
        error.show_in(form)
        return False
    messages.success(request, _("Noted. Check-ins are with somebody who is there."))
    return True


def _context(request: UserRequest, person: User, form: AbsenceForm) -> dict[str, object]:
    user, today, word = request.user, form.today, request.GET.get("q", "")
    found = looked_after_by(user).active().exclude(pk=user.pk)
    page = Paginator(
        with_absences(found.named(word) if word else found, today).order_by("name", "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    return {
        "own": Absence.objects.visible_to(user).filter(user=user).not_over(today),
        "today": today,
        "page": page,
        "rows": [(one, may_set_absence(user, one)) for one in page],
        "word": word,
        "query": request.GET.urlencode() if word else "",
        "whom": person,
        "has_others": word or page.paginator.count,
    }
