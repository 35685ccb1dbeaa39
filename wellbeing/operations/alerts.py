"""A serious report that nobody has taken up yet: which contact its alert hangs on."""

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter

from people.models import Notice, User
from people.operations import lead_notices
from people.queries import Line
from wellbeing.codes import Level, Reason, Step
from wellbeing.lateness import Call, calls, pending
from wellbeing.models import CareSeries, CheckIn, Escalation
from wellbeing.operations.schedule import path_of, set_next_look, watched
from wellbeing.workweek import WorkWeek

ALERT = ["alert_at", "claimed_at", "claimed_by", "escalate_at"]


def carrier_of(series: CareSeries) -> CheckIn | None:
    """The open contact that an alert hangs on: a first contact, else the next one planned."""
    rows = list(CheckIn.objects.open().filter(series=series).select_related("series"))
    contacts = [row for row in rows if row.step == Step.FIRST_CONTACT and not row.claimed_at]
    return next(iter(contacts or rows), None)


def has_calls_left(carrier: CheckIn, week: WorkWeek) -> bool:
    """Whether its alert still waits for somebody to take it up, with more people to tell."""
    if carrier.alert_at is None or carrier.claimed_at is not None:
        return False
    left = pending(calls(watched(carrier), week), made_for(carrier))
    return any(call.reason == Reason.UNCLAIMED for call in left)


def pass_alert_on(series: CareSeries, closed: Iterable[CheckIn], week: WorkWeek) -> None:
    """Let alerts outlive the contacts they hung on: the next open one carries the first on.

    It counts from when it did; who was told before is not told again and is led there.
    """
    waiting, carrier = [row for row in closed if _waits(row)], carrier_of(series)
    if carrier is None or not waiting:
        return
    first = _first([carrier, *waiting] if _waits(carrier) else waiting, week)
    if first.pk != carrier.pk and first.alert_at is not None:
        told = Escalation.objects.filter(checkin=first, reason=Reason.UNCLAIMED)
        told.filter(since=first.alert_at).update(checkin=carrier)
        carrier.alert_at, carrier.claimed_at, carrier.claimed_by = first.alert_at, None, None
        set_next_look(carrier, week, made_for(carrier))
        carrier.save(update_fields=ALERT)
    for row in waiting:
        lead_notices(kind=Notice.Kind.ALERT, path=path_of(row), to=path_of(carrier))


def _waits(row: CheckIn) -> bool:
    return row.alert_at is not None and row.claimed_at is None


def _first(waiting: list[CheckIn], week: WorkWeek) -> CheckIn:
    """The alert whose next call comes soonest; the newest when everybody has been told of all."""
    left = [row for row in waiting if has_calls_left(row, week)]
    by_alert = attrgetter("alert_at")
    return min(left, key=by_alert) if left else max(waiting, key=by_alert)


def made_for(row: CheckIn) -> list[tuple[str, int, dt.datetime]]:
    return list(row.escalations.values_list("reason", "level", "since"))


def whom_to_tell(call: Call, row: CheckIn, line: Line, made: Iterable[Escalation]) -> User | None:
    """Return who is told at a level: the nearest who does not know yet; absent ones are passed."""
    if call.level == Level.OWNER:
        return row.owner
    mark = (call.reason, call.since)
    known = {row.owner_id, *(one.told_id for one in made if (one.reason, one.since) == mark)}
    deputies = line.deputies if call.level == Level.DEPUTY else []
    above = [*deputies, *line.next_level, *line.advisers]
    return next((user for user in above if user.pk not in known), None)
