"""What the person can say about who holds their check-in."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.errors import RuleBroken
from people.http import UserRequest
from people.queries import database_now
from wellbeing.models import CheckIn
from wellbeing.operations import name_holder_involved, wait_for_holder
from wellbeing.permissions import may_choose
from wellbeing.queries.talks import checkins_seen_by
from wellbeing.views.common import allow


def _own(request: UserRequest, public_id: uuid.UUID) -> CheckIn:
    row = get_object_or_404(checkins_seen_by(request.user), public_id=public_id)
    allow(may_choose(request.user, row))
    return row


@require_POST
def waiting(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Wait until who usually holds it is back."""
    row = _own(request, public_id)
    try:
        wait_for_holder(actor=request.user, checkin=row, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("It waits for them. You can choose otherwise at any time."))
    return redirect("wellbeing:checkin", row.public_id)


@require_POST
def involvement(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that who holds it was part of what happened."""
    row = _own(request, public_id)
    try:
        name_holder_involved(actor=request.user, checkin=row, now=database_now())
    except RuleBroken as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("Noted. They are not told, and somebody else holds it now."))
    return redirect("wellbeing:checkin", row.public_id)
