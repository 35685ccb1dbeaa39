"""What reporters filled in afterwards, and how their managers judged it."""

import datetime as dt

from numpy.random import Generator

from config.demo.incidents import Told
from config.demo.people import World
from incidents.codes import BEHAVIOUR_BY_NUMBER, Severity
from incidents.codes.after import BehavedBy, Step
from incidents.models import Event, Incident, Judgement, LadderStep, Settlement

DETAILED, JUDGED = 0.6, 0.93
TRIGGER_WEIGHTS = (14, 6, 5, 11, 9, 12, 9, 8, 9, 3, 4, 2, 3, 2, 3)
OUTCOME_WEIGHTS = (24, 12, 16, 18, 16, 6, 8)
COMPLAINT_WEIGHTS = (30, 26, 22, 12, 10)
FRESH = dt.timedelta(days=3)  # what is newer still waits for a judgement


def fill_in(told: Told, random: Generator) -> None:
    """Fill in the details of most reports, before they are written."""
    for incident in told.incidents:
        if random.random() > DETAILED:
            continue
        incident.trigger = _one(TRIGGER_WEIGHTS, random)
        incident.outcome = _one(OUTCOME_WEIGHTS, random)
        incident.complaint_valid = _one(COMPLAINT_WEIGHTS, random)
        incident.relation_after = _one((25, 55, 17, 3), random)
        incident.is_manner_right = incident.severity == Severity.HEATED
        incident.behaved_by = str(random.choice(list(BehavedBy), p=[0.8, 0.12, 0.08]))
        found = random.choice(10, size=int(random.integers(0, 3)), replace=False)
        incident.circumstances = sorted(int(n) + 1 for n in found)


def write_details(told: Told, world: World, now: dt.datetime, random: Generator) -> None:
    """Write the steps, some fixes, and the judgements of the managers."""
    detailed = [incident for incident in told.incidents if incident.outcome]
    steps = [step for incident in detailed for step in _steps(incident, random)]
    LadderStep.objects.bulk_create(steps, batch_size=2000)
    Settlement.objects.bulk_create(
        Settlement(
            incident=incident, is_agreed=True, is_customers_idea=bool(random.random() < 0.35)
        )
        for incident in detailed
        if incident.outcome in {1, 2, 3} and random.random() < 0.5
    )
    judgements = [
        _judgement(incident, world, key, random)
        for incident, key in zip(told.incidents, told.team_keys, strict=True)
        if _is_judged(incident, now, random)
    ]
    Judgement.objects.bulk_create(judgements, batch_size=2000)
    _note([(row.incident, row.judged_by_id, row.judged_at) for row in judgements])


def _one(weights: tuple[int, ...], random: Generator) -> int:
    total = sum(weights)
    return 1 + int(random.choice(len(weights), p=[weight / total for weight in weights]))


def _steps(incident: Incident, random: Generator) -> list[LadderStep]:
    taken = {1} | ({3} if random.random() < 0.5 else set())
    if incident.outcome == 6:
        taken |= {int(Step.WARNED), int(Step.ENDED_CONTACT)}
    return [LadderStep(incident=incident, step=step) for step in sorted(taken)]


def _is_judged(incident: Incident, now: dt.datetime, random: Generator) -> bool:
    is_old = incident.reported_at < now - FRESH
    return incident.severity > Severity.HEATED and is_old and bool(random.random() < JUDGED)


def _judgement(incident: Incident, world: World, key: str, random: Generator) -> Judgement:
    is_right = bool(random.random() < 0.06)
    found = [n for n in incident.behaviours if BEHAVIOUR_BY_NUMBER[n].severity > Severity.HEATED]
    return Judgement(
        incident=incident,
        complaint_valid=incident.complaint_valid or _one(COMPLAINT_WEIGHTS, random),
        is_manner_right=is_right,
        behaviours=[] if is_right else found,
        reason="Looked into with both sides." if is_right else "",
        judged_by=world.manager[key],
        judged_at=incident.reported_at + dt.timedelta(hours=int(random.integers(4, 60))),
    )


def _note(judged: list[tuple[Incident, int, dt.datetime]]) -> None:
    """Put every judgement on the timeline of its report."""
    Event.objects.bulk_create(
        [
            Event(incident=incident, kind=Event.Kind.JUDGED, actor_id=actor, at=at)
            for incident, actor, at in judged
        ],
        batch_size=2000,
    )
