"""Waking phones: which browsers, what to send, and sending it outside every other transaction."""

import base64
import binascii
import datetime as dt
import json
import logging
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from people.codes import Urgency
from people.errors import RuleBroken
from people.models import Notice, Organisation, Outbox, Push, PushSubscription, User
from people.operations.push_rows import LASTS
from people.routing import GIVE_UP_AFTER, Clock, is_last, moments, wait_after
from people.signals import push_failed
from people.vapid import private_key

logger = logging.getLogger(__name__)

# A call of help lasts minutes: its waking is tried a few times at once.
LEASE = dt.timedelta(seconds=15)
ATTEMPTS = 3
TIMEOUT_SECONDS = 5
GONE = frozenset({404, 410})
KEY_BYTES, AUTH_BYTES = 65, 16
LOOPBACK = "127.0.0.1"


@transaction.atomic
def subscribe(
    *, actor: User, endpoint: str, p256dh: str, auth: str, now: dt.datetime
) -> PushSubscription:
    """Let this browser be woken for the actor; a browser belongs to who asked last.

    Checks: pushing is switched on, the address is one of a push service and the keys are keys.
    Writes: the subscription. Sends nothing.
    """
    if not settings.PUSH:
        raise RuleBroken(_("Waking phones is switched off in this organisation."))
    if not is_push_service(endpoint):
        raise RuleBroken(_("This browser uses a push service we do not know."), field="endpoint")
    if len(_raw(p256dh)) != KEY_BYTES or len(_raw(auth)) != AUTH_BYTES:
        raise RuleBroken(_("The keys of this browser cannot be read."), field="keys")
    made, _is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": actor, "p256dh": p256dh, "auth": auth, "made_at": now},
    )
    return made


@transaction.atomic
def unsubscribe(*, actor: User, endpoint: str, now: dt.datetime) -> None:
    """Wake this browser no more; without an address, none of the actor's. Deletes: these rows."""
    own = PushSubscription.objects.visible_to(actor)
    (own.filter(endpoint=endpoint) if endpoint else own).delete()


def send_due_pushes(*, now: dt.datetime, clock: Clock | None = None) -> int:
    """Send what is due, one at a time; return how many were tried.

    `clock` tells the time before each row. Rows are claimed with SKIP LOCKED and a lease, the
    attempt counted before; the network is asked outside of any transaction. A browser that is
    gone is forgotten. What fails is said at once (push_failed), so that the caller is not left
    waiting for a phone that stays silent; what failed for 24 hours, or has become too old, is
    left and its notice becomes a task.
    """
    seen = 0
    _leave_old(now)
    for moment in moments(now, clock):
        push = _claim(moment)
        if push is None:
            break
        _send_safely(push, moment)
        seen += 1
    return seen


@transaction.atomic
def _claim(now: dt.datetime) -> Push | None:
    """Take one due row: count the attempt and make it due again later, should we die."""
    due = Push.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    push = due.select_related("subscription__user", "notice").order_by("due_at", "pk").first()
    if push is not None:
        push.attempts += 1
        push.due_at = now + (LEASE if _is_brief(push) else wait_after(push.attempts))
        push.save(update_fields=["attempts", "due_at"])
    return push


def _is_brief(push: Push) -> bool:
    return push.expires_at - push.created_at <= LASTS


@transaction.atomic
def _leave_old(now: dt.datetime) -> None:
    """Give up on wakings that are too old, and say so where a notice depends on one."""
    old = Push.objects.waiting().filter(expires_at__lte=now, notice__isnull=False)
    rows = dict(old.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "notice"))
    if rows:
        Push.objects.filter(pk__in=rows).update(failed_at=now)
        Notice.objects.filter(pk__in=rows.values()).update(failed_at=now)


def _send_safely(push: Push, now: dt.datetime) -> None:
    if push.notice is not None and push.notice.read_at is not None:
        push.delete()  # seen already: nobody is woken
        return
    try:
        _deliver(push, now)
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 0
        _fail(push, now, is_gone=status in GONE)
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        logger.warning("push %s: sending failed with %s", push.pk, type(error).__name__)
        _fail(push, now, is_gone=False)
    else:
        Push.objects.filter(pk=push.pk).update(sent_at=now)
        PushSubscription.objects.filter(pk=push.subscription_id).update(last_sent_at=now)


@transaction.atomic
def _fail(push: Push, now: dt.datetime, *, is_gone: bool) -> None:
    person = push.subscription.user
    if is_gone:
        _forget(push.subscription, now)
    elif _has_failed(push, now):
        Push.objects.filter(pk=push.pk).update(failed_at=now)
        if push.notice is not None:
            Notice.objects.filter(pk=push.notice.pk).update(failed_at=now)
    push_failed.send(sender=Push, key=push.key, person=person, now=now)


def _forget(browser: PushSubscription, now: dt.datetime) -> None:
    """Drop a browser and what waits for it; what reaches its reader in no other way is a task."""
    waiting = browser.pushes.waiting().filter(notice__isnull=False)
    lost = set(waiting.values_list("notice", flat=True))
    browser.delete()
    _without_a_way(lost).update(failed_at=now)


def _without_a_way(notices: set[int]) -> QuerySet[Notice]:
    """Return those of these notices of which nothing has left and nothing waits."""
    phones = Push.objects.filter(notice=OuterRef("pk"), failed_at__isnull=True)
    mails = Outbox.objects.filter(
        Q(notice=OuterRef("pk"))
        | Q(recipient=OuterRef("recipient"), digest_on=OuterRef("digest_on")),
        parked_at__isnull=True,
        skipped_at__isnull=True,
    )
    return Notice.objects.filter(~Exists(phones), ~Exists(mails), pk__in=notices)


def _has_failed(push: Push, now: dt.datetime) -> bool:
    if _is_brief(push):
        return push.attempts >= ATTEMPTS
    return is_last(push.attempts, push.expires_at - GIVE_UP_AFTER, now)


def _deliver(push: Push, now: dt.datetime) -> None:
    subscription = push.subscription
    is_urgent = push.notice is None or push.notice.reach.urgency == Urgency.NOW
    told = {
        "text": _words_for(subscription.user, is_urgent=is_urgent),
        "path": push.path,
        "tag": "now" if is_urgent else "task",
    }
    if not is_push_service(subscription.endpoint):
        message = "the address is no push service"
        raise WebPushException(message)
    with requests.Session() as session:
        session.max_redirects = 0
        webpush(
            {
                "endpoint": subscription.endpoint,
                "keys": {"p256dh": subscription.p256dh, "auth": subscription.auth},
            },
            data=json.dumps(told),
            vapid_private_key=Vapid02(private_key(settings.VAPID_SECRET)),
            vapid_claims={"sub": settings.PUSH_CONTACT},
            ttl=int((push.expires_at - now).total_seconds()),
            headers={"Urgency": "high" if is_urgent else "normal"},
            timeout=TIMEOUT_SECONDS,
            requests_session=session,
        )


def is_push_service(endpoint: str) -> bool:
    """Say whether an address is one of the push services that browsers use.

    The address comes from the browser; the server must not be sent to any other place.
    """
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.scheme != "https" and host != LOOPBACK:
        return False
    return any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)


def _words_for(user: User, *, is_urgent: bool) -> str:
    """Return the same two sentences for everything: what it is about stands in Luwte alone."""
    with override(user.language or Organisation.current().language):
        return _("Please open Luwte now") if is_urgent else _("You have a task")


def _raw(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
