"""Trends: the frozen report of a closed month, for HR."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.codes import WordList
from incidents.queries import words
from people.http import UserRequest
from people.models import Organisation
from people.queries import database_now
from reports import queries
from reports.disclosure import in_fives
from reports.exports import table
from reports.models import MonthlyReport
from reports.periods import closes_on, first_of, last_closed, shifted
from reports.permissions import may_drill, may_read_trends
from reports.queries.breakdown import rows_of, tables_of
from reports.queries.cards import cards_named_in
from reports.queries.endings import endings_in_words
from wellbeing.queries import hr_late_now
from wellbeing.queries.board import topic_labels


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
    if figures["month"]["is_shown"]:
        cards = cards_named_in(month, [found["id"] for found in figures["findings"]])
        shown["findings"] = [(found, cards.get(found["id"])) for found in figures["findings"]]
        shown["tables"] = tables_of(figures, month, drills=may_drill(user))
    return render(request, f"reports/{template}.html", shown)


@require_safe
def month_table(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give the counts of the page for a spreadsheet, withheld where the page withholds them."""
    figures = _report_or_404(request, month).figures
    return _sheet(rows_of(figures, month), f"trends-{month:%Y-%m}")


def _sheet(rows: list[tuple[object, ...]], name: str) -> HttpResponse:
    answer = HttpResponse(table(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@require_safe
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
    return render(request, "reports/waiting.html", shown)


@require_safe
def promises(request: UserRequest) -> HttpResponse:
    """Go to what was promised and kept in the newest month that has closed."""
    if not may_read_trends(request.user):
        raise Http404
    newest = MonthlyReport.objects.visible_to(request.user).first()
    if newest is None:
        shown: dict[str, object] = {"lines": [], "day": None, "late_now": _late_now()}
        return render(request, "reports/promises.html", shown)
    return redirect("reports:promises_month", month=newest.month)


@require_safe
def promises_month(request: UserRequest, month: dt.date) -> HttpResponse:
    """Show the employer's own promises of a month; no number here leads to a report."""
    report = _report_or_404(request, month)
    figures = report.figures.get("promises", {})
    context = {
        "day": month,
        "lines": _lines(figures),
        "triggers": _triggers(figures),
        "is_known": bool(figures),
        "smallest": report.figures.get("smallest"),
        "late_now": _late_now(),
        **queries.months_around(month),
    }
    return render(request, "reports/promises.html", context)


@require_safe
def promises_table(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give the same figures for a spreadsheet."""
    figures = _report_or_404(request, month).figures.get("promises", {})
    rows: list[tuple[object, ...]] = [(_("Figure"), _("Value"), _("Out of about"))]
    rows += [(line["label"], line["value"], line["of"]) for line in _lines(figures)]
    rows += [(row["trigger"], row["product"], row["reports"]) for row in _triggers(figures)]
    return _sheet(rows, f"promises-{month:%Y-%m}")


def _report_or_404(request: UserRequest, month: dt.date) -> MonthlyReport:
    if not may_read_trends(request.user):
        raise Http404
    return get_object_or_404(MonthlyReport.objects.visible_to(request.user), month=month)


def _late_now() -> int | None:
    """Check-ins that are 72 working hours late at this moment; None when it is withheld."""
    late = hr_late_now()
    return in_fives(late.checkins, late.people, Organisation.current().smallest_group)


def _lines(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """Pair each figure with its words; an empty value is withheld."""
    if not figures:
        return []
    seconds, late = figures["help_seconds"], figures["measures_late"]
    shares = [
        ("help_answered", _("Calls for help that somebody came to")),
        ("care", _("Check-ins held in time")),
        ("answers", _("Reporters who got their answer in time")),
        ("promises", _("Promises to customers kept")),
        ("complaints_right", _("Judged reports with a complaint that was right")),
        ("ended_well", _("Contacts that ended well, a kept answer included")),
    ]
    lines = [_share(label, figures[key]) for key, label in shares]
    took = {"label": _("Seconds until somebody came, in the middle"), "value": seconds, "of": None}
    past = {"label": _("Measures past their review day"), "value": late, "of": None}
    if "care_late" in figures:
        went_up = _("Check-ins that were 72 working hours late")
        lines.insert(2, {"label": went_up, "value": figures["care_late"], "of": None})
    return [lines[0], took, *lines[1:-2], {**past, "is_bad": late > 0, "must_be": 0}, *lines[-2:]]


def _share(label: str, share: dict[str, int] | None) -> dict[str, Any]:
    if share is None:
        return {"label": label, "value": None, "of": None}
    value = _("%(tenths)s of 10") % {"tenths": share["tenths"]}
    return {"label": label, "value": value, "of": share["of"], "tenths": share["tenths"]}


def _triggers(figures: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {word.key: word.label for word in words(WordList.TRIGGER, with_hidden=True)}
    return [
        {**row, "trigger": labels.get(row["trigger"], row["trigger"])}
        for row in figures.get("triggers", [])
    ]


@require_safe
def training_late(request: UserRequest) -> HttpResponse:
    """Show how many people are late for which course by team; never who."""
    return render(request, "reports/training_late.html", _training(request))


@require_safe
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
