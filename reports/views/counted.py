"""Counted reports, for who may open each of them: leaders of the own teams, advisers of all."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from people.http import UserRequest
from people.queries import database_now
from reports.operations.rollups import refresh_dirty_months
from reports.permissions import may_count_reports
from reports.queries.counted import counted_for


@require_safe
def counted(request: UserRequest) -> HttpResponse:
    """Show twelve months of reports; never by person."""
    if not may_count_reports(request.user):
        raise Http404
    shown = counted_for(request.user, database_now())
    return render(request, "reports/counted.html", {"counted": shown})


@require_POST
def counted_refresh(request: UserRequest) -> HttpResponse:
    """Count anew what changed since, and show it."""
    if not may_count_reports(request.user):
        raise Http404
    refresh_dirty_months(now=database_now())
    return redirect("reports:counted")
