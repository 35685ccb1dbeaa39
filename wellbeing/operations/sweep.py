"""The sweep: tell the next one when a serious report or a late check-in is not picked up."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F, Q

from people.models import RoleGrant, User
from people.operations import notify
from people.queries import Line
from wellbeing.codes import Level, Reason
from wellbeing.lateness import Call
from wellbeing.models import CheckIn, Escalation
from wellbeing.operations.handover import hand_over
from wellbeing.operations.schedule import path_of, set_next_look
from wellbeing.queries.frame import Frame, frame_for

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = dt.timedelta(seconds=60)
ATTEMPTS = 5


def sweep_care(*, now: dt.datetime) -> int:
    """Hand over what nobody holds any more, then tell whom each due check-in concerns.

    Rows are claimed in batches with SKIP LOCKED and a lease, so that several sweeps share the
    work; an attempt is counted before the work and a row that fails five times is parked. Each
    check-in is one transaction of its own. Returns how many were looked at.
    """
    hand_over(now=now)
    seen = 0
    while keys := _claim_batch(now):
        for key in keys:
            _look_safely(key, now)
        seen += len(keys)
    return seen


@transaction.atomic
def _claim_batch(now: dt.datetime) -> list[int]:
    """Take due rows for a minute and count the attempt; a crash leaves them due again."""
    due = (
        CheckIn.objects.open()
        .filter(escalate_at__lte=now, parked_at__isnull=True)
        .order_by("escalate_at")
        .select_for_update(skip_locked=True, no_key=True)
    )
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    CheckIn.objects.filter(pk__in=keys).update(attempts=F("attempts") + 1, escalate_at=now + LEASE)
    return keys


def _look_safely(key: int, now: dt.datetime) -> None:
    try:
        look_at(key, now=now)
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        logger.warning("check-in %s: the sweep failed with %s", key, type(error).__name__)
        _park_if_hopeless(key, now)


@transaction.atomic
def look_at(key: int, *, now: dt.datetime) -> None:
    """Make the calls of one check-in that have come due, each once, and set the next look."""
    row = (
        CheckIn.objects.select_for_update(of=("self",), no_key=True)
        .select_related("series__person", "series__team__site", "owner")
        .filter(Q(pk=key), Q(done_at__isnull=True), Q(cancelled_at__isnull=True))
        .first()
    )
    if row is None:
        return
    frame = frame_for(row.series, now)
    made = list(row.escalations.values_list("reason", "level", "since"))
    for call in set_next_look(row, frame.week, made):
        if call.at <= now:
            _make(call, row, frame)
            made.append(call.mark)
    set_next_look(row, frame.week, made)
    row.attempts = 0
    row.save(update_fields=["escalate_at", "attempts"])


def _make(call: Call, row: CheckIn, frame: Frame) -> None:
    """Write the escalation; the one who writes it first also tells."""
    now = frame.setting.now
    told = _whom(call, row, frame.line)
    _, is_first = Escalation.objects.get_or_create(
        checkin=row,
        reason=call.reason,
        level=call.level,
        since=call.since,
        defaults={"told": told, "told_at": now},
    )
    if not is_first or told is None:
        return
    kind = "alert" if call.reason == Reason.UNCLAIMED else "late"
    key = f"{call.reason}:{row.pk}:{int(call.level)}:{call.since.isoformat()}"
    notify(recipient=told, kind=kind, path=path_of(row), key=key, now=now)


def _whom(call: Call, row: CheckIn, line: Line) -> User | None:
    """Return who is told at a level: the nearest who does not know yet; absent ones are passed."""
    if call.level == Level.OWNER:
        return row.owner
    told_before = Escalation.objects.filter(checkin=row, reason=call.reason, since=call.since)
    known = {row.owner_id, *told_before.values_list("told", flat=True)}
    deputies = line.deputies if call.level == Level.DEPUTY else []
    above = [*deputies, *line.next_level, *line.advisers]
    return next((user for user in above if user.pk not in known), None)


@transaction.atomic
def _park_if_hopeless(key: int, now: dt.datetime) -> None:
    """After five attempts leave the row alone and say so to the administrators."""
    hopeless = CheckIn.objects.filter(pk=key, attempts__gte=ATTEMPTS, parked_at__isnull=True)
    if not hopeless.update(parked_at=now, escalate_at=None):
        return
    for admin in User.objects.active().with_role(RoleGrant.Role.ADMIN):
        parked = f"parked:checkin:{key}:{admin.pk}"
        notify(recipient=admin, kind="parked", path="/people/", key=parked, now=now)
