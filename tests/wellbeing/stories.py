"""Short ways to tell the stories of care in tests: through the operations, as people do it."""

import datetime as dt
from zoneinfo import ZoneInfo

from incidents.models import Customer, Incident
from incidents.operations import ReportInput, Wish, report_incident
from people.models import Team, User
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory, NarrativeFactory
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
    is_anonymous: bool = False,
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
            is_anonymous=is_anonymous,
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


def closed(cast: Cast, now: dt.datetime, **more: object) -> Incident:
    """A closed report of Ana, with words that name everybody."""
    customer = Customer.objects.first() or CustomerFactory.create(identity__reference="K00123")
    customer.identity.name = "Petra van der Meer"
    customer.identity.save()
    row = {"reported_by": cast.ana, "closed_at": now, "closed_by": cast.ana, **more}
    incident = IncidentFactory.create(team=cast.north, customer=customer, **row)
    body = "Petra Van der Meer (K00123) shouted at Ana in Alkmaar; Dex saw it."
    NarrativeFactory.create(incident=incident, body=body)
    return incident
