"""Send what waits in the outbox. Due work is rows; attempts are counted before they are made."""

import datetime as dt
import logging
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from people.ids import hash_of
from people.models import Invitation, Notice, Organisation, Outbox, RoleGrant, User
from people.operations.delivery import notify

logger = logging.getLogger(__name__)

# The wait after the first, second, … failed attempt; after the last one the mail is parked.
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 180))
MOST_ATTEMPTS = len(BACK_OFF) + 1
MOST_PER_SWEEP = 200


@dataclass(frozen=True)
class Sweep:
    """What one look at the outbox did."""

    sent: int = 0
    failed: int = 0


def send_due_mails(*, now: dt.datetime) -> Sweep:
    """Send every mail that is due, one at a time, at most `MOST_PER_SWEEP`.

    Checks: nobody else sends the row (its lease is its next due instant). Writes: the attempt,
    before sending; then that it was sent, skipped or parked. Sends: the mails; a crash between
    sending and noting it sends one mail twice, never none.
    """
    sent = failed = 0
    for _ in range(MOST_PER_SWEEP):
        mail = _claim(now)
        if mail is None:
            break
        if _deliver(mail, now):
            sent += 1
        else:
            failed += 1
    return Sweep(sent, failed)


@transaction.atomic
def _claim(now: dt.datetime) -> Outbox | None:
    """Take one due row: count the attempt and make it due again later, should we die."""
    due = Outbox.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    mail = due.select_related("recipient").order_by("due_at", "id").first()
    if mail is None:
        return None
    if mail.attempts >= MOST_ATTEMPTS:
        _park(mail, now)
        return _claim(now)
    mail.attempts += 1
    mail.due_at = now + BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1]
    mail.save(update_fields=["attempts", "due_at"])
    return mail


def _deliver(mail: Outbox, now: dt.datetime) -> bool:
    path = _path_of(mail, now)
    if path is None:
        Outbox.objects.filter(pk=mail.pk).update(skipped_at=now)
        return True
    try:
        _message(mail, path).send()
    except Exception as error:  # noqa: BLE001 - any failure of the mail system is an attempt
        logger.warning("mail %s not sent: %s", mail.pk, type(error).__name__)
        if mail.attempts >= MOST_ATTEMPTS:
            _park(mail, now)
        return False
    Outbox.objects.filter(pk=mail.pk).update(sent_at=now)
    return True


def _path_of(mail: Outbox, now: dt.datetime) -> str | None:
    """Return the path to link to, or None when there is nobody or nothing to send it for."""
    if not mail.recipient.is_active or not mail.recipient.email:
        return None
    invitation = Invitation.objects.filter(mail=mail).first()
    return mail.path if invitation is None else _fresh_path(invitation, now)


def _fresh_path(invitation: Invitation, now: dt.datetime) -> str | None:
    """Make the secret of a link, keep its hash; the clear text exists in the mail alone."""
    token = secrets.token_urlsafe(32)
    renewed = (
        Invitation.objects.open(now).filter(pk=invitation.pk).update(token_hash=hash_of(token))
    )
    return f"/invitation/{token}/" if renewed else None


def _message(mail: Outbox, path: str) -> EmailMessage:
    """Write the mail in the recipient's language: first line subject, the rest body."""
    organisation = Organisation.current()
    with translation.override(mail.recipient.language or organisation.language):
        text = render_to_string(
            f"people/mail/{mail.template}.txt",
            {"url": f"{settings.SITE_URL}{path}", "organisation": organisation},
        )
    subject, body = text.split("\n", 1)
    return EmailMessage(subject=subject, body=body.lstrip("\n"), to=[mail.recipient.email or ""])


@transaction.atomic
def retry_parked_mails(*, actor: User, now: dt.datetime) -> int:
    """Make every parked mail due again, once the mail system works.

    Checks: none. Writes: the mails due now with all attempts ahead of them; returns how many.
    """
    parked = Outbox.objects.parked()
    return parked.update(parked_at=None, attempts=0, due_at=now)


@transaction.atomic
def _park(mail: Outbox, now: dt.datetime) -> None:
    """Give up on a mail and tell every administrator; once a day is enough for all mails."""
    Outbox.objects.filter(pk=mail.pk).update(parked_at=now)
    for admin in User.objects.active().with_role(RoleGrant.Role.ADMIN):
        notify(
            recipient=admin,
            kind=Notice.Kind.PARKED,
            path="/people/",
            key=f"parked:{now:%Y-%m-%d}:{admin.pk}",
            now=now,
        )
