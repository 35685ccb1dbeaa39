"""Which teams are shown on their own, and which together because they are small."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALLEST_UNIT = 10
# With fewer people in the whole organisation, months and quarters are not shown.
SMALLEST_ORGANISATION = 20


@dataclass(frozen=True)
class Unit:
    """A team: who is above it and how many people work in it."""

    key: int
    parent: int | None
    staff: int


@dataclass(frozen=True)
class Group:
    """Teams that are shown as one; `parent` is the team they share, None the organisation."""

    members: tuple[int, ...]
    parent: int | None
    staff: int


def rolled_up(units: Iterable[Unit], parents: Mapping[int, int | None]) -> list[Group]:
    """Join teams of fewer than ten people with the next smallest team beside them.

    `parents` names the team above each team. What stays too small under one parent moves up to the
    next; what is too small in the whole organisation leaves one group of everybody.
    """
    waiting: dict[int | None, list[Group]] = {}
    for unit in sorted(units, key=lambda unit: unit.key):
        waiting.setdefault(unit.parent, []).append(Group((unit.key,), unit.parent, unit.staff))
    done: list[Group] = []
    for parent in sorted(waiting, key=lambda key: (-_depth(key, parents), key or 0)):
        if parent is not None:
            kept, left = _joined(waiting.pop(parent), parent)
            done += kept
            waiting.setdefault(_nearest(parent, waiting, parents), []).extend(left)
    kept, left = _joined(waiting.get(None, []), None)
    return _absorbed([*done, *kept], left)


def _depth(team: int | None, parents: Mapping[int, int | None]) -> int:
    return 0 if team is None else 1 + _depth(parents.get(team), parents)


def _nearest(
    team: int, waiting: Mapping[int | None, list[Group]], parents: Mapping[int, int | None]
) -> int | None:
    above = parents.get(team)
    while above is not None and above not in waiting:
        above = parents.get(above)
    return above


def _joined(groups: list[Group], parent: int | None) -> tuple[list[Group], list[Group]]:
    """Join the smallest with the next smallest until all are large enough or one is left."""
    queue = sorted(groups, key=lambda group: (group.staff, group.members))
    while len(queue) > 1 and queue[0].staff < SMALLEST_UNIT:
        queue = sorted(
            [_union(queue[0], queue[1], parent), *queue[2:]],
            key=lambda group: (group.staff, group.members),
        )
    if queue and queue[0].staff < SMALLEST_UNIT:
        return [], queue
    return queue, []


def _absorbed(done: list[Group], left: list[Group]) -> list[Group]:
    if not left or not done:
        return done or left
    done = sorted(done, key=lambda group: (group.staff, group.members))
    return [_union(done[0], left[0], None), *done[1:]]


def _union(one: Group, other: Group, parent: int | None) -> Group:
    return Group(tuple(sorted(one.members + other.members)), parent, one.staff + other.staff)
