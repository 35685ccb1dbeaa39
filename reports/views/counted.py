"""Counted reports, for who may open each of them: leaders of the own teams, advisers of all."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from people.http import UserRequest
from people.queries import database_now
from reports.exports import table_answer
from reports.operations.rollups import refresh_dirty_months
from reports.permissions import may_count_reports
from reports.queries.counted import counted_for
from reports.queries.counted_rows import rows_of_counted


@require_safe
def counted(request: UserRequest) -> HttpResponse:
    """Show twelve months of reports; never by person."""
    if not may_count_reports(request.user):
        raise Http404
    shown = counted_for(request.user, database_now())
    return render(request, "reports/counted.html", {"counted": shown})


@require_safe
def counted_table(request: UserRequest) -> HttpResponse:
    """Give the same reports, counted at this moment, for a spreadsheet."""
    if not may_count_reports(request.user):
        raise Http404
    rows = rows_of_counted(counted_for(request.user, database_now()))
    return table_answer(request, rows, "counted")


@require_POST
def counted_refresh(request: UserRequest) -> HttpResponse:
    """Count anew what changed since, and show it."""
    if not may_count_reports(request.user):
        raise Http404
    refresh_dirty_months(now=database_now())
    return redirect("reports:counted")
