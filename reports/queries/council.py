"""The works-council edition of a frozen report: counts in steps of five, and nothing finer.

It is put together from what it may hold, so a figure that a report gets later is not in it by
itself. Left out are rates, ranges and times as many, because a count could be worked out from
them; charts; counts of teams and products; and everything about single customers.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from reports.paper.fives import in_steps, tells_too_much
from reports.queries.breakdown import CountTable, Line

Shown = dict[str, Any]
PER_TENTH = 10


def edition(shown: Shown) -> Shown:
    """Give what the edition shows of what a report on paper shows."""
    figures = shown["figures"]
    own: Shown = shown["own"] if "own" in shown else figures["month"]
    without_teams = [table for table in shown["tables"] if table.title != _("By team")]
    teams = own.get("teams", figures.get("teams", []))
    tables = [_rounded(table) for table in [*without_teams, _team_table(teams)]]
    rounded = in_steps(shown["total"]) or 0
    rows = {table.title: [line.reports for line in table.lines] for table in tables}
    heat = shown["heat"]
    monthly: Shown = shown.get("monthly") or figures
    return {
        "compared": [
            (name, in_steps(now), in_steps(then)) for name, now, then in _with_now(shown, own)
        ],
        "tables": [t for t in tables if t.lines and not tells_too_much(rows[t.title], rounded)],
        "left_out": [t.title for t in tables if tells_too_much(rows[t.title], rounded)],
        "series": [_point(point) for point in monthly["series"]],
        "heat": heat,
        "hours": hours_of(heat),
        "hides_hours": shown.get("hides_hours", False),
        "triggers": shown["triggers"],
        "is_year": "period" in shown and shown["period"].is_year,
        # By name: another order would follow the numbers.
        "named": sorted(found["name"] for found in shown.get("named", figures.get("findings", []))),
        # Words with a figure in them could tell a count.
        "notes": [note for note in shown["notes"] if not any(c.isdigit() for c in note.words)],
        "actions": shown["actions"],
        "effects": shown["effects"],
        "late": [_late(table) for table in shown["late"]],
        "promise_lines": [_percent(line) for line in shown.get("promise_lines", [])],
        "promise_names": shown.get("promise_names", []),
        "promise_months": [
            (month, [_percent(value) for value in values])
            for month, values in shown.get("promise_months", [])
        ],
    }


def hours_of(heat: Shown) -> list[str]:
    """Name the hours of a heat map by their beginning, longer bands by their end too."""
    bands = heat.get("bands", [])
    if heat.get("width", 1) == 1:
        return [f"{start:02}:00" for start, _end in bands]
    return [f"{start:02}:00–{end:02}:00" for start, end in bands]


def _with_now(shown: Shown, own: Shown) -> list[tuple[str, int | None, int | None]]:
    """Give the totals beside those of a year before; alone where there are none."""
    if shown["compared"]:
        return list(shown["compared"])
    names = (_("Reports"), _("People who reported"), _("Threatening or physical"))
    keys = ("reports", "people", "serious")
    return [(name, own.get(key), None) for name, key in zip(names, keys, strict=True)]


def _rounded(table: CountTable) -> CountTable:
    lines = [replace(line, reports=in_steps(line.reports), address="") for line in table.lines]
    return CountTable(table.title, lines)


def _team_table(teams: Iterable[Shown]) -> CountTable:
    shown = [team for team in teams if team["reports"] != 0]
    return CountTable(_("By team"), [Line(_team(team), team["reports"]) for team in shown])


def _team(team: Shown) -> str:
    """Name a team, or say that others are together, without how many."""
    if team["joined"] == 1:
        return str(team["name"])
    name = _("Other teams in %(above)s") % team if team["above"] else _("Other teams")
    such_as = team.get("such_as")
    return f"{name}, {_('with %(name)s') % {'name': such_as}}" if such_as else name


def _point(point: Shown) -> Shown:
    kept = {name: in_steps(point.get(name)) for name in ("reports", "people")}
    return {"month": point["month"], **kept}


def _late(table: Shown) -> Shown:
    teams = [(_team(team), in_steps(team["late"])) for team in table["teams"] if team["late"]]
    return {"course": table["course"], "is_clear": table["is_clear"], "teams": teams}


def _percent(line: Shown) -> Shown:
    """Give a share of ten as a percentage in tens; its basis is in fives already."""
    tenths = line.get("tenths")
    value = line["value"] if tenths is None else f"{PER_TENTH * tenths} %"
    return {**line, "value": value if tenths is not None else _whole(line["value"])}


def _whole(value: object) -> object:
    return in_steps(value) if isinstance(value, int) else value
