"""Who leads whom, and what time it is."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from people.models import Membership, RoleGrant, Team, User
from people.models.user import UserQuerySet
from people.sign_in_names import base_of, candidates


def database_now() -> dt.datetime:
    """Return the database's clock in UTC: one clock for all web and worker processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now.astimezone(dt.UTC)


@dataclass(frozen=True)
class Line:
    """Who can hold a talk or be told, nearest first. None of the lists holds the person."""

    managers: list[User]
    deputies: list[User]
    next_level: list[User]
    advisers: list[User]

    def first(self) -> User | None:
        """The nearest person there is: manager, deputy, next level up, adviser."""
        for group in (self.managers, self.deputies, self.next_level, self.advisers):
            if group:
                return group[0]
        return None


def _except(people: UserQuerySet, without: User | None) -> UserQuerySet:
    return people.exclude(pk=without.pk) if without else people


def _leaders(team: Team, kind: str, day: dt.date, without: User | None) -> list[User]:
    found = User.objects.active().filter(
        memberships__in=Membership.objects.on(day).filter(team=team, kind=kind)
    )
    return list(_except(found, without).order_by("memberships__id"))


def advisers(*, without: User | None = None) -> list[User]:
    """Return the confidential advisers, in the order they were appointed."""
    found = User.objects.active().with_role(RoleGrant.Role.ADVISER)
    return list(_except(found, without).order_by("role_grants__id"))


def line_of(team: Team, *, day: dt.date, without: User | None = None) -> Line:
    """Return who leads a team on a day, up to the next level and the advisers.

    The next level is the nearest team above that has a manager; a team without a parent has
    none. `without` (the person themself) appears nowhere.
    """
    next_level: list[User] = []
    above = team.parent
    while above is not None and not next_level:
        next_level = _leaders(above, Membership.Kind.MANAGER, day, without)
        above = above.parent
    return Line(
        managers=_leaders(team, Membership.Kind.MANAGER, day, without),
        deputies=_leaders(team, Membership.Kind.DEPUTY, day, without),
        next_level=next_level,
        advisers=advisers(without=without),
    )


def free_sign_in_name(name: str) -> str:
    """Return the first sign-in name made of this name that nobody has."""
    taken = set(
        User.objects.filter(sign_in_name__startswith=base_of(name)).values_list(
            "sign_in_name", flat=True
        )
    )
    return next(candidate for candidate in candidates(name) if candidate not in taken)
