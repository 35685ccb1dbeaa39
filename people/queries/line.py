"""Who leads whom: the line in which somebody for a talk, or to be told, is looked for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from people.models import Absence, Membership, RoleGrant, Team, User


@dataclass(frozen=True)
class Line:
    """Who can hold a talk or be told, nearest first. None of the lists holds the person.

    `buddies` is the one trained buddy whom the person chose, while that one is there.
    """

    managers: list[User]
    deputies: list[User]
    next_level: list[User]
    advisers: list[User]
    buddies: list[User] = field(default_factory=list)

    def first(self) -> User | None:
        """The nearest person there is: manager, deputy, next level up, adviser."""
        for group in (self.managers, self.deputies, self.next_level, self.advisers):
            if group:
                return group[0]
        return None


def advisers(*, without: User | None = None) -> list[User]:
    """Return the confidential advisers, in the order they were appointed."""
    found = User.objects.active().with_role(RoleGrant.Role.ADVISER)
    found = found.exclude(pk=without.pk) if without else found
    return list(found.order_by("role_grants__id"))


def private_advisers(person: User, team: Team | None, day: dt.date) -> list[User]:
    """Return the advisers who may know what is anonymous to the manager: none leads the team."""
    found = advisers(without=person)
    if team is None:
        return found
    leaders = set(
        Membership.objects.on(day).leading().filter(team=team).values_list("user", flat=True)
    )
    return [adviser for adviser in found if adviser.pk not in leaders]


@dataclass(frozen=True)
class Level:
    """Who leads one team, there or not."""

    managers: list[User] = field(default_factory=list)
    deputies: list[User] = field(default_factory=list)

    @property
    def groups(self) -> tuple[list[User], list[User]]:
        return self.managers, self.deputies

    def without(self, barred: Collection[int]) -> "Level":
        managers, deputies = ([u for u in group if u.pk not in barred] for group in self.groups)
        return Level(managers, deputies)


@dataclass(frozen=True)
class Chain:
    """Everybody who can hold a talk, there or not: the own team first, then those above it.

    `away` says who is not there today, and until when; None is until they come back.
    """

    levels: list[Level]
    advisers: list[User]
    away: dict[int, dt.date | None]
    buddies: list[User] = field(default_factory=list)

    def is_there(self, user: User, until: dt.date | None = None) -> bool:
        """Whether somebody is there today, or is back before a later day."""
        if user.pk not in self.away:
            return True
        last = self.away[user.pk]
        return until is not None and last is not None and last < until

    def line(self, until: dt.date | None = None) -> Line:
        """Return who is there, or is back by a day; when nobody is, everybody."""
        there = self._line(lambda user: self.is_there(user, until))
        return there if there.first() is not None else self.everybody()

    def everybody(self) -> Line:
        """Return the line as it is when nobody is away."""
        return self._line(lambda _user: True)

    def _line(self, is_there: Callable[[User], bool]) -> Line:
        own, above = self.levels[0], self.levels[1:]
        levels = (_next_level(level, is_there) for level in above)
        return Line(
            managers=[user for user in own.managers if is_there(user)],
            deputies=[user for user in own.deputies if is_there(user)],
            next_level=next((found for found in levels if found), []),
            advisers=[user for user in self.advisers if is_there(user)],
            buddies=[user for user in self.buddies if is_there(user)],
        )


def _next_level(level: Level, is_there: Callable[[User], bool]) -> list[User]:
    """The managers of a team above; their deputies when all of them are away."""
    managers = [user for user in level.managers if is_there(user)]
    if managers or not level.managers:
        return managers
    return [user for user in level.deputies if is_there(user)]


@dataclass(frozen=True)
class Place:
    """For whom a line is looked for: a person in a team, and who never appears in it.

    Without a team only the advisers are left; for what is private those who do not lead it.
    """

    team: Team | None
    person: User | None = None
    barred: frozenset[int] = frozenset()
    is_private: bool = False


def chains_of(places: Sequence[Place], day: dt.date) -> list[Chain]:
    """Return who leads each place on a day, and those above it, with the advisers.

    As many queries for many places as for one: one for each level of teams, and three.
    """
    above = _teams_above({place.team for place in places if place.team is not None})
    leading = _leading({team.pk for path in above.values() for team in path}, day)
    appointed = advisers()
    groups = [appointed, *(group for level in leading.values() for group in level.groups)]
    everybody = {user.pk for group in groups for user in group}
    away = dict(Absence.objects.on(day).filter(user__in=everybody).values_list("user", "ends_on"))
    return [_chain(place, above, leading, appointed, away) for place in places]


def _chain(
    place: Place,
    above: dict[int, list[Team]],
    leading: dict[int, Level],
    appointed: list[User],
    away: dict[int, dt.date | None],
) -> Chain:
    """Leave out who may not appear."""
    barred = {*place.barred, *([place.person.pk] if place.person else [])}
    path = above[place.team.pk] if place.team else []
    levels = [leading.get(team.pk, Level()) for team in path] or [Level()]
    if place.is_private:
        barred.update(user.pk for group in levels[0].groups for user in group)
        levels = [Level()]
    allowed = [user for user in appointed if user.pk not in barred]
    return Chain([level.without(barred) for level in levels], allowed, away)


def _teams_above(teams: Collection[Team]) -> dict[int, list[Team]]:
    """Return for each team itself and those above it, the nearest first; one query a level."""
    level = list(teams)
    while level := [team for team in level if team.parent_id is not None]:
        prefetch_related_objects(level, "parent")
        level = list({team.parent.pk: team.parent for team in level if team.parent}.values())
    return {team.pk: list(_upwards(team)) for team in teams}


def _upwards(team: Team | None) -> Iterator[Team]:
    while team is not None:
        yield team
        team = team.parent


def _leading(teams: Collection[int], day: dt.date) -> dict[int, Level]:
    leading: dict[int, Level] = defaultdict(Level)
    found = Membership.objects.on(day).leading().filter(team__in=teams, user__is_active=True)
    for membership in found.select_related("user").order_by("id"):
        level = leading[membership.team_id]
        is_manager = membership.kind == Membership.Kind.MANAGER
        (level.managers if is_manager else level.deputies).append(membership.user)
    return leading


def line_of(team: Team, *, day: dt.date, without: User | None = None) -> Line:
    """Return who leads a team on a day, up to the next level and the advisers.

    The next level is the nearest team above that has a manager; a team without a parent has
    none. `without` (the person themself) appears nowhere, nor does who is away that day; when
    everybody is away the line is as if nobody were.
    """
    return chains_of([Place(team, without)], day)[0].line()
