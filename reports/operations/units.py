"""The promises of the employer per unit and calendar quarter.

A unit is a team, or small teams together. A figure needs thirty tasks and as many people concerned
as the smallest group. It is about who leads the unit: one that covers a single manager stays with
the people of that unit and that manager, and goes to nobody above; they read such units together
with those beside them. Shares are tenths rounded down
and numbers fives, so no subtraction of units from the organisation says anything about one task.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from reports.disclosure import Group
from reports.operations.month import team_groups, team_words, with_twins
from reports.operations.promises import is_of_several, middle_seconds, share_kept
from reports.periods import quarter_of, shifted
from reports.queries import team_tree
from reports.queries.units import Call, Owed, calls, managers_by_team, owed_rows

Figures = dict[str, Any]
Managers = Mapping[int, set[int]]
Seen = TypeVar("Seen")


def unit_figures(month: dt.date, smallest: int) -> Figures | None:
    """Give the board of the units when a month is the last of its quarter, else None.

    `units` is for who works in them; `above` for everybody else who may read units, where units of
    one manager stand together with those beside them.
    """
    first = quarter_of(month)
    after = shifted(first, 3)
    if shifted(month, 1) != after:
        return None
    rows, took = owed_rows(first, after), calls(first, after)
    groups = team_groups(month, {row[0] for owed in rows.values() for row in owed})
    if len(groups) < 2:
        return None
    managers = managers_by_team(first, after)
    shown = {
        "units": [_figures(group, rows, took, smallest) for group in groups],
        "above": [
            _figures(group, rows, took, smallest, managers)
            for group in groups_above(groups, managers)
        ],
    }
    for units in shown.values():
        with_twins(units, team_tree(), "teams")
    return {"quarter": f"{first:%Y-%m-%d}", **shown}


def groups_above(groups: list[Group], managers: Managers) -> list[Group]:
    """Join the units of one manager under one parent, else with all that are left."""
    done: list[Group] = []
    by_parent: dict[int | None, list[Group]] = {}
    for group in groups:
        is_for_all = is_of_several(group.members, managers)
        (done if is_for_all else by_parent.setdefault(group.parent, [])).append(group)
    left = by_parent.pop(None, [])
    for parent, beside in by_parent.items():
        union = _union(beside, parent)
        if is_of_several(union.members, managers):
            done.append(union)
        else:
            left += beside
    union = _union(left, None)
    return [*done, union] if is_of_several(union.members, managers) else done


def _union(groups: list[Group], parent: int | None) -> Group:
    members = sorted(team for group in groups for team in group.members)
    return Group(tuple(members), parent, sum(group.staff for group in groups))


def _figures(
    group: Group,
    rows: dict[str, list[Owed]],
    took: list[Call],
    smallest: int,
    managers: Managers | None = None,
) -> Figures:
    """Give a unit's figures; with `managers` none of rows that one manager alone is behind."""
    own: Figures = {name: share_kept(_of(group, owed), smallest) for name, owed in rows.items()}
    own["help_seconds"] = middle_seconds(_of(group, took), smallest)
    if managers is not None:
        teams = {name: {row[0] for row in owed} for name, owed in rows.items()}
        teams["help_seconds"] = {row[0] for row in took}
        for name, of in teams.items():
            if not is_of_several(of.intersection(group.members), managers):
                own[name] = None
    return {**team_words(group, team_tree()), "teams": group.members, "figures": own}


def _of(group: Group, rows: Iterable[tuple[int, int, Seen]]) -> list[tuple[int | None, Seen]]:
    return [(who, seen) for team, who, seen in rows if team in group.members]
