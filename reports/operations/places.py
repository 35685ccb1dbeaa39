"""What is usual for each place and each team of a month, by what earlier reports showed of it.

Worked out from counts that were shown and from contacts alone, so it tells nothing of reports that
was not shown before.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from reports.operations.overview import point, usual_of_last
from reports.periods import months_until
from reports.queries.frozen import frozen_reports
from reports.queries.published import known_contacts

Figures = dict[str, Any]
# The month itself, and the twelve that it is judged by.
MONTHS = 13


def with_usual(month: dt.date, tables: Figures) -> Figures:
    """Give the teams and places of a month, each with the range in which its number usually lies.

    `usual` is (low, high), both included, or None where the number is withheld or fewer than six of
    the twelve months before showed the same team, the same teams together or the same place. That
    of a team is for the month's own contacts where they are known, as that of the organisation is;
    contacts have no place.
    """
    months = months_until(month, MONTHS)
    told = {**frozen_reports(months[:-1]), month: tables}
    contacts = known_contacts(months[0], month, months, of_teams=True)
    teams = {m: _teams(figures.get("teams", []), contacts[m]) for m, figures in told.items()}
    sites = {m: {row["id"]: row for row in own.get("sites", [])} for m, own in told.items()}
    return {
        "teams": [row | {"usual": _usual(teams, tuple(row["ids"]))} for row in tables["teams"]],
        "sites": [row | {"usual": _usual(sites, row["id"])} for row in tables["sites"]],
    }


def _teams(rows: list[Figures], contacts: Mapping[int, int]) -> dict[tuple[int, ...], Figures]:
    """Sort rows by their teams, with the contacts of all of them, or None unless all are known."""
    found = {}
    for row in rows:
        held = [contacts[team] for team in row["ids"] if team in contacts]
        whole = sum(held) if len(held) == len(row["ids"]) else None
        found[tuple(row["ids"])] = {"reports": row["reports"], "contacts": whole}
    return found


def _usual(tables: Mapping[dt.date, Mapping[Any, Figures]], key: object) -> tuple[int, int] | None:
    series = [point(month, tables[month].get(key, {})) for month in sorted(tables)]
    return None if series[-1]["reports"] is None else usual_of_last(series)
