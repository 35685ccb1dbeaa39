"""Reports of long ago, many at a time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from incidents.models import Incident, Narrative
from incidents.operations.report import ReportInput, header_of, words_of
from people.models import Organisation, User


@dataclass(frozen=True, kw_only=True)
class OldReport:
    """A report of a register, already judged by `refusals`, with its customer looked up."""

    import_key: str
    report: ReportInput
    customer_id: int | None


@transaction.atomic
def record_history(
    *, actor: User | None, reports: Sequence[OldReport], now: dt.datetime
) -> list[Incident]:
    """Keep reports as `report_incident` keeps history, with two statements for all of them.

    Checks: none, `refusals` judged every one. Writes: the reports and the words. Sends nothing,
    signals nothing: history plans no care and owes no answer.
    """
    organisation = Organisation.current()
    incidents = [_header(old, organisation, now) for old in reports]
    Incident.objects.bulk_create(incidents)
    words = (
        words_of(incident, old.report.narrative, now)
        for incident, old in zip(incidents, reports, strict=True)
    )
    Narrative.objects.bulk_create(narrative for narrative in words if narrative)
    return incidents


def _header(old: OldReport, organisation: Organisation, now: dt.datetime) -> Incident:
    source = Incident.Source.IMPORT
    incident = header_of(old.report, source=source, organisation=organisation, now=now)
    incident.import_key = old.import_key
    incident.customer_id = old.customer_id
    incident.answer_due_at = None
    return incident
