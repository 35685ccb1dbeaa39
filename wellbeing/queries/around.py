"""What stands around a talk: earlier support, the reports it is about, their customers."""

import uuid
from dataclasses import dataclass, field
from typing import Self

from django.utils.formats import date_format

from incidents.models import Customer, Incident, ReadingConsent
from incidents.permissions import may_add_facts, may_answer
from people.models import User
from wellbeing.models import AgreedSupport, CheckIn
from wellbeing.queries.talks import known_customers, supports_to_ask


@dataclass(frozen=True)
class Around:
    """What the form of a talk asks after, as far as its holder may know it."""

    supports: list[AgreedSupport]
    reports: dict[Incident, str] = field(default_factory=dict)
    customers: dict[uuid.UUID, tuple[Customer, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, checkin: CheckIn, reader: User) -> Self:
        """Return what stands around a talk. Of private care neither report nor customer."""
        supports = supports_to_ask(checkin)
        if checkin.series.is_private:
            return cls(supports)
        return cls(supports, _open_reports(checkin, reader), _customers(checkin, reader))

    def report(self, key: str) -> Incident | None:
        """Return the report of a choice; None when it is not one of them."""
        return next((one for one in self.reports if str(one.public_id) == key), None)


def _open_reports(checkin: CheckIn, reader: User) -> dict[Incident, str]:
    """Reports of this care that its holder may add facts to, newest first, each with its words.

    Whoever holds it, and not only who can open the report: it is told to them, and what comes up
    must not stay in a note. Not where the person has to allow the reading first.
    """
    joined = checkin.series.reports.values("incident")
    withheld = ReadingConsent.objects.withheld_from(reader).values("incident")
    found = Incident.objects.filter(pk__in=joined).exclude(pk__in=withheld)
    ordered = found.select_related("team", "site").order_by("-occurred_at", "-pk")
    return {one: told(one, reader) for one in ordered if may_add_facts(reader, one)}


def _customers(checkin: CheckIn, reader: User) -> dict[uuid.UUID, tuple[Customer, str]]:
    """Each known customer once, told by the newest report and never by name.

    Not those of reports the reader may not read yet; the person can ask for it themself.
    """
    found: dict[uuid.UUID, tuple[Customer, str]] = {}
    withheld = ReadingConsent.objects.withheld_from(reader).values("incident")
    for incident in known_customers(checkin.series).exclude(pk__in=withheld):
        if incident.customer is not None:
            found.setdefault(
                incident.customer.public_id, (incident.customer, told(incident, reader))
            )
    return found


def told(incident: Incident, reader: User) -> str:
    """Return which report is meant: its day, and the place for who leads there."""
    day = date_format(incident.occurred_on, "j F")
    if not may_answer(reader, incident):
        return day
    place = incident.site.name if incident.site is not None else incident.team.name
    return f"{day}, {place}"
