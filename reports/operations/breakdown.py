"""The month's reports by channel and by place."""

import datetime as dt
from typing import Any

from incidents.codes import CHANNELS
from reports import queries
from reports.disclosure import published
from reports.operations.month import cells_of

Figures = dict[str, Any]


def breakdown_figures(month: dt.date, teams: list[Figures], smallest: int) -> Figures:
    """Give the counts per channel and place; None where they would point at a few people.

    A place is made of teams, so its count less the teams that are shown would give a withheld
    team away: places show in months in which every team does.
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
    found = cells_of(queries.site_rows(month), lambda row: row[0], 1)
    counts = published({key: found.get(key, {}) for key in names}, smallest)
    return [
        {"id": names[key][0], "name": names[key][1], "reports": count}
        for key, count in counts.items()
    ]
