"""The month's reports by channel and by place."""

import datetime as dt
from collections.abc import Hashable
from typing import Any

from incidents.codes import CHANNELS
from reports import queries
from reports.disclosure import Cell, published
from reports.disclosure.linked import GivenAway, two_way, withheld_together
from reports.operations.month import cells_of, team_groups

Figures = dict[str, Any]


def breakdown_figures(month: dt.date, teams: list[Figures], smallest: int) -> Figures:
    """Give the counts per channel and place; None where they would point at a few people.

    A place is made of teams, so its count less the teams that are shown would give a withheld
    team away: places show in months in which every team does. Teams shown together may lie in
    different places, so that a place less its other teams would tell one of them; teams by place is
    published by nobody and still must not follow.
    """
    is_open = bool(teams) and all(team["reports"] is not None for team in teams)
    return {
        "channels": _channels(month, smallest),
        "sites": _sites(month, smallest) if is_open else [],
    }


def _channels(month: dt.date, smallest: int) -> list[Figures]:
    found = cells_of(queries.channel_rows(month), lambda row: row[0], 1)
    counts = published({word.number: found.get(word.number, {}) for word in CHANNELS}, smallest)
    return [{"number": number, "reports": count} for number, count in counts.items()]


def _sites(month: dt.date, smallest: int) -> list[Figures]:
    names: dict[int | None, tuple[str, str]] = {**queries.site_names(), None: ("", "")}
    rows = queries.site_rows(month)
    found = cells_of(rows, lambda row: row[1], 2)
    hidden = _hidden_sites(month, rows, smallest)
    counts = {key: sum(found.get(key, {}).values()) for key in names}
    return [
        {"id": names[key][0], "name": names[key][1], "reports": None if key in hidden else count}
        for key, count in counts.items()
    ]


def _hidden_sites(
    month: dt.date, rows: list[tuple[int, int | None, int, int]], smallest: int
) -> set[int | None]:
    """Choose the places to withhold, the teams being shown already."""
    groups = team_groups(month, {row[0] for row in rows})
    group_of = {team: index for index, group in enumerate(groups) for team in group.members}
    found = cells_of(rows, lambda row: (group_of[row[0]], row[1]), 2)
    cells: dict[tuple[Hashable, Hashable], Cell] = dict(found.items())
    figures, sums = two_way(cells)
    sites = {("column", row[1]): row[1] for row in rows}
    before = {key: True for key in figures if key not in sites and key not in cells}
    try:
        hidden = withheld_together(figures, sums, smallest, before=before, never=cells)
    except GivenAway:
        return set(sites.values())
    return {site for key, site in sites.items() if key in hidden}
