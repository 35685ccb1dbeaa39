"""Short ways to tell the stories of care in tests: through the operations, as people do it."""

import datetime as dt
from zoneinfo import ZoneInfo

from incidents.models import Incident
from incidents.operations import ReportInput, Wish, report_incident
from people.models import Team, User
from wellbeing.models import CareSeries, CheckIn

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def local(text: str) -> dt.datetime:
    """Return an instant from a wall time in Amsterdam, such as "2026-11-20 14:05"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def report(
    person: User,
    team: Team,
    now: dt.datetime,
    *behaviours: str,
    reading: int | None = 2,
    wish: Wish | None = None,
) -> Incident:
    """Send a report through the operation, an insult unless told otherwise."""
    return report_incident(
        actor=person,
        report=ReportInput(
            occurred_at=now,
            team=team,
            reported_by=person,
            channel="counter",
            behaviours=behaviours or ("personal_insult",),
            reading=reading,
            wish=wish or Wish(),
        ),
        now=now,
    )


def checkins_of(person: User) -> list[CheckIn]:
    """Return a person's open check-ins in the order they are due."""
    return list(
        CheckIn.objects.open().filter(series__person=person).select_related("series", "owner")
    )


def series_of(person: User) -> CareSeries:
    return CareSeries.objects.running().get(person=person)
