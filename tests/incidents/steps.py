"""A customer whom two colleagues reported, and the way to a measure."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from incidents.codes import COMPLAINT_VALID_BY_KEY
from incidents.codes.customer import Rung
from incidents.models import Customer, HouseRules, Incident, Judgement, Measure
from incidents.operations.measures import Ground, Terms, propose_measure, take_measure
from people.models import User
from tests.cast import Cast
from tests.factories import CustomerFactory, IncidentFactory

FACT = "Called a colleague names at the counter."


@dataclass(frozen=True)
class Story:
    """Ana and Bram of Desk North reported the same customer."""

    cast: Cast
    customer: Customer
    of_ana: Incident
    of_col: Incident
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)


def house_rules(now: dt.datetime) -> HouseRules:
    """Return the rules in force, made when there are none."""
    return HouseRules.objects.in_force(now) or HouseRules.objects.create(
        version=1,
        text_en="We treat you with respect.\nNo shouting and no insults.",
        text_nl="Wij behandelen u met respect.\nNiet schreeuwen en niet beledigen.",
        valid_from=now - dt.timedelta(days=400),
        published_at=now - dt.timedelta(days=400),
    )


def judge(incident: Incident, by: User, now: dt.datetime, complaint: str = "unfounded") -> None:
    """Read the report as one in which the manner was not all right."""
    Judgement.objects.create(
        incident=incident,
        complaint_valid=COMPLAINT_VALID_BY_KEY[complaint].number,
        is_manner_right=False,
        behaviours=incident.behaviours,
        judged_by=by,
        judged_at=now,
    )


def report(
    cast: Cast, customer: Customer, by: User, now: dt.datetime, **fields: object
) -> Incident:
    """Make a report that was read and judged."""
    incident = IncidentFactory.create(
        reported_by=by, team=cast.north, customer=customer,
        occurred_at=fields.pop("occurred_at", now - dt.timedelta(days=3)), **fields,
    )  # fmt: skip
    judge(incident, cast.max, now)
    return incident


def tell(cast: Cast, colleague: User, now: dt.datetime) -> Story:
    """Write the story."""
    house_rules(now)
    customer = CustomerFactory.create()
    return Story(
        cast,
        customer,
        report(cast, customer, cast.ana, now),
        report(cast, customer, colleague, now),
        now,
    )


def proposed(story: Story, kind: int = Rung.WARNING_LETTER, *incidents: Incident) -> Measure:
    """Let Ana's manager propose it on both reports, or on those that are named."""
    chosen = incidents or (story.of_ana, story.of_col)
    return propose_measure(
        actor=story.cast.max,
        customer=story.customer,
        kind=kind,
        facts=[Ground(incident, FACT) for incident in chosen],
        now=story.now,
    )


def terms(story: Story, **changes: object) -> Terms:
    """Return complete terms from today for three months."""
    whole = Terms(
        why="Colleagues must be able to work in peace.",
        tried="Two talks at the counter.",
        rule=2,
        no_warning_reason="It went too far to wait.",
        customer_view="I had waited for an hour.",
        starts_on=story.today,
        ends_on=story.today + dt.timedelta(days=90),
        stays_open="Letters and e-mail are always answered.",
        objection_address="Postbus 1, 1800 AA Alkmaar",
        desk_note="Always with two of us.",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def taken(story: Story, kind: int = Rung.SECOND_PERSON, **changes: object) -> Measure:
    """Return a measure that Max took."""
    return take_measure(
        actor=story.cast.max,
        measure=proposed(story, kind),
        terms=terms(story, **changes),
        now=story.now,
    )
