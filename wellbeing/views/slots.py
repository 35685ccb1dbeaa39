"""Ten minutes with a buddy, for the two of them alone."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.forms.circle import AskForm
from wellbeing.forms.planning import TimeForm
from wellbeing.models import VentSlot
from wellbeing.operations.circle import agree_slot, ask_buddy, drop_slot, suggest_time
from wellbeing.views.common import refuse, render_refused

PAGE = "wellbeing/slot.html"


def _seen(request: UserRequest, public_id: uuid.UUID) -> VentSlot:
    seen = VentSlot.objects.visible_to(request.user).select_related("person", "buddy")
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: UserRequest) -> HttpResponse:
    """Ask a buddy for ten minutes; who only opens the address finds the page that asks."""
    if request.method != "POST":
        return redirect("wellbeing:helpers")
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose a buddy who is there."))
        return redirect("wellbeing:helpers")
    try:
        row = ask_buddy(actor=request.user, now=database_now(), **form.cleaned_data)
    except RuleBroken as error:
        messages.warning(request, str(error.message))
        return redirect("wellbeing:helpers")
    messages.success(request, _("Asked. Nobody else is told."))
    return redirect("wellbeing:slot", row.public_id)


@require_safe
def slot(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show when it is and whose turn it is to answer."""
    return render(request, PAGE, _context(request, _seen(request, public_id), TimeForm()))


@require_POST
def slot_agreement(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say yes to the moment."""
    row = _seen(request, public_id)
    try:
        agree_slot(actor=request.user, slot=row, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("Agreed."))
    return redirect("wellbeing:slot", row.public_id)


@require_POST
def slot_time(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Suggest another moment."""
    row, form = _seen(request, public_id), TimeForm(request.POST)
    if form.is_valid():
        try:
            suggest_time(actor=request.user, slot=row, at=form.moment(), now=database_now())
        except RuleBroken as error:
            refuse(form, error)
        else:
            messages.success(request, _("Suggested. The other has to say yes."))
            return redirect("wellbeing:slot", row.public_id)
    return render_refused(request, PAGE, _context(request, row, form))


@require_POST
def slot_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that one cannot, or take it back; nothing is kept of it."""
    row = _seen(request, public_id)
    drop_slot(actor=request.user, slot=row, now=database_now())
    messages.success(request, _("Done. Nothing is kept of it."))
    return redirect("wellbeing:helpers")


def _context(request: UserRequest, row: VentSlot, form: TimeForm) -> dict[str, object]:
    return {
        "slot": row,
        "other": row.other_than(request.user),
        "is_buddy": row.buddy_id == request.user.pk,
        "is_mine_to_say": row.waits_for_id == request.user.pk,
        "time_form": form,
    }
