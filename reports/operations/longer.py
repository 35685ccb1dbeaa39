"""Quarters and years: the tables of a month over a longer period, beside the months themselves.

They stand in the frozen report of their last month, and are worked out with everything that was
frozen before: see `reports.disclosure.joined`.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from reports import queries
from reports.disclosure import Cell, merged
from reports.disclosure.joined import Told, joined_table, joined_total
from reports.operations.month import cells_of
from reports.periods import quarter_months

Figures = dict[str, Any]
Frozen = Mapping[dt.date, Figures]
Table = dict[Hashable, int | None]
Cells = dict[Hashable, Mapping[Hashable, Cell]]
QUARTER = 3
NAMES = ("name", "above", "joined", "is_twin", "such_as", "ids")


def longer_figures(months: Sequence[dt.date], frozen: Frozen, smallest: int) -> Figures:
    """Give the tables of a quarter or a year, None where a figure is withheld.

    `frozen` holds the reports of its months, and with them the quarters of a year; a month from
    before the first report counts nothing.
    """
    rows = {month: queries.month_rows(month) if month in frozen else [] for month in months}
    people: dict[Hashable, Cell] = {m: merged(cells_of(rows[m], _all, 2).values()) for m in months}
    total = joined_total(people, _told(months, frozen, _nothing), smallest)
    whole: Figures = {"first": f"{months[0]:%Y-%m}", "last": f"{months[-1]:%Y-%m}"}
    if total is None:
        return whole | {"is_shown": False}

    def table(cells: Cells, read: Callable[[Figures], Table]) -> Table:
        return joined_table(cells, _told(months, frozen, read), smallest, total)

    serious = table({m: cells_of(rows[m], lambda row: bool(row[3]), 2) for m in months}, _serious)
    products = table({m: cells_of(rows[m], lambda row: row[1], 2) for m in months}, _products)
    channels = table(
        {m: cells_of(_channel_rows(m, frozen), lambda row: row[0], 1) for m in months}, _channels
    )
    return whole | {
        "is_shown": True,
        "reports": total,
        "people": len(merged(people.values())),
        "contacts": sum(row[-1] for row in queries.contact_rows(months[0], months[-1])) or None,
        "serious": serious.get(True, 0),
        "products": _named(products, queries.product_names()),
        "channels": [{"number": number, "reports": count} for number, count in channels.items()],
        "teams": _teams(rows, frozen, table),
        "sites": _sites([frozen[month] for month in months if month in frozen]),
    }


def _told(
    months: Sequence[dt.date], frozen: Frozen, read: Callable[[Figures], Table]
) -> list[Told[Hashable]]:
    """Give what the reports of the months told, and those of the quarters of a year."""
    told = [_of((month,), _flat(frozen.get(month)), read) for month in months]
    if len(months) > QUARTER:
        for last in months[QUARTER - 1 :: QUARTER]:
            quarter = frozen[last].get("quarter", {}) if last in frozen else {"reports": 0}
            told.append(_of(tuple(quarter_months(last)), quarter, read))
    return told


def _of(
    parts: tuple[Hashable, ...], figures: Figures, read: Callable[[Figures], Table]
) -> Told[Hashable]:
    return Told(parts, figures.get("reports"), read(figures))


def _flat(figures: Figures | None) -> Figures:
    """Give a month's figures as a quarter has them."""
    if figures is None:
        return {"reports": 0}
    names = ("channels", "teams", "sites")
    return {**figures["month"], **{name: figures.get(name, []) for name in names}}


def _all(_row: object) -> int:
    return 0


def _nothing(_figures: Figures) -> Table:
    return {}


def _serious(figures: Figures) -> Table:
    count = figures.get("serious")
    return {} if count is None else {True: count, False: figures["reports"] - count}


def _products(figures: Figures) -> Table:
    return {row["id"]: row["reports"] for row in figures.get("products", [])}


def _channels(figures: Figures) -> Table:
    return {row["number"]: row["reports"] for row in figures.get("channels", [])}


def _groups(figures: Figures) -> Table:
    return {tuple(row["ids"]): row["reports"] for row in figures.get("teams", [])}


def _channel_rows(month: dt.date, frozen: Frozen) -> list[tuple[int, int, int]]:
    return queries.channel_rows(month) if month in frozen else []


def _named(counts: Table, names: Mapping[int, str]) -> list[Figures]:
    return [
        {"id": key, "name": names.get(key) if isinstance(key, int) else None, "reports": count}
        for key, count in sorted(counts.items(), key=lambda item: (item[0] is None, str(item[0])))
    ]


def _teams(
    rows: Mapping[dt.date, list[Any]], frozen: Frozen, table: Callable[..., Table]
) -> list[Figures]:
    """Give the teams, where the same ones were shown alone and together in all months."""
    shown = [frozen[month]["teams"] for month in rows if frozen.get(month, {}).get("teams")]
    if not shown or any(_keys(teams) != _keys(shown[-1]) for teams in shown):
        return []
    group_of = {team: members for members in _keys(shown[-1]) for team in members}
    if {row[0] for found in rows.values() for row in found} - set(group_of):
        return []
    cells = {m: cells_of(found, lambda row: group_of[row[0]], 2) for m, found in rows.items()}
    counts = table(cells, _groups)
    return [
        {name: row[name] for name in NAMES if name in row}
        | {"reports": counts.get(tuple(row["ids"]), 0)}
        for row in shown[-1]
    ]


def _keys(teams: list[Figures]) -> set[tuple[int, ...]]:
    return {tuple(row["ids"]) for row in teams}


def _sites(reports: list[Figures]) -> list[Figures]:
    """Add up the places where every month showed them; teams by place would follow otherwise."""
    told = [report.get("sites", []) for report in reports if report["month"].get("reports") != 0]
    if not told or not all(told):
        return []
    added: dict[str, Figures] = {}
    for rows in told:
        for row in rows:
            before = added.get(row["id"], {"reports": 0})["reports"]
            is_shown = before is not None and row["reports"] is not None
            own = {name: row[name] for name in NAMES if name in row} | {"id": row["id"]}
            added[row["id"]] = own | {"reports": before + row["reports"] if is_shown else None}
    return list(added.values())
