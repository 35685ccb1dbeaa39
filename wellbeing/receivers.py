"""What care does when something happened: one operation each, in the same transaction."""

import datetime as dt

from django.dispatch import receiver

from incidents.models import Incident
from incidents.signals import incident_reported
from wellbeing import operations


@receiver(incident_reported, dispatch_uid="plan-care")
def plan_care(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    operations.plan_care(incident=incident, now=now)


@receiver(incident_reported, dispatch_uid="raise-needs-by-rule")
def raise_needs_by_rule(*, incident: Incident, now: dt.datetime, **_: object) -> None:
    operations.raise_needs_by_rule(incident=incident, now=now)
