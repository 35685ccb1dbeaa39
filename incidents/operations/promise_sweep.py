"""What time does to promises: their day is reminded of, and late ones reach the manager too."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from incidents.models import Promise
from people.models import Notice, Organisation, User
from people.operations import notify
from people.queries import line_of, private_advisers

BATCH = 100
TODAY, LATE = 1, 2
# What is due before the working day starts is reminded of so long before.
SHORTLY = dt.timedelta(hours=1)


def sweep_promises(*, now: dt.datetime) -> int:
    """Remind of promises whose day has come, and of those that are late.

    Each step takes due rows in batches with SKIP LOCKED and marks them in the transaction that
    tells: two sweeps at once tell nobody twice, and a crash leaves a row due. Returns how many
    rows changed.
    """
    late = _until_done(LATE, now, now)
    return late + _until_done(TODAY, _today_until(now), now)


def _today_until(now: dt.datetime) -> dt.datetime:
    """Return up to when a promise counts as of today: from the start of the day all of it."""
    zone, morning = Organisation.current().time_zone, _morning(now)
    if now < morning:
        return now + SHORTLY
    return dt.datetime.combine(morning.date() + dt.timedelta(days=1), dt.time(), tzinfo=zone)


def _morning(now: dt.datetime) -> dt.datetime:
    organisation = Organisation.current()
    zone = organisation.time_zone
    today = now.astimezone(zone).date()
    return dt.datetime.combine(today, organisation.day_starts_at, tzinfo=zone)


def _until_done(stage: int, due_before: dt.datetime, now: dt.datetime) -> int:
    done = 0
    while changed := _remind(stage, due_before, now):
        done += changed
    return done


@transaction.atomic
def _remind(stage: int, due_before: dt.datetime, now: dt.datetime) -> int:
    rows = list(
        Promise.objects.open()
        .filter(due_at__lt=due_before, reminders__lt=stage)
        .select_related("owner", "team__parent", "incident__reported_by")
        .order_by("due_at", "pk")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)[:BATCH]
    )
    for row in rows:
        for person in _whom(stage, row, now):
            _tell(stage, row, person, now)
    Promise.objects.filter(pk__in=[row.pk for row in rows]).update(reminders=stage)
    return len(rows)


def _whom(stage: int, row: Promise, now: dt.datetime) -> list[User]:
    """The owner, and when it is late or the owner has left who leads the team too.

    What was promised since this morning needs no reminder of today. What an unnamed reporter
    promised is told to an adviser: the manager would learn the name.
    """
    owner = [row.owner] if row.owner.is_active else []
    if owner and stage == TODAY:
        return owner if row.made_at < _morning(now) else []
    return [*owner, *_above(row, timezone.localdate(now))]


def _above(row: Promise, day: dt.date) -> list[User]:
    incident = row.incident
    if incident is not None and incident.is_anonymous and incident.reported_by == row.made_by:
        return private_advisers(row.owner, row.team, day)[:1]
    line = line_of(row.team, day=day)
    found = line.managers or line.deputies or line.next_level or line.advisers[:1]
    return [person for person in found if person.pk != row.owner_id]


def _tell(stage: int, row: Promise, person: User, now: dt.datetime) -> None:
    """Say it in the product and by a mail that says nothing."""
    kind = Notice.Kind.PROMISE_LATE if stage == LATE else Notice.Kind.REMINDER
    key = f"promise-due:{row.pk}:{stage}:{person.pk}"
    path = row.get_absolute_url()
    notify(recipient=person, kind=kind, path=path, key=key, now=now)
