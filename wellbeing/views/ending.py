"""The person ends their care, at any talk."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.http import UserRequest
from people.queries import database_now
from wellbeing.operations import end_care
from wellbeing.permissions import may_end
from wellbeing.queries.talks import checkins_seen_by, has_alert
from wellbeing.views.common import allow


@require_http_methods(["GET", "HEAD", "POST"])
def checkin_end(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask once more, then end everything that is planned with this check-in."""
    row = get_object_or_404(checkins_seen_by(request.user), public_id=public_id)
    allow(may_end(request.user, row.series))
    if row.series.ended_at is not None:
        messages.info(request, _("Your check-ins have ended already."))
        return redirect("wellbeing:checkin", row.public_id)
    if request.method != "POST":
        is_waiting = has_alert(row.series)
        return render(
            request, "wellbeing/checkin_end.html", {"checkin": row, "is_alerted": is_waiting}
        )
    end_care(actor=request.user, series=row.series, now=database_now())
    messages.success(request, _("That is fine. You can ask for a check-in at any time."))
    return redirect("wellbeing:home")
