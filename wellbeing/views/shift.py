"""When the reader's shift usually ends: asked once, where a check-in waits for its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.codes import WishWhen
from people.http import UserRequest
from people.models import User
from people.queries import database_now
from wellbeing.forms.planning import ShiftForm
from wellbeing.models import CheckIn
from wellbeing.operations.shift import pass_shift_question, tell_shift_end
from wellbeing.queries.care import waiting_for_shift_end


@require_http_methods(["GET", "HEAD", "POST"])
def shift_end(request: UserRequest) -> HttpResponse:
    """Keep the answer; "Not now" is an answer too, and it is not asked again."""
    if request.method != "POST":
        return redirect("wellbeing:home")
    form = ShiftForm(request.POST)
    if "later" in request.POST:
        pass_shift_question(actor=request.user, now=database_now())
    elif form.is_valid():
        ends_at = form.cleaned_data["ends_at"]
        tell_shift_end(actor=request.user, ends_at=ends_at, now=database_now())
        messages.success(request, _("Saved. Your check-in is at the end of your shift."))
    else:
        messages.warning(request, _("Say at what time your shift usually ends."))
    return _to_what_waits(request.user)


def _to_what_waits(user: User) -> HttpResponse:
    """Lead to the check-in it is about, where the question stands."""
    first = waiting_for_shift_end(user).order_by("due_at", "id").first()
    if first is None:
        return redirect("wellbeing:home")
    return redirect("wellbeing:checkin", public_id=first.public_id)


def shift_form_for(request: UserRequest, checkins: list[CheckIn]) -> ShiftForm | None:
    """Return the question, when a check-in waits for the end of a shift that nobody told."""
    if request.user.shift_ends_at is not None or request.user.has_passed_shift:
        return None
    is_waiting = any(row.is_open and row.asked_when == WishWhen.END_OF_SHIFT for row in checkins)
    return ShiftForm() if is_waiting else None
