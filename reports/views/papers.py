"""The reports of a month, a quarter and a year as PDF, for HR: what their pages show, on paper."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.models import User
from reports.exports.sheet import paper
from reports.models import MonthlyReport
from reports.periods import Period, months_until
from reports.permissions import may_read_trends
from reports.queries.actions import actions_between
from reports.queries.council import edition
from reports.queries.longer import longer_of
from reports.queries.pages import longer_words, month_words
from reports.queries.words import words_beside
from reports.views.board import board_lines, in_tenths, unit_columns
from reports.views.refused import fixed_periods
from wellbeing.queries.board import topic_labels

Shown = dict[str, Any]
COMPARED = ("reports", "people", "serious")


@require_safe
@fixed_periods()
def month_paper(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give the frozen report of a month as a file."""
    shown = month_shown(request.user, month)
    return _answer("reports/paper_month.html", shown, f"trends-{month:%Y-%m}")


@require_safe
@fixed_periods()
def period_paper(request: UserRequest, period: Period) -> HttpResponse:
    """Give the frozen report of a quarter or a year as a file."""
    shown = period_shown(request.user, period)
    return _answer("reports/paper_period.html", shown, f"trends-{period}")


@require_safe
@fixed_periods()
def month_council(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give a month as the works council may have it: counts in steps of five, and nothing finer."""
    return _edition(month_shown(request.user, month), f"trends-{month:%Y-%m}-council")


@require_safe
@fixed_periods()
def period_council(request: UserRequest, period: Period) -> HttpResponse:
    """Give a quarter or a year as the works council may have it."""
    return _edition(period_shown(request.user, period), f"trends-{period}-council")


def _edition(shown: Shown, file: str) -> HttpResponse:
    kept = {name: shown[name] for name in ("report", "name")} | edition(shown)
    mark = _("Edition for the works council. Counts are rounded to five.")
    return _answer("reports/paper_council.html", kept, file, mark=mark)


def month_shown(user: User, month: dt.date) -> Shown:
    """Give what a month's page shows, and what paper adds to it; 404 without figures to show."""
    report = None
    if may_read_trends(user):
        report = MonthlyReport.objects.visible_to(user).filter(month=month).first()
    if report is None or not report.figures["month"]["is_shown"]:
        raise Http404
    figures = report.figures
    return {
        "report": report,
        "figures": figures,
        "day": month,
        "compared": _compared(figures["month"], figures.get("year_ago") or {}),
        "promise_lines": board_lines(figures.get("promises", {})),
        "total": figures["month"]["reports"],
        "name": date_format(month, "F Y"),
        **month_words(report, drills=False),
        "notes": words_beside(user, f"{month:%Y-%m}"),
        **_added(report, month),
    }


def period_shown(user: User, period: Period) -> Shown:
    """Give the same of a quarter or a year."""
    longer = longer_of(user, period) if may_read_trends(user) else None
    if longer is None or not longer.own["is_shown"]:
        raise Http404
    return {
        "period": period,
        "name": name_of(period),
        "longer": longer,
        "own": longer.own,
        "day": period.last,
        "report": longer.report,
        "compared": _compared(longer.own, longer.year_ago),
        "promise_names": [str(label) for _key, label in unit_columns()[:-1]],
        "promise_months": _promises_by_month(user, period),
        "total": longer.own["reports"],
        **longer_words(longer),
        "notes": words_beside(user, str(period)),
        **_added(longer.report, period.first),
    }


def name_of(period: Period) -> str:
    """Name a quarter or a year."""
    if period.is_year:
        return str(period)
    words = {"first": date_format(period.first, "F"), "last": date_format(period.last, "F Y")}
    return _("%(first)s to %(last)s") % words


def _compared(now: Shown, before: Shown) -> list[tuple[str, int | None, int | None]]:
    """Pair figures with those of the same period a year before; nothing where there is none."""
    if before.get("reports") is None:
        return []
    names = (_("Reports"), _("People who reported"), _("Threatening or physical"))
    rows = zip(names, COMPARED, strict=True)
    return [(name, now.get(key), before.get(key)) for name, key in rows]


def _added(report: MonthlyReport, first: dt.date) -> Shown:
    """Give what was done, and what is known about training, of a stretch that ends here."""
    training = report.figures.get("training") or {}
    labels = topic_labels()
    return {
        "actions": actions_between(first, report.month),
        "late": training.get("late", []),
        "effects": [(labels[found["topic"]], found) for found in training.get("effects", [])],
        "wishes": [(labels[row["topic"]], row["people"]) for row in training.get("wishes", [])],
    }


def _promises_by_month(user: User, period: Period) -> list[tuple[dt.date, list[Shown]]]:
    months = months_until(period.last, period.length)
    found = MonthlyReport.objects.visible_to(user).filter(month__in=months).order_by("month")
    return [
        (month, [_kept(promises, key) for key, _label in unit_columns()[:-1]])
        for month, promises in found.values_list("month", "figures__promises")
    ]


def _kept(promises: Shown | None, key: str) -> Shown:
    """Give one promise as its words, and in tenths where it is a share."""
    value = (promises or {}).get(key) if (promises or {}).get("is_for_all", True) else None
    if isinstance(value, dict):
        return {"value": in_tenths(value), "tenths": value["tenths"]}
    return {"value": value}


def _answer(template: str, shown: Shown, file: str, mark: str = "") -> HttpResponse:
    name = {"name": shown["name"]}
    title = _("Trend report %(name)s") % name
    foot = mark or _("Luwte. Trend report %(name)s. Internal.") % name
    body = paper(template, shown, title=title, foot=foot, mark=mark)
    answer = HttpResponse(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}.pdf"'
    return answer
