"""The month's own tables: totals, products and teams."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from reports import queries
from reports.charts.marks import bar_width
from reports.disclosure import (
    Cell,
    Group,
    Unit,
    is_risky,
    merged,
    published,
    rolled_up,
    withheld,
)
from reports.exposure.gaps import Part, uncovered
from reports.operations.shares import tenths
from reports.periods import shifted
from reports.queries.exposure import has_gap
from wellbeing.queries import kept_share

Figures = dict[str, Any]
Row = TypeVar("Row", bound=tuple[Any, ...])
Key = TypeVar("Key", bound=Hashable)


def cells_of(
    rows: Iterable[Row], key: Callable[[Row], Key], reporter: int
) -> dict[Key, dict[int, int]]:
    """Sort rows into cells; column `reporter` says who, the last column how many."""
    cells: dict[Key, dict[int, int]] = {}
    for row in rows:
        cell = cells.setdefault(key(row), {})
        cell[row[reporter]] = cell.get(row[reporter], 0) + row[-1]
    return cells


def month_figures(month: dt.date, smallest: int) -> tuple[Figures, Figures]:
    """Give what later reports may build on, and what only this month's page shows."""
    rows = queries.month_rows(month)
    everybody = merged(cells_of(rows, lambda row: row[0], 2).values())
    if is_risky(everybody, smallest):
        return {"is_shown": False}, {}
    met = queries.contact_rows(month, month)
    contacts, teams = sum(row[-1] for row in met), {row[2] for row in met if row[-1]}
    whole, parts = Counter[Part](), Counter[Part]()
    for team, product, *_who, n in rows:
        whole[team, None] += n
        parts[team, product] += n
    is_part = contacts > 0 and (has_gap(month) or bool(uncovered(whole, teams)))
    lacking = uncovered(parts, teams)
    own = {
        "is_shown": True,
        "reports": sum(everybody.values()),
        "people": len(everybody),
        "serious": _serious(rows, smallest),
        "contacts": None if is_part else contacts or None,
        "has_contact_gap": is_part,
        "uncovered": sorted(p for p in lacking if p) if contacts else [],
        "kept": care_kept(month, smallest),
        "products": _products(rows, smallest),
        "small_things": _small_things(month, smallest),
    }
    return own, {"teams": _teams(month, rows, smallest)}


def _serious(rows: list[Any], smallest: int) -> int | None:
    found = cells_of(rows, lambda row: bool(row[3]), 2)
    cells: dict[bool, Cell] = {
        is_serious: found.get(is_serious, {}) for is_serious in (True, False)
    }
    return None if withheld(cells, smallest) else sum(cells[True].values())


def _small_things(month: dt.date, smallest: int) -> int | None:
    """Give how many small things were counted, unless too few people counted them."""
    counted: Cell = queries.small_things(month)
    return None if is_risky(counted, smallest) else sum(counted.values())


def care_kept(month: dt.date, smallest: int) -> Figures | None:
    """Give check-ins held in time as tenths, so that one late talk cannot be told from two."""
    share = kept_share(month)
    return tenths(share.kept, share.due, share.people, smallest)


def _products(rows: list[Any], smallest: int) -> list[Figures]:
    names = queries.product_names()
    found = cells_of(rows, lambda row: row[1], 2)
    cells: dict[int | None, Cell] = {key: found.get(key, {}) for key in [*names, None]}
    counts = published(cells, smallest)
    return [
        {"id": key, "name": names.get(key) if key else None, "reports": counts[key]}
        for key in cells
    ]


def team_groups(month: dt.date, reported: Iterable[int]) -> list[Group]:
    """Give the teams of a month that are shown on their own, and those that are shown together."""
    tree = queries.team_tree()
    staff = queries.staff_per_team(shifted(month, 1) - dt.timedelta(days=1))
    units = [Unit(key, tree[key][0], staff.get(key, 0)) for key in sorted({*staff, *reported})]
    return rolled_up(units, {key: parent for key, (parent, _name) in tree.items()})


def _teams(month: dt.date, rows: list[Any], smallest: int) -> list[Figures]:
    tree = queries.team_tree()
    found = cells_of(rows, lambda row: row[0], 2)
    groups = team_groups(month, found)
    if len(groups) < 2:
        return []
    cells = {group: merged(found.get(team, {}) for team in group.members) for group in groups}
    counts = published(cells, smallest)
    largest = max((count or 0 for count in counts.values()), default=0)
    shown = [
        team_words(group, tree)
        | {"ids": list(group.members)}
        | {"reports": counts[group], "bar": bar_width(counts[group] or 0, largest)}
        for group in groups
    ]
    with_twins(shown, tree)
    return sorted(shown, key=lambda team: (team["joined"] > 1, team["name"], team["above"]))


def with_twins(
    teams: list[Figures], tree: dict[int, tuple[int | None, str]], members: str = "ids"
) -> None:
    """Mark teams of one name, and name the first members of joined ones that read the same."""

    def read(team: Figures) -> Hashable:
        return team["name"] or (team["above"], team["joined"])

    words = Counter(read(team) for team in teams)
    for team in teams:
        team["is_twin"] = words[read(team)] > 1
        if team["is_twin"] and team["joined"] > 1:
            team["such_as"] = tree[team[members][0]][1]


def team_words(group: Group, tree: dict[int, tuple[int | None, str]]) -> Figures:
    """Name a team, or say how many are together and under which."""
    parent = group.parent
    if len(group.members) == 1:
        parent, name = tree[group.members[0]]
    above = tree[parent][1] if parent is not None else ""
    return {
        "name": name if len(group.members) == 1 else "",
        "above": above,
        "joined": len(group.members),
    }
