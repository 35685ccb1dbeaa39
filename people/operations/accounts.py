"""Accounts: make, change, close and open them again; organisation-wide roles."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import RoleGrant, User
from people.operations.entry import void_ways_in
from people.queries import free_sign_in_name
from people.signals import person_deactivated


@dataclass(frozen=True)
class PersonInput:
    """What an administrator writes down about a person."""

    name: str
    email: str = ""
    sign_in_name: str = ""
    phone: str = ""
    language: str = ""


@transaction.atomic
def create_person(*, actor: User | None, person: PersonInput, now: dt.datetime) -> User:
    """Make an account that cannot sign in until it is invited or given a slip.

    Checks: e-mail and sign-in name are free. Writes: the account; without an e-mail address and
    without a name given, a sign-in name made of the name. `actor` is None for the import.
    """
    _check_free(person, without=None)
    sign_in_name = person.sign_in_name.lower()
    if not person.email and not sign_in_name:
        sign_in_name = free_sign_in_name(person.name)
    return User.objects.create_user(
        name=person.name.strip(),
        email=person.email.lower() or None,
        sign_in_name=sign_in_name or None,
        phone=person.phone,
        language=person.language,
    )


@transaction.atomic
def change_person(*, actor: User, person: User, changes: PersonInput, now: dt.datetime) -> User:
    """Change what is written down about a person.

    Checks: e-mail and sign-in name are free; one of the two stays. Writes: the account; another
    e-mail address voids the links that were mailed to the old one.
    """
    _check_free(changes, without=person)
    if not changes.email and not changes.sign_in_name:
        raise RuleBroken(_("Give an e-mail address or a sign-in name."), field="sign_in_name")
    email = changes.email.lower() or None
    if email != person.email:
        void_ways_in(person, now)
    person.name = changes.name.strip()
    person.email = email
    person.sign_in_name = changes.sign_in_name.lower() or None
    person.phone = changes.phone
    person.language = changes.language
    person.save(update_fields=["name", "email", "sign_in_name", "phone", "language"])
    return person


def _check_free(person: PersonInput, *, without: User | None) -> None:
    others = User.objects.exclude(pk=without.pk) if without else User.objects.all()
    if person.email and others.filter(email__iexact=person.email).exists():
        raise RuleBroken(_("Somebody else has this e-mail address."), field="email")
    if person.sign_in_name and others.filter(sign_in_name=person.sign_in_name.lower()).exists():
        raise RuleBroken(_("Somebody else has this sign-in name."), field="sign_in_name")


@transaction.atomic
def deactivate(*, actor: User, person: User, now: dt.datetime) -> User:
    """End somebody's access; everything that names them stays. Twice does nothing more.

    Checks: not oneself, not the last administrator. Writes: the account closed and its sessions
    ended, links and slips void, no browser woken any more, roles gone, memberships end today,
    those still to come removed.
    Signals: person_deactivated.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        return person
    if person.pk == actor.pk:
        raise RuleBroken(_("You cannot close your own account. Ask another administrator."))
    _keep_an_admin(without=person)
    person.is_active = False
    person.deactivated_at = now
    person.session_round += 1
    person.save(update_fields=["is_active", "deactivated_at", "session_round"])
    void_ways_in(person, now)
    person.push_subscriptions.all().delete()
    person.role_grants.all().delete()
    today = timezone.localdate(now)
    person.memberships.filter(starts_on__gt=today).delete()
    person.memberships.on(today).update(ends_on=today)
    person_deactivated.send(sender=User, person=person, now=now)
    return person


@transaction.atomic
def reactivate(*, actor: User, person: User, now: dt.datetime) -> User:
    """Open a closed account again. Roles and memberships are given anew, by hand.

    Checks: none. Writes: the account open, without its old password: it is invited again.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        return person
    person.is_active = True
    person.deactivated_at = None
    person.set_unusable_password()
    person.save(update_fields=["is_active", "deactivated_at", "password"])
    return person


@transaction.atomic
def grant_role(*, actor: User, person: User, role: str, now: dt.datetime) -> RoleGrant:
    """Give a person an organisation-wide role. Twice does nothing more.

    Checks: nobody gives themselves a role; the person is active. Writes: the grant.
    """
    if person.pk == actor.pk:
        raise RuleBroken(
            _("Nobody gives themselves a role. Ask another administrator."), field="role"
        )
    if not person.is_active:
        raise RuleBroken(_("This account is closed. Open it first."), field="role")
    grant, _made = RoleGrant.objects.get_or_create(
        user=person,
        role=RoleGrant.Role(role),
        defaults={"granted_by": actor, "granted_at": now},
    )
    return grant


@transaction.atomic
def revoke_role(*, actor: User, person: User, role: str, now: dt.datetime) -> None:
    """Take an organisation-wide role away. Twice does nothing more.

    Checks: an administrator remains. Writes: the grant gone.
    """
    if role == RoleGrant.Role.ADMIN:
        _keep_an_admin(without=person)
    person.role_grants.filter(role=role).delete()


def _keep_an_admin(*, without: User) -> None:
    """Refuse when nobody but this person administers; locks, so that two cannot leave at once."""
    admins = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role=RoleGrant.Role.ADMIN, user__is_active=True
    )
    if [grant.user_id for grant in admins] == [without.pk]:
        raise RuleBroken(_("This is the last administrator. Make somebody else one first."))
