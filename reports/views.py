"""Trends: the frozen report of a closed month, for HR."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.queries import database_now
from reports import queries
from reports.models import MonthlyReport
from reports.periods import closes_on, first_of, last_closed
from reports.permissions import may_read_trends


@require_safe
def trends(request: UserRequest) -> HttpResponse:
    """Go to the newest month that has closed."""
    if not may_read_trends(request.user):
        raise Http404
    newest = MonthlyReport.objects.visible_to(request.user).first()
    today = queries.today(database_now())
    return redirect("reports:month", month=newest.month if newest else last_closed(today))


@require_safe
def month(request: UserRequest, month: dt.date) -> HttpResponse:
    """Show what was frozen about a month; say when it will be when it is not there yet."""
    user = request.user
    if not may_read_trends(user):
        raise Http404
    report = MonthlyReport.objects.visible_to(user).filter(month=month).first()
    around = queries.months_around(month)
    if report is None:
        return _waiting(request, month, around)
    figures = report.figures
    template = "trends" if figures["month"]["is_shown"] else "few"
    shown = {"report": report, "figures": figures, "day": month, **around}
    return render(request, f"reports/{template}.html", shown)


@require_safe
def made_good(request: UserRequest, month: dt.date) -> HttpResponse:
    """Show what was given to customers by product, and which promises were kept by team."""
    user = request.user
    if not may_read_trends(user):
        raise Http404
    report = get_object_or_404(MonthlyReport.objects.visible_to(user), month=month)
    figures = report.figures.get("made_good")
    shown = {"figures": figures, "day": month, "smallest": report.figures["smallest"]}
    return render(request, "reports/made_good.html", shown)


def _waiting(request: UserRequest, month: dt.date, around: dict[str, Any]) -> HttpResponse:
    today = queries.today(database_now())
    if month > first_of(today) or not queries.is_covered(month):
        raise Http404
    is_closed = closes_on(month) <= today
    shown = {"day": month, "closes_on": closes_on(month), "is_closed": is_closed, **around}
    return render(request, "reports/waiting.html", shown)
