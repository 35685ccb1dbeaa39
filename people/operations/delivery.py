"""Tell people that something waits: a mail in the outbox, a notice inside the product."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.conf import settings
from django.db import IntegrityError, transaction

from people.codes import Channel, Urgency, reach_of
from people.models import Notice, Outbox, User
from people.operations.habits import reached
from people.operations.push_rows import queue_pushes
from people.routing import Due, route

TEMPLATES = frozenset({"alert", "calendar", "digest", "invitation", "password", "task"})


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


Routes = dict[Notice, list[Due]]


@dataclass(frozen=True)
class Call:
    """One line for one person, once per key."""

    recipient: User
    kind: str
    path: str
    key: str


def notify(*, recipient: User, kind: str, path: str, key: str, now: dt.datetime) -> Notice:
    """Tell a person that something waits or is new, once per key.

    Checks: the kind exists. Writes: the notice, and what is sent about it by the ways and at the
    moments that the person has chosen; a second call with the same key returns the first notice.
    Sends nothing: sweeps do.
    """
    (notice,) = notify_all(calls=[Call(recipient, Notice.Kind(kind), path, key)], now=now)
    return notice


@transaction.atomic
def notify_all(*, calls: Sequence[Call], now: dt.datetime) -> list[Notice]:
    """Tell many people, in a fixed number of queries; as `notify` does for one."""
    by_key = {call.key: call for call in calls}
    try:
        found, new = _written(by_key, now)
    except IntegrityError:  # somebody else has just written one of them
        found, new = _written(by_key, now)
    _queue(new, now)
    return [*found, *new]


def _written(calls: dict[str, Call], now: dt.datetime) -> tuple[list[Notice], Routes]:
    """Return the notices that were there, and the new ones with the ways they take."""
    found = list(Notice.objects.filter(key__in=calls))
    known = {notice.key for notice in found}
    routes = _routes([call for key, call in calls.items() if key not in known], now)
    with transaction.atomic():
        rows = Notice.objects.bulk_create(
            [_notice(calls[key], dues, now) for key, dues in routes.items()]
        )
    return found, {row: routes[row.key] for row in rows}


def _routes(calls: Sequence[Call], now: dt.datetime) -> dict[str, list[Due]]:
    if not calls:
        return {}
    least = min(reach_of(call.kind).urgency for call in calls)
    people = reached([call.recipient for call in calls], least, now)
    found = {}
    for call in calls:
        person = people[call.recipient.pk]
        ways = _open_ways(person.ways[call.kind], call.recipient)
        found[call.key] = route(ways, reach_of(call.kind).urgency, person.habits, now)
    return found


def _open_ways(chosen: set[Channel], user: User) -> set[Channel]:
    """Return the chosen ways that exist; where none does, the line stands in the product."""
    found = chosen & _possible(user)
    return found or ({Channel.APP} if chosen else set())


def _possible(user: User) -> set[Channel]:
    found = {Channel.APP}
    if user.email:
        found.add(Channel.MAIL)
    if settings.PUSH:
        found.add(Channel.PUSH)
    return found


def _notice(call: Call, dues: list[Due], now: dt.datetime) -> Notice:
    return Notice(
        key=call.key,
        recipient=call.recipient,
        kind=call.kind,
        path=call.path,
        created_at=now,
        is_shown=any(due.channel == Channel.APP for due in dues),
        digest_on=next((due.digest_on for due in dues if due.digest_on), None),
    )


def _queue(routes: Routes, now: dt.datetime) -> None:
    """Write what is sent about new notices; a digest once for each person and day.

    In the order of their keys: two who write the same digests never wait for each other.
    """
    mails = [
        _digest(notice, due, now) if due.digest_on else _mail(notice, due, now)
        for notice, dues in routes.items()
        for due in dues
        if due.channel == Channel.MAIL
    ]
    if mails:
        Outbox.objects.bulk_create(sorted(mails, key=attrgetter("key")), ignore_conflicts=True)
    woken = queue_pushes(
        [
            (notice, due.at)
            for notice, dues in routes.items()
            for due in dues
            if due.channel == Channel.PUSH
        ],
        now,
    )
    _show_unwoken(routes, woken)


def _show_unwoken(routes: Routes, woken: set[int]) -> None:
    """Show what was to wake a phone alone, when its reader has none: else it would reach nobody."""
    lost = [
        notice.pk
        for notice, dues in routes.items()
        if notice.pk not in woken and {due.channel for due in dues} == {Channel.PUSH}
    ]
    if lost:
        Notice.objects.filter(pk__in=lost).update(is_shown=True)


def _mail(notice: Notice, due: Due, now: dt.datetime) -> Outbox:
    return Outbox(
        key=notice.key,
        recipient=notice.recipient,
        template="alert" if notice.reach.urgency == Urgency.NOW else "task",
        path=notice.path,
        notice=notice,
        created_at=now,
        due_at=due.at,
    )


def _digest(notice: Notice, due: Due, now: dt.datetime) -> Outbox:
    return Outbox(
        key=f"digest:{notice.recipient_id}:{due.digest_on}",
        recipient=notice.recipient,
        template="digest",
        path="/",
        digest_on=due.digest_on,
        created_at=now,
        due_at=due.at,
    )


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
    unread = Notice.objects.visible_to(actor).unread().filter(path=path)
    unread.exclude(kind__in=Notice.UNTIL_SETTLED).update(read_at=now)


def settle_page(*, path: str, now: dt.datetime) -> None:
    """Take every line away that leads to a page where nothing waits any more."""
    Notice.objects.unread().filter(path=path).update(read_at=now)


def lead_notices(*, kind: Notice.Kind, path: str, to: str) -> None:
    """Let lines of a kind that led to a page lead to the one that took its place."""
    Notice.objects.filter(kind=kind, path=path).update(path=to)


def forget_page(*, path: str) -> None:
    """Delete every line that leads to a page, with what was sent about it: nothing is kept."""
    Notice.objects.filter(path=path).delete()


def settle_notices(*, keys: list[str], now: dt.datetime) -> None:
    """Take lines away that need nobody any more. Writes: when the unread ones were settled."""
    Notice.objects.unread().filter(key__in=keys).update(read_at=now)


def renew_notices(*, keys: list[str]) -> None:
    """Let lines that were taken away stand again; what was sent about them is not sent twice."""
    Notice.objects.filter(key__in=keys).update(read_at=None)
