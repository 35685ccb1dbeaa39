"""By when the reporter is owed an answer."""

import datetime as dt
from zoneinfo import ZoneInfo

from incidents.models import Incident
from incidents.workdays import add_working_days, close_of_day
from people.models import Organisation

ANSWER_WORKING_DAYS = 10


def zone_of(incident: Incident, organisation: Organisation) -> ZoneInfo:
    """Return the time zone of the place."""
    zone: ZoneInfo = incident.site.time_zone if incident.site else organisation.time_zone
    return zone


def answer_due(
    incident: Incident, now: dt.datetime, organisation: Organisation | None = None
) -> dt.datetime:
    """Return the close of the tenth working day from now, on the clock of the place."""
    organisation = organisation or Organisation.current()
    zone = zone_of(incident, organisation)
    today = now.astimezone(zone).date()
    due_on = add_working_days(today, ANSWER_WORKING_DAYS, organisation.working_weekdays)
    return close_of_day(due_on, organisation.day_ends_at, zone)
