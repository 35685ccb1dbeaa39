"""Shared tills and desks: register the browser one stands at, revoke it, sign in there by PIN."""

import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.ids import hash_of
from people.models import DevicePin, Team, TeamDevice, User
from people.permissions import may_have_pin, may_look_after_devices_of
from people.queries import pin_holders

PIN_LENGTHS = range(4, 7)
NOT_YOUR_DEVICES = _("You look after the devices of the teams you lead.")
WRONG_PIN = _("This name and PIN do not go together.")
_RUNS = "01234567890123456789", "98765432109876543210"


class WrongPin(RuleBroken):
    """Name and PIN do not go together, whatever is wrong about them."""

    def __init__(self) -> None:
        super().__init__(WRONG_PIN, field="pin")


@transaction.atomic
def register_device(
    *, actor: User, team: Team, name: str, now: dt.datetime
) -> tuple[TeamDevice, str]:
    """Make the browser the actor stands at a device of a team; return it and its secret.

    Checks: the actor administers or leads the team, which is open; the place has a name. Writes:
    the device with the secret hashed. The clear secret exists in the answer alone, for a cookie
    that no script reads.
    """
    if not may_look_after_devices_of(actor, team):
        raise RuleBroken(NOT_YOUR_DEVICES, field="team")
    if team.closed_on is not None:
        raise RuleBroken(_("This team is closed."), field="team")
    if not name.strip():
        raise RuleBroken(_("Give the place a name that colleagues know."), field="name")
    secret = secrets.token_urlsafe(32)
    device = TeamDevice.objects.create(
        team=team,
        name=name.strip(),
        secret_hash=hash_of(secret),
        registered_by=actor,
        registered_at=now,
    )
    return device, secret


@transaction.atomic
def revoke_device(*, actor: User, device: TeamDevice, now: dt.datetime) -> TeamDevice:
    """End a device at once: its screen and every session on it. Twice does nothing more.

    Checks: the actor administers or leads its team. Writes: when and by whom.
    """
    if not may_look_after_devices_of(actor, device.team):
        raise RuleBroken(NOT_YOUR_DEVICES)
    row = TeamDevice.objects.select_for_update().get(pk=device.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, actor
        row.save(update_fields=["revoked_at", "revoked_by"])
    return row


def note_device_seen(*, device: TeamDevice, now: dt.datetime) -> None:
    """Keep the last day a device was used, so that forgotten ones are found. Writes: the day."""
    today = timezone.localdate(now)
    if device.last_seen_on != today:
        TeamDevice.objects.filter(pk=device.pk).update(last_seen_on=today)


@transaction.atomic
def set_pin(*, actor: User, pin: str, now: dt.datetime) -> DevicePin:
    """Choose the PIN for the devices of one's teams; the form asked for the password.

    A PIN is short, so it opens little: nobody who reads what others told may have one.

    Checks: the actor may have one; four to six digits, not the first that anybody would try.
    Writes: the PIN, hashed; earlier wrong tries forgotten; sessions under the old one end.
    """
    if not may_have_pin(actor):
        raise RuleBroken(_("You can read what others told, so a PIN is too weak for you."))
    if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTHS):
        raise RuleBroken(_("Four to six digits."), field="pin")
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise RuleBroken(_("Anybody would try this one first. Take another."), field="pin")
    made, _is_new = DevicePin.objects.update_or_create(
        user=actor, defaults={"pin_hash": make_password(pin), "set_at": now, "failed": 0}
    )
    return made


@transaction.atomic
def remove_pin(*, actor: User, now: dt.datetime) -> None:
    """Have no PIN any more; sessions under it end. Deletes: the PIN."""
    DevicePin.objects.filter(user=actor).delete()


def use_pin(*, device: TeamDevice, login: str, pin: str, now: dt.datetime) -> DevicePin:
    """Sign somebody in on a device of their team, by sign-in name, mail address or initials.

    Not one transaction: a wrong try is counted although it is refused.

    Checks: the device is registered; a person who works in its team today, who may have a PIN and
    has one that is not blocked; one and only one PIN fits. The same answer and about the same
    work for every kind of wrong (WrongPin). Writes: wrong tries counted, a right one clears them.
    """
    open_ones = [] if device.revoked_at else pin_holders(device.team, login, now)
    held = [row for row in open_ones if may_have_pin(row.user) and not row.is_blocked]
    fitting = [row for row in held if check_password(pin, row.pin_hash)]
    if not held:
        check_password(pin, make_password(None))
    if len(fitting) != 1:
        DevicePin.objects.filter(pk__in=[row.pk for row in held]).update(failed=F("failed") + 1)
        raise WrongPin
    (right,) = fitting
    DevicePin.objects.filter(pk=right.pk, failed__gt=0).update(failed=0)
    return right
