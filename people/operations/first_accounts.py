"""The first people who can sign in where a register was imported into an empty house."""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from people.models import Membership, RoleGrant, Team, User

ADMIN, HR, MANAGER = "admin", "hr", "manager"
NAMES = {ADMIN: "First administrator", HR: "First HR colleague", MANAGER: "First manager"}


@dataclass(frozen=True)
class FirstAccount:
    """A sign-in to hand over; the password is known here and nowhere else."""

    role: str
    sign_in_name: str
    password: str


@transaction.atomic
def make_first_accounts(*, now: dt.datetime) -> list[FirstAccount]:
    """Make one admin, one HR person and one manager of all teams, those that are not there yet.

    Checks: which of the three exist. Writes: the accounts with their roles; the manager leads
    every open team that has no manager. Returns those made now, with their passwords.
    """
    made = [account for role in (ADMIN, HR, MANAGER) if (account := _make(role))]
    manager = User.objects.active().filter(sign_in_name=MANAGER).first()
    if manager:
        _lead_every_team(manager, timezone.localdate(now))
    return made


def _make(role: str) -> FirstAccount | None:
    if User.objects.filter(sign_in_name=role).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(name=NAMES[role], sign_in_name=role, password=password)
    if role != MANAGER:
        RoleGrant.objects.create(user=user, role=role)
    return FirstAccount(role, role, password)


def _lead_every_team(manager: User, today: dt.date) -> None:
    led = Membership.objects.on(today).filter(kind=Membership.Kind.MANAGER).values("team_id")
    Membership.objects.bulk_create(
        Membership(user=manager, team=team, kind=Membership.Kind.MANAGER, starts_on=today)
        for team in Team.objects.active().exclude(pk__in=led)
    )
