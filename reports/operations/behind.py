"""Who is behind each published number: how many people, and whether one of them made over half.

Counted from the reports themselves when a period closes and kept with its figures, so that what was
published can be judged later whatever has changed since. No page, file or answer shows it: people
beside every count would tell how many they are in the ones withheld.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from reports import queries
from reports.disclosure import Cell, merged
from reports.operations.month import cells_of

Figures = dict[str, Any]
Cells = dict[Hashable, Cell]


def people_behind(months: Sequence[dt.date], tables: Figures) -> Figures:
    """Give for each table of a period the people behind each number that it shows.

    A row has what the number is `of` (as the table names it), its distinct `people`, and
    `is_mostly_one`: that one of them made more than half of the reports.
    """
    rows = [row for month in months for row in queries.month_rows(month)]
    products, teams = cells_of(rows, lambda row: row[1], 2), cells_of(rows, lambda row: row[0], 2)
    channels = cells_of(
        [row for month in months for row in queries.channel_rows(month)], lambda row: row[0], 1
    )
    keys = queries.site_names()
    sites = cells_of(
        [row for month in months for row in queries.site_rows(month)],
        lambda row: keys[row[1]][0] if row[1] else "",
        2,
    )
    return {
        "products": _behind(tables.get("products"), lambda row: row["id"], products),
        "channels": _behind(tables.get("channels"), lambda row: row["number"], channels),
        "teams": _behind_groups(tables.get("teams"), teams),
        "sites": _behind(tables.get("sites"), lambda row: row["id"], sites),
    }


def _behind(
    table: Iterable[Figures] | None, key: Callable[[Figures], Hashable], cells: dict[Any, Any]
) -> list[Figures]:
    shown = [key(row) for row in table or [] if row["reports"]]
    return [{"of": of, **_people(cells.get(of, {}))} for of in shown]


def _behind_groups(table: Iterable[Figures] | None, teams: dict[Any, Any]) -> list[Figures]:
    shown = [row["ids"] for row in table or [] if row["reports"]]
    return [{"of": ids, **_people(merged(teams.get(team, {}) for team in ids))} for ids in shown]


def _people(cell: Cell) -> Figures:
    most = max(cell.values(), default=0)
    return {"people": len(cell), "is_mostly_one": 2 * most > sum(cell.values())}
