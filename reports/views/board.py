"""The promise board: what the organisation owes its people, read by everybody who works here."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.codes import WordList
from incidents.queries import words
from people.http import UserRequest
from reports import queries
from reports.exports import table_answer
from reports.permissions import may_read_every_unit, may_read_trends
from reports.queries.board import Board, board_for, newest_board
from reports.queries.files import most_of
from reports.views.refused import fixed_periods

Line = dict[str, Any]


@require_safe
@fixed_periods()
def promises(request: UserRequest) -> HttpResponse:
    """Go to what was promised and kept in the newest month that has closed."""
    newest = newest_board()
    if newest is None:
        return render(request, "reports/promises.html")
    return redirect("reports:promises_month", month=newest)


@require_safe
@fixed_periods()
def promises_month(request: UserRequest, month: dt.date) -> HttpResponse:
    """Show the employer's own promises of a month; no number here leads to a report."""
    board = _board_or_404(request, month)
    context = {
        "day": month,
        "board": board,
        "lines": board_lines(board.whole),
        "units": [_unit(unit) for unit in board.units],
        "unit_names": [label for _key, label in unit_columns()],
        "triggers": _triggers(board.whole) if may_read_every_unit(request.user) else None,
        "reads_trends": may_read_trends(request.user),
        **queries.months_around(month),
    }
    return render(request, "reports/promises.html", context)


@require_safe
@fixed_periods("as")
def promises_table(request: UserRequest, month: dt.date) -> HttpResponse:
    """Give the same figures for a spreadsheet."""
    board = _board_or_404(request, month)
    rows: list[tuple[object, ...]] = [(_("Figure"), _("Value"), _("Out of about"))]
    rows += [
        (line["label"], _or_few(line["value"]), line["of"]) for line in board_lines(board.whole)
    ]
    if may_read_every_unit(request.user):
        rows += [
            (f"{row['product']} · {row['trigger']}", most_of(row["reports"]), None)
            for row in _triggers(board.whole)
        ]
    for unit in board.units:
        shown = _unit(unit)
        cells = zip(unit_columns(), shown["values"], strict=True)
        rows += [
            (f"{_unit_name(unit)}: {label}", _or_few(value), None) for (_key, label), value in cells
        ]
    return table_answer(request, rows, f"promises-{month:%Y-%m}")


def _or_few(value: object) -> object:
    return _("too few") if value is None else value


def _board_or_404(request: UserRequest, month: dt.date) -> Board:
    board = board_for(request.user, month)
    if board is None:
        raise Http404
    return board


def board_lines(figures: dict[str, Any]) -> list[Line]:
    """Pair each figure with its words; an empty value is withheld."""
    if not figures:
        return []
    if not figures.get("is_for_all", True):
        figures = dict.fromkeys(figures)
    shares = [
        ("help_answered", _("Calls for help that somebody came to")),
        ("care", _("Check-ins held in time")),
        ("answers", _("Reporters who got their answer in time")),
        ("promises", _("Promises to customers kept")),
        ("complaints_right", _("Judged reports with a complaint that was right")),
        ("ended_well", _("Contacts that ended well, a kept answer included")),
    ]
    if "backed" in figures:
        shares.insert(1, ("backed", _("Colleagues who felt backed when somebody stepped in")))
    late = figures["measures_late"]
    lines = [_share(label, figures[key]) for key, label in shares]
    # None past their day is told; a few are withheld, and that there are some is not.
    are_some = late is None and figures.get("is_for_all", True)
    past = _plain(_("Measures past their review day"), _("a few") if are_some else late)
    if "care_late" in figures:
        went_up = _("Check-ins that were 72 working hours late")
        lines.insert(2, _plain(went_up, figures["care_late"]))
    took = _plain(_("Seconds until somebody came, in the middle"), figures["help_seconds"])
    return [lines[0], took, *lines[1:-2], {**past, "is_bad": bool(late) or are_some}, *lines[-2:]]


def _plain(label: str, value: int | str | None) -> Line:
    return {"label": label, "value": value, "of": None}


def _share(label: str, share: dict[str, int] | None) -> Line:
    if share is None:
        return _plain(label, None)
    return {"label": label, "value": in_tenths(share), "of": share["of"], "tenths": share["tenths"]}


def in_tenths(share: dict[str, int]) -> str:
    return _("%(tenths)s of 10") % {"tenths": share["tenths"]}


def unit_columns() -> list[tuple[str, str]]:
    return [
        ("help_answered", _("Help came")),
        ("help_seconds", _("Seconds, in the middle")),
        ("care", _("Check-ins in time")),
        ("answers", _("Answers in time")),
        ("promises", _("Promises kept")),
        ("backed", _("Felt backed")),
        ("measures", _("Measures looked at in time")),
    ]


def _unit(unit: dict[str, Any]) -> dict[str, Any]:
    figures = unit["figures"]
    values = [figures.get(key) for key, _label in unit_columns()]
    shown = [in_tenths(value) if isinstance(value, dict) else value for value in values]
    return {**unit, "label": _unit_name(unit), "values": shown}


def _unit_name(unit: dict[str, Any]) -> str:
    if unit["joined"] == 1:
        name: str = unit["name"]
        return name
    words = {"number": unit["joined"], "above": unit["above"]}
    label = _("Teams together (%(number)s)") % words
    if unit["above"]:
        label = _("Teams in %(above)s together (%(number)s)") % words
    such_as = unit.get("such_as")
    return f"{label}, {_('with %(name)s') % {'name': such_as}}" if such_as else label


def _triggers(figures: dict[str, Any]) -> list[dict[str, Any]]:
    labels = {word.key: word.label for word in words(WordList.TRIGGER, with_hidden=True)}
    return [
        {**row, "trigger": labels.get(row["trigger"], row["trigger"])}
        for row in figures.get("triggers") or []
    ]
