"""Ways in: invitations and password links by mail, one-time slips on paper."""

import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.ids import hash_of
from people.models import DevicePin, Invitation, Notice, SignInSlip, User
from people.operations.delivery import notify, queue_mail
from people.queries import free_sign_in_name

INVITATION_LASTS = dt.timedelta(days=14)
PASSWORD_LINK_LASTS = dt.timedelta(hours=2)
SLIP_LASTS = dt.timedelta(days=7)
# No letter or digit that can be taken for another one on paper.
SLIP_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
SLIP_LENGTH = 8


class LinkSpent(RuleBroken):
    """The link was used, replaced, called off, is too old, or never existed."""

    def __init__(self) -> None:
        super().__init__(_("This link does not work any more. Ask for a new one."))


@transaction.atomic
def invite(*, actor: User, person: User, now: dt.datetime) -> Invitation:
    """Invite a person by mail to choose a password.

    Checks: the person is active, has an e-mail address and no password yet. Writes: earlier open
    invitations void, the new one, its mail in the outbox. Sends: nothing now.
    """
    if not person.is_active:
        raise RuleBroken(_("This account is closed. Open it first."))
    if not person.email:
        raise RuleBroken(_("There is no e-mail address. Print a slip instead."), field="email")
    if person.has_usable_password():
        raise RuleBroken(_("This person can sign in already."))
    return _write_link(person, Invitation.Kind.INVITATION, now, by=actor)


@transaction.atomic
def ask_password_link(*, email: str, now: dt.datetime) -> None:
    """Send a link for a new password to somebody who says they forgot it.

    Checks: an active person with this address who has a password or was invited; otherwise
    nothing happens and nobody is told. Writes: the link and its mail in the outbox.
    """
    person = User.objects.active().filter(email__iexact=email.strip()).first()
    if person and (person.has_usable_password() or person.invitations.exists()):
        _write_link(person, Invitation.Kind.PASSWORD, now, by=None)


def _write_link(
    person: User, kind: Invitation.Kind, now: dt.datetime, *, by: User | None
) -> Invitation:
    User.objects.select_for_update().get(pk=person.pk)
    person.invitations.unused().filter(kind=kind).update(voided_at=now)
    is_invitation = kind == Invitation.Kind.INVITATION
    invitation = Invitation.objects.create(
        user=person,
        kind=kind,
        invited_by=by,
        invited_at=now,
        expires_at=now + (INVITATION_LASTS if is_invitation else PASSWORD_LINK_LASTS),
    )
    invitation.mail = queue_mail(
        recipient=person, template=kind.value, path="", key=f"link:{invitation.pk}", now=now
    )
    invitation.save(update_fields=["mail"])
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, password: str, now: dt.datetime) -> User:
    """Let the holder of a link choose a password, once.

    Checks: the link is open and its person active, else LinkSpent. Writes: the password (which
    ends other sessions), the link used, other links and slips of the person void.
    """
    links = Invitation.objects.open(now).filter(token_hash=hash_of(token))
    link = links.select_for_update(of=("self",)).select_related("user").first()
    if link is None:
        raise LinkSpent
    link.accepted_at = now
    link.save(update_fields=["accepted_at"])
    return _choose_password(link.user, password, now)


@transaction.atomic
def make_slip(*, actor: User, person: User, now: dt.datetime) -> tuple[SignInSlip, str]:
    """Make a one-time code for somebody without work mail; return the slip and the clear code.

    Checks: the person is active. Writes: a sign-in name if there is none, earlier slips void,
    the slip with the code hashed. The clear code exists in the answer alone.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise RuleBroken(_("This account is closed. Open it first."))
    if not person.sign_in_name:
        person.sign_in_name = free_sign_in_name(person.name)
        person.save(update_fields=["sign_in_name"])
    person.slips.unused().update(voided_at=now)
    code = "".join(secrets.choice(SLIP_ALPHABET) for _ in range(SLIP_LENGTH))
    slip = SignInSlip.objects.create(
        user=person,
        code_hash=make_password(code),
        made_by=actor,
        made_at=now,
        expires_at=now + SLIP_LASTS,
    )
    return slip, f"{code[:4]}-{code[4:]}"


@transaction.atomic
def use_slip(*, sign_in_name: str, code: str, password: str, now: dt.datetime) -> User:
    """Sign somebody in with a printed slip; they choose a password in the same step.

    Checks: an open slip of an active person with this name and code; the same answer and the
    same work for every kind of wrong. Writes: the password, the slip used, other ways in void,
    a notice to the person.
    """
    login = sign_in_name.strip().lower()
    slips = SignInSlip.objects.open(now).filter(
        Q(user__sign_in_name=login) | Q(user__email__iexact=login)
    )
    slip = slips.select_for_update(of=("self",)).select_related("user").first()
    typed = "".join(char for char in code.lower() if char.isalnum())
    is_right = check_password(typed, slip.code_hash if slip else make_password(None))
    if slip is None or not is_right:
        raise RuleBroken(
            _("This name and code do not go together, or the slip is too old."), field="code"
        )
    slip.used_at = now
    slip.save(update_fields=["used_at"])
    notify(
        recipient=slip.user,
        kind=Notice.Kind.SLIP_USED,
        path="/account/",
        key=f"slip-used:{slip.pk}",
        now=now,
    )
    return _choose_password(slip.user, password, now)


@transaction.atomic
def change_password(*, actor: User, password: str, now: dt.datetime) -> User:
    """Give oneself another password.

    Checks: none, the form asked for the old one. Writes: the password, which ends the sessions
    elsewhere; open links and slips void.
    """
    return _choose_password(actor, password, now)


def void_ways_in(person: User, now: dt.datetime) -> None:
    """Call off every open link and slip of a person, and their PIN."""
    person.invitations.unused().update(voided_at=now)
    person.slips.unused().update(voided_at=now)
    DevicePin.objects.filter(user=person).delete()


def _choose_password(person: User, password: str, now: dt.datetime) -> User:
    person.set_password(password)
    person.save(update_fields=["password"])
    void_ways_in(person, now)
    return person
