"""Trends: the frozen report of a closed month, for HR."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.queries import database_now
from reports import queries
from reports.exports import table_answer
from reports.models import MonthlyReport
from reports.periods import Period, closes_on, first_of, last_closed
from reports.permissions import may_drill, may_read_trends
from reports.queries.endings import endings_in_words
from reports.queries.files import rows_of
from reports.queries.pages import month_words
from reports.queries.running import running_total
from reports.queries.tables import rows_of_made_good
from reports.queries.words import beside
from reports.views.refused import fixed_periods


@require_safe
@fixed_periods()
def trends(request: UserRequest) -> HttpResponse:
    """Go to the newest month that has closed; to this month where none has that had reports."""
    if not may_read_trends(request.user):
        raise Http404
    newest = MonthlyReport.objects.visible_to(request.user).first()
    if newest is not None:
        return redirect("reports:month", month=newest.month)
    today = queries.today(database_now())
    closed = last_closed(today)
    return redirect(
        "reports:month", month=closed if queries.is_covered(closed) else first_of(today)
    )


@require_safe
@fixed_periods()
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
    shown = {"report": report, "figures": figures, "day": month, **year_end(month), **around}
    if figures["month"]["is_shown"]:
        shown |= month_words(report, drills=may_drill(user))
        shown |= beside(user, f"{month:%Y-%m}")
    return render(request, f"reports/{template}.html", shown)


@require_safe
@fixed_periods("as")
def month_table(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give the counts of the page for a spreadsheet, withheld where the page withholds them."""
    figures = _report_or_404(request, month).figures
    return table_answer(request, rows_of(figures, month), f"trends-{month:%Y-%m}")


@require_safe
@fixed_periods()
def made_good(request: UserRequest, month: dt.date) -> HttpResponse:
    """Show what was given to customers by product, and which promises were kept by team."""
    report = _report_or_404(request, month)
    smallest = report.figures["smallest"]
    shown = {**_made_good(report), "day": month, "smallest": smallest}
    return render(request, "reports/made_good.html", shown)


@require_safe
@fixed_periods("as")
def made_good_table(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give the same for a spreadsheet."""
    rows = rows_of_made_good(**_made_good(_report_or_404(request, month)))
    return table_answer(request, rows, f"made-good-{month:%Y-%m}")


def _made_good(report: MonthlyReport) -> dict[str, Any]:
    figures = report.figures.get("made_good")
    return {"figures": figures, "endings": endings_in_words((figures or {}).get("endings", {}))}


def _waiting(request: UserRequest, month: dt.date, around: dict[str, Any]) -> HttpResponse:
    today = queries.today(database_now())
    running = first_of(today)
    if month > running or (month < running and not queries.is_covered(month)):
        raise Http404
    is_closed = closes_on(month) <= today
    shown = {"day": month, "closes_on": closes_on(month), "is_closed": is_closed, **around}
    if not is_closed:
        shown |= year_end(month) | running_total(month, database_now())
    return render(request, "reports/waiting.html", shown)


def year_end(month: dt.date) -> dict[str, dt.date]:
    """Say when the page of a month's year is made, for organisations that have no other."""
    return {"year_closes_on": closes_on(Period.year(month).last)}


def _report_or_404(request: UserRequest, month: dt.date) -> MonthlyReport:
    if not may_read_trends(request.user):
        raise Http404
    return get_object_or_404(MonthlyReport.objects.visible_to(request.user), month=month)
