"""When teams are closed: list, add, remove."""

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import RuleBroken
from people.forms import ClosingDayForm
from people.http import UserRequest, form_page, posted, requires
from people.models import ClosingDay
from people.operations import add_closing_days, remove_closing_days
from people.permissions import may_close, may_look_after_closing_days
from people.queries import database_now, teams_for_devices

ROWS_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@requires(may_look_after_closing_days)
def closing_days(request: UserRequest) -> HttpResponse:
    """List the closing days of a year, and add some."""
    form = ClosingDayForm(posted(request), user=request.user)
    if form.is_valid():
        try:
            add_closing_days(actor=request.user, **form.cleaned_data, now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            messages.success(request, _("Added. What is planned already stays."))
            return redirect("people:closing_days")
    return form_page(request, "people/closing_days.html", form, _listed(request))


def _listed(request: UserRequest) -> dict[str, object]:
    this_year = timezone.localdate().year
    years = [this_year - 1, this_year, this_year + 1, this_year + 2]
    asked = request.GET.get("year", "")
    year = next((year for year in years if str(year) == asked), this_year)
    teams = list(teams_for_devices(request.user))
    team = next((t for t in teams if str(t.public_id) == request.GET.get("team")), None)
    seen = ClosingDay.objects.visible_to(request.user).select_related("team")
    rows = seen.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    rows = rows.filter(team=team) if team else rows
    chosen = {"year": str(year), "team": str(team.public_id) if team else ""}
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": [(row, may_close(request.user, row.team)) for row in page],
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "years": [str(year) for year in years],
        "teams": [(one.name, str(one.public_id)) for one in teams],
        **chosen,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def closing_day_removal(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Remove closing days, after a question."""
    seen = ClosingDay.objects.visible_to(request.user).select_related("team")
    days = get_object_or_404(seen, public_id=public_id)
    if not may_close(request.user, days.team):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "people/closing_day_removal.html", {"days": days})
    remove_closing_days(actor=request.user, days=days, now=database_now())
    messages.success(request, _("Removed. What is planned already stays."))
    return redirect("people:closing_days")
