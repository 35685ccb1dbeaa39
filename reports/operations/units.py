"""The promises of the employer per unit and calendar quarter.

A unit is a team, or small teams together. A figure needs thirty tasks and as many people concerned
as the smallest group. It is about who leads the unit: one that covers a single manager stays with
the people of that unit and that manager, and goes to nobody above. Shares are tenths rounded down
and numbers fives, so no subtraction of units from the organisation says anything about one task.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from reports.disclosure import Group
from reports.operations.month import team_groups, team_words
from reports.operations.promises import FEWEST_MANAGERS, middle_seconds, share_kept
from reports.periods import quarter_of, shifted
from reports.queries import team_tree
from reports.queries.units import calls, managers_of, owed_rows

Figures = dict[str, Any]
Seen = TypeVar("Seen")


def unit_figures(month: dt.date, smallest: int) -> Figures | None:
    """Give the board of the units when a month is the last of its quarter, else None."""
    first = quarter_of(month)
    after = shifted(first, 3)
    if shifted(month, 1) != after:
        return None
    rows, took, tree = owed_rows(first, after), calls(first, after), team_tree()
    groups = team_groups(month, {row[0] for owed in rows.values() for row in owed})
    if len(groups) < 2:
        return None
    units = []
    for group in groups:
        own: Figures = {name: share_kept(_of(group, owed), smallest) for name, owed in rows.items()}
        own["help_seconds"] = middle_seconds(_of(group, took), smallest)
        is_for_all = len(managers_of(group.members, first, after)) >= FEWEST_MANAGERS
        words = team_words(group, tree)
        units.append({**words, "teams": group.members, "is_for_all": is_for_all, "figures": own})
    units.sort(key=lambda unit: (unit["joined"] > 1, unit["name"], unit["above"]))
    return {"quarter": f"{first:%Y-%m-%d}", "units": units}


def _of(group: Group, rows: Iterable[tuple[int, int, Seen]]) -> list[tuple[int | None, Seen]]:
    return [(who, seen) for team, who, seen in rows if team in group.members]
