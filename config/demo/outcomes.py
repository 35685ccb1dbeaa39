"""What came of the reports: answers, notes, agreed support, training, agreements."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from numpy.random import Generator

from config.demo.incidents import Told
from config.demo.people import ZONE, World
from config.demo.plans import SMALL_TEAM
from config.demo.words import AGREEMENTS, ANSWERS, NOTES, SUPPORTS, Text
from incidents.codes import TOPICS, Severity
from incidents.models import Agreement, Answer, Customer, Incident
from incidents.operations.due import ANSWER_WORKING_DAYS
from incidents.workdays import add_working_days, close_of_day
from people.models import User
from wellbeing.codes import NeedSource, Outcome
from wellbeing.models import AgreedSupport, CareNote, CheckIn, TrainingNeed
from wellbeing.operations.training import DUE_IN

ZONE_INFO = ZoneInfo(ZONE)
WORKING_WEEKDAYS = "12345"
CLOSES = dt.time(17)
NEEDS = 90
# Of the last weeks some reports wait for an answer, and some answers were not enough yet.
STILL_OPEN = dt.timedelta(days=24)
MISSING = "I would like to know what we do next time."
UNANSWERED, REPLIED, NOT_YET = 0.15, 0.93, 0.1


def owe_answers(incidents: list[Incident]) -> None:
    """Set by when each reporter is owed an answer."""
    for incident in incidents:
        if incident.severity != Severity.HEATED:
            day = incident.reported_at.astimezone(ZONE_INFO).date()
            due_on = add_working_days(day, ANSWER_WORKING_DAYS, WORKING_WEEKDAYS)
            incident.answer_due_at = close_of_day(due_on, CLOSES, ZONE_INFO)


def answer_reports(world: World, told: Told, now: dt.datetime, random: Generator) -> list[Answer]:
    """Return unsaved answers to most reports, and close those that were heard."""
    answers = []
    for incident, key in zip(told.incidents, told.team_keys, strict=True):
        written_at = incident.reported_at + dt.timedelta(hours=float(random.gamma(2, 40)))
        is_new = now - incident.reported_at < STILL_OPEN
        if incident.answer_due_at is None or (is_new and random.random() < UNANSWERED):
            continue
        if written_at > now:
            continue
        answer = Answer(
            incident=incident,
            sentence=_one_of(ANSWERS, world, random),
            written_by=world.manager[key],
            written_at=written_at,
        )
        _reply(answer, now, random)
        answers.append(answer)
    return answers


def _reply(answer: Answer, now: dt.datetime, random: Generator) -> None:
    """Let the reporter say heard (most), not yet (few), or nothing so far."""
    replied_at = answer.written_at + dt.timedelta(hours=float(random.gamma(2, 10)))
    if replied_at > now or random.random() > REPLIED:
        return
    is_new = now - answer.incident.reported_at < STILL_OPEN
    answer.replied_at = replied_at
    is_no = is_new and random.random() < NOT_YET
    answer.reply = Answer.Reply.NOT_YET if is_no else Answer.Reply.HEARD
    if is_no:
        answer.not_yet_reason = MISSING
    else:
        answer.incident.closed_at = replied_at
        answer.incident.closed_by = answer.incident.reported_by


def write_talks(world: World, checkins: list[CheckIn], now: dt.datetime, random: Generator) -> None:
    """Write what came out of the talks that were held: care notes and agreed support."""
    held = [c for c in checkins if c.outcome == Outcome.HELD and c.owner is not None]
    notes, supports = [], []
    for checkin in held:
        at = checkin.done_at or now
        if random.random() < 0.5:
            notes.append(
                CareNote(
                    checkin=checkin,
                    written_by=checkin.held_by,
                    written_at=at,
                    body=_one_of(NOTES, world, random),
                )
            )
        if random.random() < 0.15:
            until = timezone.localdate(at) + dt.timedelta(days=int(random.integers(5, 20)))
            supports.append(
                AgreedSupport(
                    checkin=checkin,
                    what=_one_of(SUPPORTS, world, random),
                    by_whom=checkin.owner,
                    until=until,
                    done_at=at + dt.timedelta(days=4) if until < timezone.localdate(now) else None,
                )
            )
    CareNote.objects.bulk_create(notes, batch_size=1000)
    AgreedSupport.objects.bulk_create(supports, batch_size=1000)


def write_needs(world: World, now: dt.datetime, random: Generator) -> None:
    """Write training needs: some wished for (one by Ana), some planned, most old ones done."""
    people = [(person, key) for key, staff in world.staff.items() for person in staff]
    ana = people.index((world.staff[SMALL_TEAM.key][0], SMALL_TEAM.key))
    others = random.permutation(len(people))[: min(NEEDS, len(people) // 2)].tolist()
    needs = []
    for place, n in enumerate([ana, *(n for n in others if n != ana)]):
        person, key = people[n]
        raised_at = now - dt.timedelta(days=int(random.integers(3, 200)))
        by_self = place % 3 == 0
        needs.append(
            TrainingNeed(
                person=person,
                topic=TOPICS[int(random.integers(6))].number,
                source=NeedSource.SELF if by_self else NeedSource.CHECKIN,
                raised_by=person if by_self else world.manager[key],
                raised_at=raised_at,
                due_on=timezone.localdate(raised_at) + DUE_IN,
                planned_on=_planned_on(place, now),
                done_at=now - dt.timedelta(days=2) if place % 4 == 1 else None,
            )
        )
    TrainingNeed.objects.bulk_create(needs)


def _planned_on(place: int, now: dt.datetime) -> dt.date | None:
    if place % 4 == 1:
        return timezone.localdate(now) - dt.timedelta(days=2)
    return timezone.localdate(now) + dt.timedelta(days=12) if place % 4 == 2 else None


def write_agreements(
    world: World, told: Told, planted: int, now: dt.datetime, random: Generator
) -> None:
    """Write what was agreed about customers: always for the planted one, for a few others."""
    rows, seen = [], set()
    for incident, key in zip(told.incidents, told.team_keys, strict=True):
        customer = incident.customer
        if customer is None or customer.pk in seen:
            continue
        if customer.pk == planted or (
            incident.severity >= Severity.THREAT_OR_DAMAGE and random.random() < 0.3
        ):
            seen.add(customer.pk)
            rows.append(_agreement(world, customer, incident, world.manager[key], now, random))
    Agreement.objects.bulk_create(rows)


def _agreement(
    world: World,
    customer: Customer,
    incident: Incident,
    by: User,
    now: dt.datetime,
    random: Generator,
) -> Agreement:
    agreed_at = incident.reported_at + dt.timedelta(days=3)
    return Agreement(
        customer=customer,
        team=incident.team,
        text=_one_of(AGREEMENTS, world, random),
        until=timezone.localdate(now) + dt.timedelta(days=90),
        agreed_by=by,
        agreed_at=min(agreed_at, now),
    )


def _one_of(texts: tuple[Text, ...], world: World, random: Generator) -> str:
    return texts[int(random.integers(len(texts)))].in_(world.language)
