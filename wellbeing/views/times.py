"""The times that a choice leads to, before it is sent. Nothing is written and nothing kept."""

import datetime as dt
import uuid
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from incidents.forms import ReportForm
from incidents.models import Incident
from incidents.operations.report import header_of, refusals
from incidents.queries.form import FormFrame
from people.http import UserRequest
from people.models import Organisation, User
from people.queries import database_now
from wellbeing.cadence import Asked
from wellbeing.forms.whom import AgainForm, WishForm
from wellbeing.permissions import may_move
from wellbeing.queries.circle import choosable_for
from wellbeing.queries.preview import (
    contact_wished,
    contacts_for_report,
    contacts_of,
    outline_for_wish,
)
from wellbeing.queries.talks import checkins_seen_by
from wellbeing.views.common import allow, render_refused

TIMES = "wellbeing/_times.html"


@login_not_required
@require_POST
def report_times(request: HttpRequest) -> HttpResponse:
    """Say who would ask when, for the report as it stands; nothing while it is not complete."""
    user, now = request.user, database_now()
    if not isinstance(user, User):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    frame = FormFrame(user, timezone.localdate(now))
    incident = _as_it_stands(ReportForm(request.POST, frame=frame, user=user, now=now), now)
    if incident is None:
        return render(request, TIMES, {"is_open": True})
    return render(request, TIMES, {"contacts": contacts_for_report(incident, now)})


def _as_it_stands(form: ReportForm, now: dt.datetime) -> Incident | None:
    """Return the report as it would be kept; None when it could not be sent, or is another's."""
    if not form.is_valid() or form.person() != form.user:
        return None
    report, source = form.report(), Incident.Source.FORM
    if refusals(report, actor=form.user, source=source, is_history=False, now=now):
        return None
    return header_of(report, source=source, organisation=Organisation.current(), now=now)


@require_POST
def wish_times(request: UserRequest) -> HttpResponse:
    """Say who would ask when, for a check-in that is asked for; without a script on its page."""
    user, now = request.user, database_now()
    form = WishForm(request.POST, choosable=choosable_for(user, now=now))
    context = {"is_open": True, "form": form}
    if form.is_valid():
        wish = form.wish()
        asked = Asked(wish.when, wish.at)
        outline = outline_for_wish(user, asked, wish.with_whom, wish.buddy, now)
        is_to_come = wish.at is None or wish.at > now
        context = {"form": form, "contacts": contacts_of(outline), "is_open": not is_to_come}
    if request.headers.get("HX-Request"):
        return render(request, TIMES, context)
    answer = render_refused if form.errors else render
    return answer(request, "wellbeing/checkin_new.html", context)


@require_POST
def checkin_times(request: UserRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say when somebody would ask instead, for another moment of one's own check-in."""
    row = get_object_or_404(checkins_seen_by(request.user), public_id=public_id)
    allow(may_move(request.user, row) and row.series.person_id == request.user.pk)
    form, now = AgainForm(request.POST), database_now()
    contact = None
    if form.is_valid():
        wish = form.wish()
        contact = contact_wished(row, Asked(wish.when, wish.at), now)
    return render(request, TIMES, {"contacts": [contact], "is_open": contact is None})
