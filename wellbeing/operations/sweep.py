"""The sweep: tell the next one when a serious report or a late check-in is not picked up."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, QuerySet

from people.models import Notice, RoleGrant, User
from people.operations import Call, notify, notify_all
from wellbeing.codes import Reason
from wellbeing.models import CheckIn, Escalation
from wellbeing.operations.alerts import whom_to_tell
from wellbeing.operations.handover import hand_over
from wellbeing.operations.schedule import path_of, set_next_look, watched
from wellbeing.queries.frame import Frame, frames_for

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = dt.timedelta(seconds=60)
ATTEMPTS = 5


def sweep_care(*, now: dt.datetime) -> int:
    """Hand over what nobody holds any more, then tell whom each due check-in concerns.

    Rows are claimed in batches with SKIP LOCKED and a lease, so that several sweeps share the
    work; an attempt is counted before the work and a row that fails five times is parked. A
    batch is one transaction; when it fails each of its rows is tried alone, and so is a row that
    somebody works on. Returns how many were looked at.
    """
    hand_over(now=now)
    seen = 0
    while keys := _claim_batch(now):
        _look_safely(keys, now)
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


def _look_safely(keys: Sequence[int], now: dt.datetime) -> None:
    try:
        alone = look_at(keys, now=now)
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        alone = list(keys)
        if len(keys) == 1:
            logger.warning("check-in %s: the sweep failed with %s", *keys, type(error).__name__)
            _park_if_hopeless(keys[0], now)
    if len(keys) > 1:
        for key in alone:
            _look_safely([key], now)


@transaction.atomic
def look_at(keys: Sequence[int], *, now: dt.datetime) -> list[int]:
    """Make the calls of check-ins that have come due, each once, and set their next look.

    What is asked about people, teams and lines is asked once for all of them. Of several rows
    those that somebody works on at this very moment are left and returned: waiting for them
    while holding others could end in a deadlock. One row alone is waited for.
    """
    rows = list(_open_rows(keys))
    made: dict[int, list[Escalation]] = {row.pk: [] for row in rows}
    for escalation in Escalation.objects.filter(checkin__in=rows):
        made[escalation.checkin_id].append(escalation)
    frames = frames_for([row.series for row in rows], now)
    new: list[Escalation] = []
    for row, frame in zip(rows, frames, strict=True):
        new += _calls_of(row, frame, made[row.pk])
        row.attempts = 0
    CheckIn.objects.bulk_update(rows, ["escalate_at", "attempts"])
    Escalation.objects.bulk_create(new)
    notify_all(calls=[_notice(one, one.told) for one in new if one.told is not None], now=now)
    return sorted({*keys} - made.keys())


def _open_rows(keys: Sequence[int]) -> QuerySet[CheckIn]:
    """Lock the rows; who holds them, the teams and sites are read once for all."""
    return (
        CheckIn.objects.open()
        .filter(pk__in=keys)
        .select_related("series__person")
        .prefetch_related("owner", "series__team__site", "series__wish_buddy")
        .select_for_update(of=("self",), no_key=True, skip_locked=len(keys) > 1)
    )


def _calls_of(row: CheckIn, frame: Frame, made: list[Escalation]) -> list[Escalation]:
    """Return the calls that have come due and were not made, and set the next look."""
    now, new = frame.setting.now, list[Escalation]()
    for call in set_next_look(row, frame.week, _marks(made)):
        if call.at <= now:
            told = whom_to_tell(call, row, frame.line, [*made, *new])
            new.append(
                Escalation(
                    checkin=row,
                    reason=call.reason,
                    level=call.level,
                    since=call.since,
                    told=told,
                    told_at=now,
                )
            )
    set_next_look(row, frame.week, _marks([*made, *new]))
    return new


def _marks(made: Iterable[Escalation]) -> list[tuple[str, int, dt.datetime]]:
    return [(one.reason, one.level, one.since) for one in made]


def _notice(call: Escalation, told: User) -> Call:
    row = call.checkin
    late = Notice.Kind.LATE_NOW if watched(row).is_serious else Notice.Kind.LATE
    kind = Notice.Kind.ALERT if call.reason == Reason.UNCLAIMED else late
    key = f"{call.reason}:{row.pk}:{int(call.level)}:{call.since.isoformat()}"
    return Call(told, kind, path_of(row), key)


@transaction.atomic
def _park_if_hopeless(key: int, now: dt.datetime) -> None:
    """After five attempts leave the row alone and say so to the administrators."""
    hopeless = CheckIn.objects.filter(pk=key, attempts__gte=ATTEMPTS, parked_at__isnull=True)
    if not hopeless.update(parked_at=now, escalate_at=None):
        return
    for admin in User.objects.active().with_role(RoleGrant.Role.ADMIN):
        parked = f"parked:checkin:{key}:{admin.pk}"
        notify(recipient=admin, kind="parked", path="/people/", key=parked, now=now)
