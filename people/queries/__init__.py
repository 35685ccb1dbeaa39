"""Who is who and where, and what time it is."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from people.ids import hash_of
from people.models import (
    Absence,
    DevicePin,
    Invitation,
    Membership,
    RoleGrant,
    Team,
    TeamDevice,
    User,
)
from people.models.device import TeamDeviceQuerySet
from people.models.team import TeamQuerySet
from people.models.user import UserQuerySet
from people.queries.line import Line, advisers, line_of, private_advisers
from people.sign_in_names import base_of, candidates

__all__ = ["Line", "advisers", "line_of", "private_advisers"]


def database_now() -> dt.datetime:
    """Return the database's clock in UTC: one clock for all web and worker processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now.astimezone(dt.UTC)


def buddies(*, without: User, day: dt.date) -> list[User]:
    """Return the trained buddies who are there on a day, those nearest to the person first."""
    away = Absence.objects.on(day).values("user")
    found = User.objects.active().with_role(RoleGrant.Role.BUDDY)
    rows = list(found.exclude(pk=without.pk).exclude(pk__in=away).order_by("name", "pk"))
    if len(rows) < 2:
        return rows
    near = near_to(without, day)
    return sorted(rows, key=lambda row: near.get(row.pk, 2))


def near_to(person: User, day: dt.date) -> dict[int, int]:
    """Return who works in the person's teams (0) or at another team of their sites (1)."""
    own = Membership.objects.on(day).filter(user=person)
    places = Membership.objects.on(day).exclude(user=person)
    in_team = places.filter(team__in=own.values("team")).values_list("user", flat=True)
    on_site = places.filter(team__site__in=own.values("team__site"))
    return dict.fromkeys(on_site.values_list("user", flat=True), 1) | dict.fromkeys(in_team, 0)


def colleague_called(login: str) -> User | None:
    """Return the active person with exactly this e-mail address or sign-in name."""
    named = Q(email__iexact=login.strip()) | Q(sign_in_name=login.strip().lower())
    return User.objects.active().filter(named).first()


def free_sign_in_name(name: str) -> str:
    """Return the first sign-in name made of this name that nobody has."""
    taken = set(
        User.objects.filter(sign_in_name__startswith=base_of(name)).values_list(
            "sign_in_name", flat=True
        )
    )
    return next(candidate for candidate in candidates(name) if candidate not in taken)


def has_open_link(token: str, now: dt.datetime) -> bool:
    """Say whether a mailed link still lets its holder choose a password."""
    return Invitation.objects.open(now).filter(token_hash=hash_of(token)).exists()


def pin_holders(team: Team, login: str, now: dt.datetime) -> list[DevicePin]:
    """Return the PINs of people of a team whom a name, an address or initials may mean."""
    typed = login.strip().lower()
    places = Membership.objects.on(timezone.localdate(now)).filter(team=team)
    rows = DevicePin.objects.filter(
        user__is_active=True, user__in=places.values("user")
    ).select_related("user")
    return [row for row in rows if typed and typed in _names_of(row.user)]


def pin_of(user: User) -> DevicePin | None:
    return DevicePin.objects.visible_to(user).first()


def _names_of(user: User) -> set[str]:
    return {
        (user.email or "").lower(),
        user.sign_in_name or "",
        user.initials.lower(),
    }


def listed_devices(user: User, team: str, *, is_all: bool) -> TeamDeviceQuerySet:
    """Return the devices a person looks after, of one team or all, also revoked ones or not."""
    found = TeamDevice.objects.visible_to(user)
    if team:
        found = found.filter(team__public_id=team)
    if not is_all:
        found = found.registered()
    return found.select_related("team", "registered_by").order_by("team__name", "name", "pk")


def teams_for_devices(user: User) -> TeamQuerySet:
    """Return the teams that a person may register a device for."""
    found = Team.objects.active()
    return found if user.is_admin else found.filter(pk__in=user.led_team_ids)


@dataclass(frozen=True)
class Wanted:
    """Which people a list asks for; empty means no matter."""

    word: str = ""
    team: Team | None = None
    role: str = ""
    state: str = ""


def listed_people(user: User, wanted: Wanted, today: dt.date) -> UserQuerySet:
    """Return the people a user may see and asks for, with their teams and roles of today."""
    now_in = Membership.objects.on(today)
    found = User.objects.visible_to(user)
    if wanted.word:
        found = found.named(wanted.word)
    if wanted.team:
        found = found.filter(pk__in=now_in.filter(team=wanted.team).values("user"))
    if wanted.role == "leads":
        found = found.filter(pk__in=now_in.leading().values("user"))
    elif wanted.role:
        found = found.with_role(wanted.role)
    return _in_state(found, wanted.state).prefetch_related(
        "role_grants",
        Prefetch("memberships", queryset=now_in.select_related("team"), to_attr="places_today"),
    )


def _in_state(found: UserQuerySet, state: str) -> UserQuerySet:
    if state == "waiting":
        return found.waiting()
    if state == "closed":
        return found.filter(is_active=False)
    return found if state == "all" else found.active()


@dataclass
class Branch:
    """A team in the tree, how many work there, and the teams below it."""

    team: Team
    staff_count: int
    leaders: list[Membership]
    below: list["Branch"]


def team_tree(today: dt.date) -> list[Branch]:
    """Return the open teams as a tree, in three queries whatever their number."""
    now_in = Membership.objects.on(today).select_related("user")
    teams = Team.objects.active().select_related("site")
    staff = dict(
        now_in.filter(kind=Membership.Kind.STAFF)
        .order_by()
        .values_list("team")
        .annotate(Count("user", distinct=True))
    )
    leaders: dict[int, list[Membership]] = {}
    for membership in now_in.leading().order_by("-kind", "id"):
        leaders.setdefault(membership.team_id, []).append(membership)
    branches = {
        team.pk: Branch(team, staff.get(team.pk, 0), leaders.get(team.pk, []), []) for team in teams
    }
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.team.parent_id or 0)
        (above.below if above else top).append(branch)
    return top


def person_named(user: User, login: str) -> User | None:
    """Return the person a user may see with this e-mail address or sign-in name."""
    named = Q(email__iexact=login.strip()) | Q(sign_in_name=login.strip().lower())
    return User.objects.visible_to(user).active().filter(named).first()


def places_in(team: Team, today: dt.date) -> list[Membership]:
    """Return who works in a team now or later, leaders first."""
    open_places = team.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    order = {Membership.Kind.MANAGER: 0, Membership.Kind.DEPUTY: 1}
    return sorted(
        open_places.select_related("user").order_by("user__name", "id"),
        key=lambda membership: order.get(Membership.Kind(membership.kind), 2),
    )
