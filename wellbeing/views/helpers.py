"""Who can be reached without asking anyone, and the list of them that HR keeps."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import UserRequest
from people.queries import database_now
from wellbeing.forms.circle import MOMENTS, HelperForm, ReachForm
from wellbeing.models import Helper
from wellbeing.operations.circle import keep_helper, remove_helper, say_how_to_reach
from wellbeing.permissions import may_keep_helpers
from wellbeing.queries.circle import someone_to_talk_to
from wellbeing.queries.helpers import buddies_for, how_to_reach, slots_of
from wellbeing.views.common import allow, render_refused

EDIT = "wellbeing/helpers_edit.html"


@require_safe
def helpers(request: UserRequest) -> HttpResponse:
    """Show who can be reached. Nothing is counted, nothing is kept of who looked."""
    user, now = request.user, database_now()
    context = {
        "helpers": Helper.objects.visible_to(user),
        "buddies": buddies_for(user, now),
        "moments": MOMENTS,
        "slots": slots_of(user, now),
        "contacts": someone_to_talk_to(user, now=now),
        "may_keep": may_keep_helpers(user),
        "reach_form": ReachForm(initial={"how_to_reach": how_to_reach(user)}),
    }
    return render(request, "wellbeing/helpers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def helpers_edit(request: UserRequest) -> HttpResponse:
    """Show HR the list, and add a helper."""
    allow(may_keep_helpers(request.user))
    return _kept(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def helper(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a helper."""
    row = get_object_or_404(Helper.objects.visible_to(request.user), public_id=public_id)
    allow(may_keep_helpers(request.user))
    return _kept(request, row)


def _kept(request: UserRequest, row: Helper | None) -> HttpResponse:
    form = HelperForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_valid():
        keep_helper(actor=request.user, helper=row, values=form.cleaned_data)
        messages.success(request, _("Saved. Everybody can see it now."))
        return redirect("wellbeing:helpers_edit")
    rows = Helper.objects.visible_to(request.user)
    context: dict[str, object] = {"form": form, "row": row, "rows": rows}
    if form.is_bound:
        return render_refused(request, EDIT, context)
    return render(request, EDIT, context)


@require_POST
def helper_removal(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a helper off the list."""
    row = get_object_or_404(Helper.objects.visible_to(request.user), public_id=public_id)
    allow(may_keep_helpers(request.user))
    remove_helper(actor=request.user, helper=row)
    messages.success(request, _("Taken off the list."))
    return redirect("wellbeing:helpers_edit")


@require_POST
def reach(request: UserRequest) -> HttpResponse:
    """Let a buddy say how colleagues reach them best."""
    allow(request.user.is_buddy)
    form = ReachForm(request.POST)
    if form.is_valid():
        say_how_to_reach(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Everybody can see it now."))
    return redirect("wellbeing:helpers")
