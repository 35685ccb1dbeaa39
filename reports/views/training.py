"""Training for HR: who is late by team, and whether it helped, as the newest month froze it."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.http import UserRequest
from people.queries import database_now
from reports import queries
from reports.exports import table_answer
from reports.models import MonthlyReport
from reports.periods import closes_on, last_closed, shifted
from reports.permissions import may_read_trends
from reports.queries.tables import rows_of_effects, rows_of_late
from reports.views.refused import fixed_periods
from wellbeing.queries.board import topic_labels
from wellbeing.queries.sessions import scenario_titles


@require_safe
@fixed_periods()
def training_late(request: UserRequest) -> HttpResponse:
    """Show how many people are late for which course by team; never who."""
    return render(request, "reports/training_late.html", _training(request))


@require_safe
@fixed_periods()
def training_effect(request: UserRequest) -> HttpResponse:
    """Show by topic how often it happened before and after training, as far as one can say."""
    return render(request, "reports/training_effect.html", _training(request))


@require_safe
@fixed_periods("as")
def training_late_table(request: UserRequest) -> HttpResponse:
    """Give who is late for a spreadsheet."""
    return table_answer(request, rows_of_late(_training(request)["late"]), "training-late")


@require_safe
@fixed_periods("as")
def training_effect_table(request: UserRequest) -> HttpResponse:
    """Give before and after for a spreadsheet."""
    training = _training(request)
    shared = (training["wishes"] or [], training["played"] or [])
    rows = rows_of_effects(training["effects"], *shared)
    return table_answer(request, rows, "training-effect")


def _training(request: UserRequest) -> dict[str, Any]:
    """Return what the newest closed month says about training; `day` None when nothing is yet."""
    if not may_read_trends(request.user):
        raise Http404
    newest = MonthlyReport.objects.visible_to(request.user).first()
    figures = newest.figures.get("training") if newest else None
    if newest is None or figures is None:
        month = shifted(last_closed(queries.today(database_now())), 1)
        nothing: dict[str, Any] = {
            "day": None,
            "effects": [],
            "late": [],
            "wishes": None,
            "played": None,
        }
        is_small = newest is not None and newest.figures["month"].get("is_small", False)
        return {**nothing, "is_small": is_small, "next": closes_on(month)}
    day = dt.date.fromisoformat(figures["day"])
    labels = topic_labels()
    effects = [(labels[found["topic"]], found) for found in figures["effects"]]
    # A month that closed before wishes were kept with it says nothing of them.
    wishes = [(labels[found["topic"]], found["people"]) for found in figures.get("wishes", [])]
    shown = wishes if "wishes" in figures else None
    return {
        **figures,
        "effects": effects,
        "wishes": shown,
        "played": _played(figures),
        "day": day,
        "until": newest.month,
        "made_at": newest.made_at,
        "smallest": newest.figures["smallest"],
    }


def _played(figures: dict[str, Any]) -> list[tuple[str, int]] | None:
    """Give titles and people, the most first; None where the month closed before they were kept."""
    rows = figures.get("played")
    if rows is None:
        return None
    titles = scenario_titles(row["scenario"] for row in rows)
    return [(titles[row["scenario"]], row["people"]) for row in rows if row["scenario"] in titles]
