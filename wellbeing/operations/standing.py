"""Alerts that outlive the care they belonged to: the sweep tells the next one until one is seen."""

import datetime as dt
import logging

from django.db import transaction

from incidents.models import Incident
from people.models import Notice, User
from people.operations import notify, settle_page
from wellbeing.codes import Reason
from wellbeing.lateness import Call, calls, pending
from wellbeing.models import Escalation, StandingAlert
from wellbeing.operations.alerts import made_for, whom_to_tell
from wellbeing.operations.schedule import watched
from wellbeing.queries.frame import Care, Frame, frames_of

logger = logging.getLogger(__name__)


@transaction.atomic
def see_alert(*, actor: User, alert: StandingAlert, now: dt.datetime) -> StandingAlert:
    """Say that one knows of it; nobody else is told any more. Whoever is first stays so.

    Checks: none besides who sees it. Writes: who and when; the lines of everybody who was told
    go. Sends nothing, least of all to the person.
    """
    row = StandingAlert.objects.select_for_update().get(pk=alert.pk)
    if row.seen_at is None:
        row.seen_at, row.seen_by, row.look_at = now, actor, None
        row.save(update_fields=["seen_at", "seen_by", "look_at"])
        settle_page(path=row.get_absolute_url(), now=now)
    return row


def sweep_alerts(*, now: dt.datetime) -> int:
    """Tell the next one of each alert that has come due; returns how many were looked at.

    Each is a transaction of its own: one that fails is logged, tried at the next sweep and stops
    nobody. What another sweep works on is left to it.
    """
    due = StandingAlert.objects.filter(look_at__lte=now).order_by("look_at")
    return sum(_safely(key, now) for key in list(due.values_list("pk", flat=True)))


def _safely(key: int, now: dt.datetime) -> int:
    try:
        return _look_at(key, now)
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        logger.warning("alert %s: the sweep failed with %s", key, type(error).__name__)
        return 0


@transaction.atomic
def _look_at(key: int, now: dt.datetime) -> int:
    """Make the calls that have come due, each once, and set the next look."""
    found = StandingAlert.objects.filter(pk=key, look_at__lte=now)
    found = found.select_for_update(of=("self",), no_key=True, skip_locked=True)
    row = found.select_related("checkin__series__person").first()
    if row is None:
        return 0
    frame = _frame(row, now)
    for call in _left(row, frame):
        if call.at <= now:
            _make(call, row, frame)
    left = _left(row, frame)
    row.look_at = left[0].at if left else None
    row.save(update_fields=["look_at"])
    return 1


def _frame(row: StandingAlert, now: dt.datetime) -> Frame:
    """Return the line of the person; who was part of what happened is not in it."""
    series = row.checkin.series
    about = Incident.objects.filter(pk__in=series.reports.values("incident"))
    care = Care(series.person, series.team, series.is_private, about=tuple(about))
    return frames_of([care], now)[0]


def _left(row: StandingAlert, frame: Frame) -> list[Call]:
    made = made_for(row.checkin)
    left = pending(calls(watched(row.checkin), frame.week), made)
    return [call for call in left if call.reason == Reason.UNCLAIMED]


def _make(call: Call, row: StandingAlert, frame: Frame) -> None:
    checkin, now = row.checkin, frame.setting.now
    told = whom_to_tell(call, checkin, frame.line, checkin.escalations.all())
    Escalation.objects.create(
        checkin=checkin,
        reason=call.reason,
        level=call.level,
        since=call.since,
        told=told,
        told_at=now,
    )
    if told is not None:
        path, key = row.get_absolute_url(), f"standing:{row.pk}:{int(call.level)}"
        notify(recipient=told, kind=Notice.Kind.ALERT, path=path, key=key, now=now)
