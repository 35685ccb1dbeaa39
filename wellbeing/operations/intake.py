"""A report from another system: kept, its care planned, and the receipt kept for a retry."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from incidents.models import Incident
from incidents.operations import ReportInput, SubmitKey, first_under, report_incident
from people.models import IdempotencyKey, User
from wellbeing.models import CheckIn


@dataclass(frozen=True)
class Receipt:
    """What the other system is told; a retry is told exactly the same."""

    body: dict[str, Any]
    is_new: bool


@transaction.atomic
def take_in_report(
    *, actor: User | None, report: ReportInput, key: SubmitKey, now: dt.datetime
) -> Receipt:
    """Keep a report sent by another system, with its care, and answer a retry as the first time.

    `actor` is who wrote it for a colleague; None when the system speaks for the reporter.

    Checks, writes, signals: those of `report_incident`. Writes besides: the receipt, beside the
    key. Sends nothing.
    """
    incident = report_incident(
        actor=actor, report=report, key=key, source=Incident.Source.API, now=now
    )
    body = _body(incident)
    text = json.dumps(body)
    is_new = (
        IdempotencyKey.objects.filter(scope=key.scope, key=key.key)
        .exclude(response__has_key="receipt")
        .update(response={"id": str(incident.public_id), "receipt": text})
    )
    return Receipt(body, is_new=True) if is_new else _kept(key)


def receipt_of_retry(key: SubmitKey) -> Receipt | None:
    """Return the receipt of the report sent under a key before. Raises KeyReused."""
    return _kept(key) if first_under(key) else None


def _kept(key: SubmitKey) -> Receipt:
    row = IdempotencyKey.objects.get(scope=key.scope, key=key.key)
    return Receipt(json.loads(row.response["receipt"]), is_new=False)


def _body(incident: Incident) -> dict[str, Any]:
    planned = CheckIn.objects.open().filter(series__reports__incident=incident)
    times = planned.order_by("due_at").values_list("due_at", flat=True)
    return {
        "id": str(incident.public_id),
        "severity": f"S{incident.severity}",
        "checkins": [{"due_at": due_at.astimezone(dt.UTC).isoformat()} for due_at in times],
    }
