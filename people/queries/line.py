"""Who leads whom: the line in which somebody for a talk, or to be told, is looked for."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

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

    managers: list[User]
    deputies: list[User]


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


def chain_of(
    team: Team, *, day: dt.date, without: User | None = None, barred: Collection[int] = ()
) -> Chain:
    """Return who leads a team on a day, and the teams above it, with the advisers.

    Neither the person themself nor who is barred appears anywhere.
    """
    teams = [team]
    while teams[-1].parent is not None:
        teams.append(teams[-1].parent)
    found = Membership.objects.on(day).leading().filter(team__in=teams, user__is_active=True)
    barred = {*barred, *([without.pk] if without else [])}
    leading: dict[tuple[int, str], list[User]] = {}
    for membership in found.exclude(user__in=barred).select_related("user").order_by("id"):
        leading.setdefault((membership.team_id, membership.kind), []).append(membership.user)
    levels = [
        Level(
            leading.get((one.pk, Membership.Kind.MANAGER), []),
            leading.get((one.pk, Membership.Kind.DEPUTY), []),
        )
        for one in teams
    ]
    return Chain(levels, *_there([*advisers()], barred, leading, day))


def chain_of_advisers(found: list[User], *, day: dt.date, barred: Collection[int] = ()) -> Chain:
    """Return advisers as the only ones who can hold a talk."""
    return Chain([Level([], [])], *_there(found, barred, {}, day))


def _there(
    found: list[User],
    barred: Collection[int],
    leading: dict[tuple[int, str], list[User]],
    day: dt.date,
) -> tuple[list[User], dict[int, dt.date | None]]:
    """Return the advisers who are not barred, and who of everybody is away until when."""
    allowed = [user for user in found if user.pk not in barred]
    everybody = {user.pk for users in [allowed, *leading.values()] for user in users}
    away = Absence.objects.on(day).filter(user__in=everybody).values_list("user", "ends_on")
    return allowed, dict(away)


def line_of(team: Team, *, day: dt.date, without: User | None = None) -> Line:
    """Return who leads a team on a day, up to the next level and the advisers.

    The next level is the nearest team above that has a manager; a team without a parent has
    none. `without` (the person themself) appears nowhere, nor does who is away that day; when
    everybody is away the line is as if nobody were.
    """
    return chain_of(team, day=day, without=without).line()
