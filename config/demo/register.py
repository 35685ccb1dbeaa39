"""Who customers are, what they were promised, and what was given to make good."""

import datetime as dt
from decimal import Decimal

import numpy as np
from numpy.random import Generator

from config.demo.incidents import Told
from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from config.demo.words import LAST, PROMISED, Text
from incidents.codes.customer import REMEDY_BY_KEY, FaultSide, Remediable
from incidents.models import (
    Customer,
    CustomerIdentity,
    Event,
    Incident,
    Promise,
    Remedy,
    RemedyRule,
)
from people.models import User

SEED = 16  # of draws of its own, so that the rest of the demonstration stays as it is
NAMED, WITH_PROMISE, WITH_REMEDY, KEPT = len(LAST), 0.25, 0.12, 0.86
KEPT_FOR = dt.timedelta(days=420)
TWIN = ("J. de Windt", "J. de Wind")
ORGANISATION = "Verhuur aan het Water BV"
# What may be given without asking: kind, staff, deputy, manager. None is always asked.
LIMITS: tuple[tuple[str, int | None, int | None, int | None], ...] = (
    ("apology", 0, 0, 0),
    ("replacement", 50, 150, 500),
    ("credit_note", 25, 75, 250),
    ("refund", 50, 150, 500),
    ("discount", 25, 50, 100),
    ("warranty", None, 100, 400),
)
GIVEN = (("apology", 0), ("credit_note", 15), ("refund", 35), ("discount", 20), ("replacement", 45))


def write_register(world: World, told: Told, now: dt.datetime) -> None:
    """Write all of it, for reports that name a customer."""
    random = np.random.default_rng(SEED)
    write_rules(now)
    named = [
        (incident, key)
        for incident, key in zip(told.incidents, told.team_keys, strict=True)
        if incident.customer_id is not None
    ]
    desk = sorted(
        (incident for incident, key in named if key == SMALL_TEAM.key),
        key=lambda incident: incident.reported_at,
    )
    _name_customers(named, desk, now)
    events: list[Event] = []
    _promise(world, named, now, random, events)
    _promise_today(world, desk, now, events)
    _give(named, now, random, events)
    _ask_today(world, desk, now, events)
    Event.objects.bulk_create(events, batch_size=1000)


def write_rules(now: dt.datetime) -> None:
    RemedyRule.objects.bulk_create(
        RemedyRule(kind=REMEDY_BY_KEY[key].number, role=role.value, limit=limit, set_at=now)
        for key, *limits in LIMITS
        for role, limit in zip(Remediable, limits, strict=True)
        if limit is not None
    )


def _name_customers(
    named: list[tuple[Incident, str]], desk: list[Incident], now: dt.datetime
) -> None:
    """Name those of the desk and some others: an organisation and two that may be one."""
    keys = list(dict.fromkeys(i.customer_id for i in [*reversed(desk), *(i for i, _ in named)]))
    rows = CustomerIdentity.objects.in_bulk(keys[:NAMED], field_name="customer_id")
    for place, key in enumerate(keys[:NAMED]):
        row = rows[key]
        row.name = f"{chr(65 + place % 20)}. {LAST[place]}"
        row.phone = f"072555{1000 + place}"
    ours = [rows[key] for key in keys[: min(6, len(keys))]]
    if len(ours) == 6:
        ours[1].name, ours[2].name, ours[3].name = *TWIN, ORGANISATION
        _make_organisation(ours[3], now)
    CustomerIdentity.objects.bulk_update(rows.values(), ["name", "phone"], batch_size=500)


def _make_organisation(row: CustomerIdentity, now: dt.datetime) -> None:
    Customer.objects.filter(pk=row.customer_id).update(kind=Customer.Kind.ORGANISATION)
    for place, name in enumerate(("M. Aker", "S. Zuidema")):
        contact = Customer.objects.create(organisation_id=row.customer_id, created_at=now)
        CustomerIdentity.objects.create(
            customer=contact,
            reference=f"L-{place + 1:05d}",
            name=name,
            phone=f"072555{900 + place}",
        )


def _promise(
    world: World,
    named: list[tuple[Incident, str]],
    now: dt.datetime,
    random: Generator,
    events: list[Event],
) -> None:
    """Promises of the past year, most of them kept."""
    rows = []
    for incident, _key in named:
        due_at = incident.reported_at + dt.timedelta(days=1 + int(random.integers(4)))
        is_old = incident.reported_at < now - KEPT_FOR or due_at > now - dt.timedelta(days=1)
        if random.random() >= WITH_PROMISE or is_old:
            continue
        row = _row(world, incident, incident.reported_by, due_at, random)
        is_kept = random.random() < KEPT
        bad = random.random() < 0.2
        row.outcome = ("kept_bad_news" if bad else "kept") if is_kept else "not_reached"
        row.closed_by = row.owner
        row.closed_at = due_at - dt.timedelta(hours=3)
        rows.append(row)
    Promise.objects.bulk_create(rows, batch_size=1000)
    for row in rows:
        events += [
            _event(row.incident, Event.Kind.PROMISE_MADE, row.made_by, row.made_at, row.public_id),
            _event(
                row.incident,
                Event.Kind.PROMISE_CLOSED,
                row.closed_by,
                row.closed_at or row.due_at,
                row.outcome,
            ),
        ]


def _promise_today(
    world: World, desk: list[Incident], now: dt.datetime, events: list[Event]
) -> None:
    """What the desk has still to do: one that is late, some of today and of this week."""
    ana = world.staff[SMALL_TEAM.key][0]
    manager = world.manager[SMALL_TEAM.key]
    random = np.random.default_rng(SEED)
    for place, (hours, owner) in enumerate(
        ((-5, ana), (2, ana), (4, manager), (26, ana), (50, world.staff[SMALL_TEAM.key][1]))
    ):
        recent = [i for i in desk if now - i.reported_at > dt.timedelta(hours=8)]
        if place >= len(recent):
            return
        incident = recent[-1 - place]
        row = _row(world, incident, owner, now + dt.timedelta(hours=hours), random)
        row.made_at = min(row.made_at, now - dt.timedelta(hours=7))
        row.kind = Promise.Kind.REVIEW if place == 4 else Promise.Kind.CALLBACK
        row.save()
        events.append(
            _event(incident, Event.Kind.PROMISE_MADE, row.made_by, row.made_at, row.public_id)
        )


def _row(
    world: World, incident: Incident, owner: User, due_at: dt.datetime, random: Generator
) -> Promise:
    what: Text = PROMISED[int(random.integers(len(PROMISED)))]
    return Promise(
        incident=incident,
        customer_id=incident.customer_id,
        team_id=incident.team_id,
        owner=owner,
        what=what.in_(world.language),
        due_at=due_at,
        made_by=incident.reported_by,
        made_at=incident.reported_at,
    )


def _give(
    named: list[tuple[Incident, str]],
    now: dt.datetime,
    random: Generator,
    events: list[Event],
) -> None:
    """What was given within the limits of staff."""
    rows = []
    for incident, _key in named:
        if random.random() >= WITH_REMEDY or incident.reported_at < now - KEPT_FOR:
            continue
        kind, about = GIVEN[int(random.integers(len(GIVEN)))]
        at = incident.reported_at + dt.timedelta(minutes=20)
        rows.append(
            Remedy(
                incident=incident,
                product_id=incident.product_id,
                kind=REMEDY_BY_KEY[kind].number,
                value=Decimal(about + int(random.integers(5)) if about else 0),
                fault_side=FaultSide.OURS if random.random() < 0.7 else FaultSide.NONE,
                asked_by=incident.reported_by,
                asked_at=at,
                is_granted=True,
                decided_by=incident.reported_by,
                decided_at=at,
            )
        )
    Remedy.objects.bulk_create(rows, batch_size=1000)
    events += [
        _event(row.incident, Event.Kind.REMEDY_GIVEN, row.asked_by, row.asked_at, row.public_id)
        for row in rows
    ]


def _ask_today(world: World, desk: list[Incident], now: dt.datetime, events: list[Event]) -> None:
    """One request above the limit, for the manager of the desk."""
    if not desk:
        return
    incident = desk[-1]
    at = min(incident.reported_at + dt.timedelta(minutes=30), now)
    row = Remedy.objects.create(
        incident=incident,
        product_id=incident.product_id,
        kind=REMEDY_BY_KEY["refund"].number,
        value=Decimal(180),
        fault_side=FaultSide.OURS,
        note=Text("The wrong advance, three months.", "Verkeerd voorschot, drie maanden.").in_(
            world.language
        ),
        asked_by=incident.reported_by,
        asked_at=at,
    )
    events.append(_event(incident, Event.Kind.REMEDY_ASKED, row.asked_by, at, row.public_id))


def _event(
    incident: Incident | None,
    kind: Event.Kind,
    actor: User | None,
    at: dt.datetime,
    about: object,
) -> Event:
    return Event(incident=incident, kind=kind, actor=actor, at=at, about=str(about))
