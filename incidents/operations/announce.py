"""Telling the rest of the product about a new report, at the moment it may know."""

import datetime as dt

from incidents.codes import Severity
from incidents.models import Incident
from incidents.signals import incident_confirmed, incident_reported
from people.models import Notice
from people.operations import notify


def announce(*, incident: Incident, now: dt.datetime) -> None:
    """Let care begin and the report count; one for a colleague first asks the colleague.

    Sends: for a report of one's own nothing; else a notice to the colleague. Signals:
    incident_reported and incident_confirmed; for a colleague incident_reported alone when it is
    serious, and nothing when it is not: the confirmation makes up for it.
    """
    if incident.confirmed_at is not None:
        incident_reported.send(sender=Incident, incident=incident, now=now)
        incident_confirmed.send(sender=Incident, incident=incident, now=now)
        return
    notify(
        recipient=incident.reported_by,
        kind=Notice.Kind.CONFIRM,
        path=confirmation_path(incident),
        key=f"confirm:{incident.pk}",
        now=now,
    )
    if is_serious(incident):
        incident_reported.send(sender=Incident, incident=incident, now=now)


def is_serious(incident: Incident) -> bool:
    """Whether care starts at once, whoever wrote the report."""
    return incident.care_severity >= Severity.THREAT_OR_DAMAGE


def confirmation_path(incident: Incident) -> str:
    return f"{incident.get_absolute_url()}confirmation/"
