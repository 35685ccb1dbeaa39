"""Tell people that something waits: a mail in the outbox, a notice inside the product."""

import datetime as dt

from django.db import transaction

from people.models import Notice, Outbox, User

TEMPLATES = frozenset({"alert", "invitation", "late", "password", "task"})


@transaction.atomic
def queue_mail(
    *,
    recipient: User,
    template: str,
    path: str,
    key: str,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
) -> Outbox:
    """Write a mail into the outbox, once per key.

    Checks: the template exists. Writes: the outbox row; a second call with the same key returns
    the first row. Sends: nothing, `send_outbox` does.
    """
    if template not in TEMPLATES:
        message = f"no mail template is called {template!r}"
        raise ValueError(message)
    mail, _ = Outbox.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "template": template,
            "path": path,
            "created_at": now,
            "due_at": due_at or now,
        },
    )
    return mail


@transaction.atomic
def notify(*, recipient: User, kind: str, path: str, key: str, now: dt.datetime) -> Notice:
    """Show a person a line inside the product, once per key.

    Checks: the kind exists. Writes: the notice; a second call with the same key returns the first.
    """
    notice, _ = Notice.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "kind": Notice.Kind(kind),
            "path": path,
            "created_at": now,
        },
    )
    return notice


@transaction.atomic
def read_notice(*, actor: User, notice: Notice, now: dt.datetime) -> Notice:
    """Note that a person has seen a line. Doing it twice changes nothing.

    Checks: it is the actor's. Writes: when it was read first.
    """
    if notice.recipient_id == actor.pk and notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def read_page(*, actor: User, path: str, now: dt.datetime) -> None:
    """Note that a person has seen what their lines lead to. Writes: when, where it was not yet."""
    Notice.objects.visible_to(actor).unread().filter(path=path).update(read_at=now)


def settle_page(*, path: str, now: dt.datetime) -> None:
    """Take every line away that leads to a page where nothing waits any more."""
    Notice.objects.unread().filter(path=path).update(read_at=now)


def settle_notices(*, keys: list[str], now: dt.datetime) -> None:
    """Take lines away that need nobody any more. Writes: when the unread ones were settled."""
    Notice.objects.unread().filter(key__in=keys).update(read_at=now)
