"""Send what waits in the outbox. Due work is rows; attempts are counted before they are made."""

import datetime as dt
import logging
import secrets
import smtplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import islice

from django.conf import settings
from django.core.mail import EmailAttachment, EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from people.ids import hash_of
from people.models import Invitation, Notice, Organisation, Outbox, RoleGrant, User
from people.operations.delivery import Call, notify_all
from people.routing import MOST_ATTEMPTS, Clock, is_last, moments, wait_after
from people.signals import mail_made_up, mail_sent

logger = logging.getLogger(__name__)

MOST_PER_SWEEP = 200
# Mails that are nothing without what goes along.
ONLY_FILES = frozenset({"calendar"})
# What says that the mail server is not there, and not that one mail is wrong.
NO_ANSWER = (
    TimeoutError,
    ConnectionError,
    socket.gaierror,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
)


class _Outcome(StrEnum):
    DONE = auto()
    FAILED = auto()
    NO_ANSWER = auto()


@dataclass(frozen=True)
class Sweep:
    """What one look at the outbox did."""

    sent: int = 0
    failed: int = 0


def send_due_mails(*, now: dt.datetime, clock: Clock | None = None) -> Sweep:
    """Send every mail that is due, one at a time, at most `MOST_PER_SWEEP`.

    `clock` tells the time before each mail. A mail server that does not answer ends the sweep:
    what was tried waits its time, the others stay due.

    Checks: nobody else sends the row (its lease is its next due instant). Writes: the attempt,
    before sending; then that it was sent, skipped or parked. Sends: the mails; a crash between
    sending and noting it sends one mail twice, never none.
    """
    outcomes = []
    for moment in islice(moments(now, clock), MOST_PER_SWEEP):
        mail = _claim(moment)
        if mail is None:
            break
        outcomes.append(_deliver(mail, moment))
        if outcomes[-1] == _Outcome.NO_ANSWER:
            break
    sent = outcomes.count(_Outcome.DONE)
    return Sweep(sent, len(outcomes) - sent)


def _claim(now: dt.datetime) -> Outbox | None:
    """Take one due row; those that killed their sender at every attempt are parked."""
    while True:
        with transaction.atomic():
            mail = _next_due(now)
            if mail is None or mail.attempts < MOST_ATTEMPTS:
                return mail and _leased(mail, now)
            _park(mail, now)


def _next_due(now: dt.datetime) -> Outbox | None:
    due = Outbox.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    return due.select_related("recipient", "notice").order_by("due_at", "id").first()


def _leased(mail: Outbox, now: dt.datetime) -> Outbox:
    """Count the attempt and make it due again later, should we die."""
    mail.attempts += 1
    mail.tried_at = mail.tried_at or now
    mail.due_at = now + wait_after(mail.attempts)
    mail.save(update_fields=["attempts", "tried_at", "due_at"])
    return mail


def _deliver(mail: Outbox, now: dt.datetime) -> _Outcome:
    path = _path_of(mail, now)
    if path is None:
        return _skip(mail, now)
    try:
        message = _message(mail, path)
        if mail.template in ONLY_FILES and not message.attachments:
            return _skip(mail, now)
        message.send()
    except Exception as error:  # noqa: BLE001 - any failure of the mail system is an attempt
        logger.warning("mail %s not sent: %s", mail.pk, type(error).__name__)
        if is_last(mail.attempts, mail.tried_at or now, now):
            _park(mail, now)
        return _Outcome.NO_ANSWER if isinstance(error, NO_ANSWER) else _Outcome.FAILED
    _note_sent(mail, now)
    return _Outcome.DONE


def _skip(mail: Outbox, now: dt.datetime) -> _Outcome:
    Outbox.objects.filter(pk=mail.pk).update(skipped_at=now)
    return _Outcome.DONE


@transaction.atomic
def _note_sent(mail: Outbox, now: dt.datetime) -> None:
    Outbox.objects.filter(pk=mail.pk).update(sent_at=now)
    mail_sent.send_robust(sender=Outbox, mail=mail.pk)
    if mail.digest_on is not None:
        Notice.objects.gathered(mail.recipient, mail.digest_on).update(failed_at=None)
    elif mail.notice is not None and mail.notice.failed_at is not None:
        Notice.objects.filter(pk=mail.notice.pk).update(failed_at=None)


def _path_of(mail: Outbox, now: dt.datetime) -> str | None:
    """Return the path to link to, or None when there is nobody or nothing to send it for."""
    if not mail.recipient.is_active or not mail.recipient.email or _is_settled(mail):
        return None
    invitation = Invitation.objects.filter(mail=mail).first()
    return mail.path if invitation is None else _fresh_path(invitation, now)


def _is_settled(mail: Outbox) -> bool:
    """Say whether its reader has seen meanwhile what a mail tells of, or somebody else did it."""
    if mail.digest_on is not None:
        return not _gathered(mail)
    return mail.notice is not None and mail.notice.read_at is not None


def _gathered(mail: Outbox) -> int:
    if mail.digest_on is None:
        return 1
    return Notice.objects.gathered(mail.recipient, mail.digest_on).count()


def _fresh_path(invitation: Invitation, now: dt.datetime) -> str | None:
    """Make the secret of a link, keep its hash; the clear text exists in the mail alone."""
    token = secrets.token_urlsafe(32)
    renewed = (
        Invitation.objects.open(now).filter(pk=invitation.pk).update(token_hash=hash_of(token))
    )
    return f"/invitation/{token}/" if renewed else None


def _message(mail: Outbox, path: str) -> EmailMessage:
    """Write the mail in the recipient's language: first line subject, the rest body.

    What the rooms above have to add goes along as files; nothing of it is kept with the row, so a
    retry says how things are by then.
    """
    organisation = Organisation.current()
    with translation.override(mail.recipient.language or organisation.language):
        text = render_to_string(
            f"people/mail/{mail.template}.txt",
            {
                "url": f"{settings.SITE_URL}{path}",
                "choices_url": f"{settings.SITE_URL}/account/notices/",
                "organisation": organisation,
                "n": _gathered(mail),
            },
        )
    subject, body = text.split("\n", 1)
    return EmailMessage(
        subject=subject,
        body=body.lstrip("\n"),
        to=[mail.recipient.email or ""],
        attachments=list(_files(mail)),
    )


def _files(mail: Outbox) -> Iterator[EmailAttachment]:
    """Ask what goes along; who fails to answer holds no mail back."""
    paths = {mail.path}
    if mail.digest_on is not None:
        paths = set(
            Notice.objects.gathered(mail.recipient, mail.digest_on).values_list("path", flat=True)
        )
    answers = mail_made_up.send_robust(
        sender=Outbox, recipient=mail.recipient, paths=paths, mail=mail.pk
    )
    for _, files in answers:
        if not isinstance(files, Exception):
            yield from files


@transaction.atomic
def retry_parked_mails(*, actor: User, now: dt.datetime) -> int:
    """Make every parked mail due again, once the mail system works.

    Checks: none. Writes: the mails due now with all attempts ahead of them; returns how many.
    """
    parked = Outbox.objects.parked()
    return parked.update(parked_at=None, attempts=0, tried_at=None, due_at=now)


@transaction.atomic
def _park(mail: Outbox, now: dt.datetime) -> None:
    """Give up on a mail; what it told of becomes a task of its reader.

    Every administrator is told; once a day is enough for all mails.
    """
    Outbox.objects.filter(pk=mail.pk).update(parked_at=now)
    if mail.digest_on is not None:
        Notice.objects.gathered(mail.recipient, mail.digest_on).update(failed_at=now)
    if mail.notice_id is not None:
        Notice.objects.filter(pk=mail.notice_id).update(failed_at=now)
    key = f"parked:{now:%Y-%m-%d}"
    calls = [
        Call(admin, Notice.Kind.PARKED, "/people/", f"{key}:{admin.pk}")
        for admin in User.objects.active().with_role(RoleGrant.Role.ADMIN)
    ]
    notify_all(calls=calls, now=now)
