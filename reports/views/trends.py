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
from reports.periods import Period, closes_on, first_of, last_closed, shifted
from reports.permissions import may_drill, may_read_trends
from reports.queries.breakdown import rows_of
from reports.queries.endings import endings_in_words
from reports.queries.pages import month_words
from reports.queries.running import running_total
from reports.queries.words import beside
from reports.views.refused import fixed_periods
from wellbeing.queries.board import topic_labels


@require_safe
@fixed_periods()
def trends(request: UserRequest) -> HttpResponse:
    """Go to the newest month that has closed."""
    if not may_read_trends(request.user):
        raise Http404
    newest = MonthlyReport.objects.visible_to(request.user).first()
    today = queries.today(database_now())
    return redirect("reports:month", month=newest.month if newest else last_closed(today))


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
    user = request.user
    if not may_read_trends(user):
        raise Http404
    report = get_object_or_404(MonthlyReport.objects.visible_to(user), month=month)
    figures = report.figures.get("made_good")
    endings = endings_in_words((figures or {}).get("endings", {}))
    smallest = report.figures["smallest"]
    shown = {"figures": figures, "endings": endings, "day": month, "smallest": smallest}
    return render(request, "reports/made_good.html", shown)


def _waiting(request: UserRequest, month: dt.date, around: dict[str, Any]) -> HttpResponse:
    today = queries.today(database_now())
    if month > first_of(today) or not queries.is_covered(month):
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


@require_safe
@fixed_periods()
def training_late(request: UserRequest) -> HttpResponse:
    """Show how many people are late for which course by team; never who."""
    return render(request, "reports/training_late.html", _training(request))


@require_safe
@fixed_periods()
def training_effect(request: UserRequest) -> HttpResponse:
    """Show by topic how often it happened before and after training, as far as one can say."""
    shown = _training(request)
    labels = topic_labels()
    shown["effects"] = [(labels[found["topic"]], found) for found in shown["effects"]]
    return render(request, "reports/training_effect.html", shown)


def _training(request: UserRequest) -> dict[str, Any]:
    """Return what the newest closed month says about training; `day` None when nothing is yet."""
    if not may_read_trends(request.user):
        raise Http404
    newest = MonthlyReport.objects.visible_to(request.user).first()
    figures = newest.figures.get("training") if newest else None
    if newest is None or figures is None:
        month = shifted(last_closed(queries.today(database_now())), 1)
        return {"day": None, "effects": [], "late": [], "next": closes_on(month)}
    day = dt.date.fromisoformat(figures["day"])
    return {**figures, "day": day, "until": newest.month, "smallest": newest.figures["smallest"]}
