"""The people of the demonstration: sites, teams, memberships and roles."""

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from django.contrib.auth.hashers import make_password

from config.demo.accounts import ACCOUNTS, DOMAIN, PASSWORD, joined_on
from config.demo.plans import DEPARTMENTS, ROOT, SITES, SMALL_FIRM, SMALL_TEAM, TEAMS, TeamPlan
from config.demo.words import FIRST, LAST
from people.models import Membership, Organisation, RoleGrant, Site, Team, User

Kind = Membership.Kind
ZONE = "Europe/Amsterdam"


@dataclass
class World:
    """What was made, for the steps that follow."""

    today: dt.date
    language: str
    teams: dict[str, Team] = field(default_factory=dict)
    plans: dict[str, TeamPlan] = field(default_factory=dict)
    staff: dict[str, list[User]] = field(default_factory=dict)
    manager: dict[str, User] = field(default_factory=dict)
    deputy: dict[str, User] = field(default_factory=dict)


class Names:
    """Names that never repeat, in a fixed order; the six accounts keep theirs."""

    def __init__(self) -> None:
        self._taken = {account.name for account in ACCOUNTS}
        self._numbers = count()

    def next(self) -> str:
        while True:
            n = next(self._numbers)
            name = f"{FIRST[n % len(FIRST)]} {LAST[(n * 7 + n // len(FIRST)) % len(LAST)]}"
            if name not in self._taken:
                self._taken.add(name)
                return name


class Payroll:
    """Collects people and memberships, and writes them in one go."""

    def __init__(self, today: dt.date) -> None:
        self.since = joined_on(today)
        self._names = Names()
        self._password = make_password(PASSWORD)
        self._keyed = {account.key: account for account in ACCOUNTS}
        self.people: list[User] = []
        self.places: list[tuple[User, Team, str]] = []

    def hire(self, key: str = "") -> User:
        """Return a new colleague: one of the accounts by key, else the next made-up name."""
        account = self._keyed.get(key)
        number = len(self.people) + 1
        user = User(
            name=account.name if account else self._names.next(),
            email=account.email if account else f"colleague{number:03d}@{DOMAIN}",
            password=self._password if account else "!",
            phone=f"088 555 {number:04d}",
        )
        self.people.append(user)
        return user

    def place(self, user: User, team: Team, kind: str = Kind.STAFF) -> User:
        self.places.append((user, team, kind))
        return user

    def write(self) -> None:
        User.objects.bulk_create(self.people)
        Membership.objects.bulk_create(
            Membership(user=user, team=team, kind=kind, starts_on=self.since)
            for user, team, kind in self.places
        )


def make_people(today: dt.date, language: str) -> World:
    """Write the organisation with 4 sites, 24 teams and 300 people."""
    _make_organisation(ROOT.in_(language), language)
    world = World(today=today, language=language)
    payroll = Payroll(today)
    sites = [Site.objects.create(name=name, city=city, time_zone=ZONE) for name, city in SITES]
    root = Team.objects.create(name=ROOT.in_(language), site=sites[0])
    payroll.place(payroll.hire(), root, Kind.MANAGER)
    departments = {}
    for number, (key, name) in enumerate(DEPARTMENTS):
        departments[key] = Team.objects.create(
            name=name.in_(language), parent=root, site=sites[number]
        )
        payroll.place(payroll.hire(), departments[key], Kind.MANAGER)
    for plan in TEAMS:
        _make_team(world, payroll, plan, departments[plan.department], sites[plan.site])
    roles = _make_roles(payroll)
    payroll.write()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for user, role in roles)
    return world


def make_small_firm(today: dt.date, language: str) -> World:
    """Write a firm of 12: the owner leads, is HR and administrator; the adviser is from outside."""
    _make_organisation(SMALL_FIRM.in_(language), language)
    world = World(today=today, language=language)
    payroll = Payroll(today)
    site = Site.objects.create(name=SITES[0][0], city=SITES[0][1], time_zone=ZONE)
    team = Team.objects.create(name=SMALL_FIRM.in_(language), site=site, phone="072 555 01 00")
    owner = payroll.place(payroll.hire("max"), team, Kind.MANAGER)
    world.teams["desk"], world.plans["desk"], world.manager["desk"] = team, SMALL_TEAM, owner
    world.staff["desk"] = [
        payroll.place(payroll.hire(key), team)
        for key in ("ana", "zoe", *([""] * (SMALL_TEAM.staff - 2)))
    ]
    adviser = payroll.hire("pim")
    payroll.write()
    role = RoleGrant.Role
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=of)
        for user, of in ((owner, role.HR), (owner, role.ADMIN), (adviser, role.ADVISER))
    )
    return world


def _make_organisation(name: str, language: str) -> None:
    Organisation.objects.update_or_create(
        pk=1,
        defaults={"name": name, "language": language, "security_phone": "088 555 9000"},
    )


def _make_team(world: World, payroll: Payroll, plan: TeamPlan, parent: Team, site: Site) -> None:
    team = Team.objects.create(
        name=plan.name.in_(world.language),
        parent=parent,
        site=site,
        phone=f"088 555 80{len(world.teams):02d}",
    )
    is_anas = plan.key == "desk"
    keys = ["ana"] if is_anas else ["zoe"] if plan.key == "shop_u" else []
    world.teams[plan.key], world.plans[plan.key] = team, plan
    world.manager[plan.key] = payroll.place(
        payroll.hire("max" if is_anas else ""), team, Kind.MANAGER
    )
    world.deputy[plan.key] = payroll.place(payroll.hire(), team, Kind.DEPUTY)
    world.staff[plan.key] = [
        payroll.place(payroll.hire(keys[n] if n < len(keys) else ""), team)
        for n in range(plan.staff)
    ]


def _make_roles(payroll: Payroll) -> list[tuple[User, str]]:
    role = RoleGrant.Role
    return [
        (payroll.hire("hana"), role.HR),
        (payroll.hire(), role.HR),
        (payroll.hire("pim"), role.ADVISER),
        (payroll.hire(), role.ADVISER),
        (payroll.hire("bo"), role.ADMIN),
    ]
