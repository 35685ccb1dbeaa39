"""Steps toward three customers of Ana's team: in force, waiting for a decision or for a second
person, and looked at again.
"""

import datetime as dt

from config.demo.incidents import Told
from config.demo.people import World
from config.demo.plans import SMALL_TEAM
from config.demo.words import Text
from incidents.codes import BEHAVIOUR_BY_NUMBER, Severity
from incidents.codes.customer import Rung
from incidents.models import Customer, Incident, Measure
from incidents.operations import judge_report
from incidents.operations.measures import (
    Ground,
    Terms,
    mark_letter_sent,
    propose_measure,
    receive_objection,
    take_measure,
)
from people.models import Organisation, User

DAY = dt.timedelta(days=1)
FACT = Text(
    "Went on like this during the contact, also after being asked to stop.",
    "Ging zo door tijdens het contact, ook nadat was gevraagd om te stoppen.",
)
WHY = Text(
    "Colleagues must be able to do their work in peace.",
    "Collega’s moeten hun werk rustig kunnen doen.",
)
TRIED = Text("Two talks, and a call by the manager.", "Twee gesprekken, en een telefoontje.")
NO_WARNING = Text("It went too far to warn first.", "Het ging te ver om eerst te waarschuwen.")
VIEW = Text("I had waited for three weeks.", "Ik had drie weken gewacht.")
OPEN = Text(
    "Letters and e-mail are always answered.", "Brieven en e-mail worden altijd beantwoord."
)
NOTE = Text("Always with two of us.", "Altijd met z’n tweeën.")
OBJECTION = Text(
    "I never called anybody names. I was angry about the appointment.",
    "Ik heb niemand uitgescholden. Ik was boos over de afspraak.",
)
ADDRESS = Text(
    "Postbus 20, 1800 AA Alkmaar, or objections@luwte.example",
    "Postbus 20, 1800 AA Alkmaar, of bezwaar@luwte.example",
)


def write_measures(world: World, told: Told, now: dt.datetime) -> None:
    """Write them through the operations, each on the day it would have happened."""
    Organisation.objects.update(objection_address=ADDRESS.in_(world.language))
    stories = _stories(told, now)
    if len(stories) < 2:
        return
    manager = world.manager[SMALL_TEAM.key]
    long_ago, lately, *rest = stories
    for incident in (*long_ago, *lately):
        _judge(manager, incident, now - 42 * DAY)
    warned = _take(world, manager, long_ago, Rung.WARNING_LETTER, now - 40 * DAY)
    sent_on = Organisation.current().day_of(now - 39 * DAY)
    mark_letter_sent(
        actor=manager, letter=warned.letters.get(), sent_on=sent_on, now=now - 38 * DAY
    )
    _take(world, manager, lately, Rung.SECOND_PERSON, now - 6 * DAY)
    receive_objection(
        actor=manager,
        measure=warned,
        received_on=Organisation.current().day_of(now - 3 * DAY),
        text=OBJECTION.in_(world.language),
        now=now - 3 * DAY,
    )
    _take(world, manager, lately, Rung.END_OF_RELATION, now - 2 * DAY)
    for story in rest[:1]:
        _propose(world, story[0].reported_by, story[:1], Rung.EXPLANATION_LETTER, now - DAY)


def _stories(told: Told, now: dt.datetime) -> list[list[Incident]]:
    """Put reports of the team about one customer each, every time by different colleagues."""
    desk = [
        incident
        for incident, key in zip(told.incidents, told.team_keys, strict=True)
        if key == SMALL_TEAM.key
        and incident.customer_id
        and incident.severity >= Severity.ABUSIVE
        and incident.behaved_by in {"", "customer"}
        and now - 300 * DAY < incident.occurred_at < now - 45 * DAY
    ]
    persons = set(Customer.objects.filter(kind=Customer.Kind.PERSON).values_list("pk", flat=True))
    stories: list[list[Incident]] = []
    for first in desk:
        taken = {incident.pk for story in stories for incident in story}
        others = [i for i in desk if i.pk not in taken and i.reported_by != first.reported_by]
        if first.pk in taken or first.customer_id not in persons or not others:
            continue
        # The first one comes back so often that the relation is asked about.
        more = others[: 1 if stories else 2]
        Incident.objects.filter(pk__in=[other.pk for other in more]).update(
            customer=first.customer_id
        )
        stories.append([first, *more])
        if len(stories) == 3:
            break
    for story in stories:
        for incident in story:
            incident.refresh_from_db()
    return stories


def _judge(manager: User, incident: Incident, at: dt.datetime) -> None:
    found = [BEHAVIOUR_BY_NUMBER[number] for number in incident.behaviours]
    judge_report(
        actor=manager,
        incident=incident,
        complaint_valid="unfounded",
        is_manner_right=False,
        behaviours=[behaviour.key for behaviour in found if behaviour.severity],
        now=at,
    )


def _propose(world: World, by: User, story: list[Incident], kind: Rung, at: dt.datetime) -> Measure:
    customer = story[0].customer
    assert customer is not None  # noqa: S101 - chosen so
    return propose_measure(
        actor=by,
        customer=customer,
        kind=kind,
        facts=[Ground(incident, FACT.in_(world.language)) for incident in story],
        why=WHY.in_(world.language),
        now=at,
    )


def _take(
    world: World, manager: User, story: list[Incident], kind: Rung, at: dt.datetime
) -> Measure:
    language = world.language
    terms = Terms(
        why=WHY.in_(language),
        tried=TRIED.in_(language),
        rule=3,
        no_warning_reason=NO_WARNING.in_(language),
        customer_view=VIEW.in_(language),
        starts_on=Organisation.current().day_of(at),
        ends_on=Organisation.current().day_of(at + 90 * DAY),
        stays_open=OPEN.in_(language),
        objection_address=ADDRESS.in_(language),
        desk_note=NOTE.in_(language) if kind == Rung.SECOND_PERSON else "",
    )
    measure = _propose(world, manager, story, kind, at - DAY)
    return take_measure(actor=manager, measure=measure, terms=terms, now=at)
