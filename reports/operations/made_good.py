"""What was given to make good by product, and how many promises were kept by team.

A whole quarter, because a month alone would hide nearly everything, and because no two reports may
count stretches of time that differ by a month. Amounts are rounded and shares are tenths.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports import queries
from reports.disclosure import is_risky, merged, withheld
from reports.operations.endings import endings_figures
from reports.operations.month import Figures, cells_of, team_groups, team_words, with_twins
from reports.operations.promises import is_of_several
from reports.operations.units import groups_above
from reports.periods import shifted
from reports.queries.units import managers_by_team

ROUND_MONEY = 50
# Of thirty, a tenth may be three values; of twenty only two.
FEWEST = 30


def made_good_figures(months: Sequence[dt.date], smallest: int) -> Figures:
    """Give cost per product, promises kept per team, and fixes that were the customer's idea."""
    first, month = months[0], months[-1]
    return {
        "first": f"{first:%Y-%m}",
        "last": f"{month:%Y-%m}",
        "products": _products(first, month, smallest),
        "teams": _teams(first, month, smallest),
        "endings": endings_figures(first, month, smallest),
        "own_idea": _own_idea(first, month, smallest),
    }


def _products(first: dt.date, month: dt.date, smallest: int) -> list[Figures]:
    rows = queries.remedy_rows(first, month)
    names = queries.product_names()
    cells = cells_of(rows, lambda row: row[0], 1)
    hidden = withheld(cells, smallest)
    cost: dict[int | None, Decimal] = {}
    for product, _by, value, _n in rows:
        cost[product] = cost.get(product, Decimal(0)) + value
    shown = [
        {
            "name": names.get(key) if key else None,
            "cost": None if key in hidden else _rounded(cost[key]),
        }
        for key in cells
    ]
    return sorted(shown, key=lambda row: (row["name"] is None, row["name"] or ""))


def _rounded(value: Decimal) -> int:
    return ROUND_MONEY * round(int(value) / ROUND_MONEY)


def _teams(first: dt.date, month: dt.date, smallest: int) -> list[Figures]:
    rows = queries.promise_rows(first, month)
    if not rows:
        return []
    tree = queries.team_tree()
    found = cells_of(rows, lambda row: row[0], 1)
    kept: dict[int, int] = {}
    for team, _owner, done, _due in rows:
        kept[team] = kept.get(team, 0) + done
    managers = managers_by_team(first, shifted(month, 1))
    shown: list[Figures] = []
    for group in groups_above(team_groups(month, found), managers):
        cell = merged(found.get(team, {}) for team in group.members)
        if cell:
            share = _tenths(sum(kept.get(t, 0) for t in group.members), cell.values())
            teams = [team for team in group.members if team in found]
            is_hidden = is_risky(cell, smallest) or not is_of_several(teams, managers)
            named = team_words(group, tree) | {"ids": list(group.members)}
            shown.append(named | {"tenths": None if is_hidden else share})
    with_twins(shown, tree)
    return sorted(shown, key=lambda row: (row["joined"], row["name"], row["above"]))


def _own_idea(first: dt.date, month: dt.date, smallest: int) -> int | None:
    rows = queries.settlement_rows(first, month)
    cell = {reporter: n for reporter, _own, n in rows}
    if not cell or is_risky(cell, smallest):
        return None
    return _tenths(sum(own for _reporter, own, _n in rows), cell.values())


def _tenths(part: int, counts: Iterable[int]) -> int | None:
    """Give a share as tenths, so that one more or less cannot be told; None of very few."""
    total = sum(counts)
    return 10 * part // total if total >= FEWEST else None
