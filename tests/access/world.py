"""A small fixed world with a mark (canary) in every sensitive field, and everybody who may look.

A mark is a text that occurs nowhere else, so finding it in an answer says which field leaked.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from incidents.codes import BEHAVIOUR_BY_KEY
from incidents.models import (
    Agreement,
    Answer,
    AssignmentNote,
    Customer,
    Draft,
    Evidence,
    Incident,
    Measure,
    Objection,
    Praise,
    Product,
    RelationReview,
)
from people.models import Membership, Notice, RoleGrant, User
from people.operations import notify
from tests.cast import Cast, assemble
from tests.factories import (
    AgreedSupportFactory,
    AgreementFactory,
    AnswerFactory,
    CareNoteFactory,
    CareSeriesFactory,
    CheckInFactory,
    ComplaintFactory,
    CustomerFactory,
    FactFactory,
    FollowUpFactory,
    GroundFactory,
    IncidentFactory,
    LetterFactory,
    MeasureFactory,
    MembershipFactory,
    NarrativeFactory,
    PoliceStepFactory,
    ProductFactory,
    PromiseFactory,
    ReactionFactory,
    RemedyFactory,
    TrainingNeedFactory,
    UserFactory,
)
from tests.incidents.steps import house_rules
from wellbeing.codes import Outcome, Step
from wellbeing.models import CheckIn, SeriesReport, TrainingNeed
from wellbeing.operations import share_reflection, write_reflection

MARKS = {
    "narrative": "QXNARRATIVE",
    "answer": "QXANSWER",
    "reference": "QXREFERENCE",
    "customer_name": "QXCUSTOMERNAME",
    "agreement": "QXAGREEMENT",
    "note": "QXNOTE",
    "beside": "QXBESIDE",
    "support": "QXSUPPORT",
    "draft": "QXDRAFT",
    "place": "QXPLACE",
    "promise": "QXPROMISE",
    "promise_note": "QXHOWITWENT",
    "remedy": "QXREMEDY",
    "complaint": "QXCOMPLAINT",
    "follow_up": "QXFOLLOWUP",
    "fact": "QXFACT",
    "police": "QXPOLICE",
    "ground": "QXGROUND",
    "why": "QXWHY",
    "view": "QXVIEW",
    "desk_note": "QXDESKNOTE",
    "letter": "QXLETTER",
    "objection": "QXOBJECTION",
    "relation": "QXRELATION",
    "evidence": "QXEVIDENCE",
    "praise": "QXPRAISE",
    "private_note": "QXPRIVATENOTE",
    "shared_note": "QXSHAREDNOTE",
    "scenario": "QXSCENARIO",
    "learned": "QXLEARNED",
}


@dataclass(frozen=True)
class World:
    """The rows that addresses point at."""

    cast: Cast
    actors: dict[str, User | None]
    incident: Incident
    customer: Customer
    product: Product
    answer: Answer
    agreement: Agreement
    planned: CheckIn
    held: CheckIn
    need: TrainingNeed
    notice: Notice
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Open a session for everybody, for `client` to go on with."""
        for actor, user in self.actors.items():
            if user is not None:
                cookies = self.client(actor).cookies
                self.sessions[actor] = cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, actor: str) -> Client:
        """Give a browser of somebody who is signed in, or of nobody."""
        client = Client()
        user = self.actors[actor]
        if actor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        elif user is not None:
            client.force_login(user)
        return client


def _actors(cast: Cast) -> dict[str, User | None]:
    """Everybody whose relation to Ana's report differs."""
    colleague = UserFactory.create(name="Col Vos")
    MembershipFactory.create(user=colleague, team=cast.north)
    past = UserFactory.create(name="Pat Prins")
    MembershipFactory.create(
        user=past, team=cast.north, kind=Membership.Kind.MANAGER, ends_on=dt.date(2021, 1, 1)
    )
    buddy = UserFactory.create(name="Bea Blom")
    MembershipFactory.create(user=buddy, team=cast.south)
    RoleGrant.objects.create(user=buddy, role=RoleGrant.Role.BUDDY)
    council = UserFactory.create(name="Cor Maas")
    MembershipFactory.create(user=council, team=cast.south)
    RoleGrant.objects.create(user=council, role=RoleGrant.Role.COUNCIL)
    return {
        "anonymous": None,
        "reporter": cast.ana,
        "colleague": colleague,
        "manager": cast.max,
        "deputy": cast.dex,
        "past_manager": past,
        "manager_above": cast.nora,
        "outsider": cast.zoe,
        "other_manager": cast.otto,
        "hr": cast.hana,
        "adviser": cast.pim,
        "admin": cast.bo,
        "buddy": buddy,
        "council": council,
    }


def build(now: dt.datetime) -> World:
    """Write the world; everything happens just before `now`."""
    cast = assemble()
    actors = _actors(cast)
    product = ProductFactory.create(name="Energy bill")
    customer = CustomerFactory.create(
        identity__reference=MARKS["reference"], identity__name=MARKS["customer_name"]
    )
    at = now - dt.timedelta(days=2)
    incident = IncidentFactory.create(
        reported_by=cast.ana,
        team=cast.north,
        product=product,
        customer=customer,
        behaviours=[BEHAVIOUR_BY_KEY["threat_words"].number],
        occurred_at=at,
    )
    _promises(cast, incident, now)
    RemedyFactory.create(
        incident=incident, asked_by=cast.ana, is_for_next_level=True, note=MARKS["remedy"]
    )
    NarrativeFactory.create(incident=incident, body=f"They said {MARKS['narrative']}.")
    answer = AnswerFactory.create(
        incident=incident, written_by=cast.max, sentence=f"We called. {MARKS['answer']}"
    )
    Praise.objects.create(
        incident=incident, written_by=cast.max, body=MARKS["praise"], written_at=now
    )
    agreement = AgreementFactory.create(
        customer=customer, team=cast.north, agreed_by=cast.max, text=MARKS["agreement"]
    )
    _fairness(cast, incident)
    _measures(cast, incident, now)
    _drafting_and_kept_away(cast.ana, customer, now)
    held, planned = _care(cast, incident, at)
    need = TrainingNeedFactory.create(person=cast.ana)
    notice = notify(recipient=cast.ana, kind="answer", path="/mine/", key="world", now=now)
    return World(
        cast, actors, incident, customer, product, answer, agreement, planned, held, need, notice
    )


def _drafting_and_kept_away(person: User, customer: Customer, now: dt.datetime) -> None:
    Draft.objects.create(user=person, data={"narrative": [MARKS["draft"]]}, updated_at=now)
    until = timezone.localdate(now) + dt.timedelta(days=28)
    AssignmentNote.objects.create(person=person, customer=customer, until=until, made_at=now)


def _fairness(cast: Cast, incident: Incident) -> None:
    ComplaintFactory.create(incident=incident, opened_by=cast.max, what=MARKS["complaint"])
    ReactionFactory.create(incident=incident)
    follow_up = FollowUpFactory.create(incident=incident, text=MARKS["follow_up"])
    FactFactory.create(follow_up=follow_up, text=MARKS["fact"])
    PoliceStepFactory.create(incident=incident, reference=MARKS["police"], wish="report")


def _promises(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    """One that Ana has still to keep, and one that was closed."""
    days = dt.timedelta(days=4)
    row = {"incident": incident, "customer": incident.customer, "team": cast.north}
    PromiseFactory.create(**row, owner=cast.ana, what=MARKS["promise"], due_at=now + days)
    PromiseFactory.create(
        **row,
        owner=cast.ana,
        due_at=now,
        outcome="kept",
        note=MARKS["promise_note"],
        closed_by=cast.ana,
        closed_at=now,
    )


@transaction.atomic
def _measures(cast: Cast, incident: Incident, now: dt.datetime) -> None:
    """One proposed, one that waits for a second person, one in force with an open objection."""
    row = {"customer": incident.customer, "team": cast.north, "proposed_by": cast.ana}
    words = {"why": MARKS["why"], "customer_view": MARKS["view"], "proposed_at": now}
    rules = house_rules(now)
    decided = {"is_taken": True, "decided_by": cast.max, "decided_at": now, "house_rules": rules}
    first, days = timezone.localdate(now), dt.timedelta(days=1)
    short = {"kind": 14, "ends_on": first + 10 * days, "review_on": first + 5 * days}
    prepared = {"prepared_by": cast.max, "prepared_at": now, "kind": 13}
    made = [
        MeasureFactory.create(**row, **words, kind=4),
        MeasureFactory.create(**row, **words, **prepared),
        MeasureFactory.create(**row, **words, **short, desk_note=MARKS["desk_note"]),
    ]
    for measure in made:
        GroundFactory.create(measure=measure, incident=incident, fact=MARKS["ground"])
    running = made[-1]
    Measure.objects.filter(pk=running.pk).update(**decided)
    LetterFactory.create(measure=running, body=MARKS["letter"], made_at=now)
    Objection.objects.create(
        measure=running, received_on=first, text=MARKS["objection"], received_by=cast.max,
        received_at=now, due_on=first,
    )  # fmt: skip
    Evidence.objects.create(
        incident=incident, kind="recording", reference=MARKS["evidence"], added_by=cast.max,
        added_at=now,
    )  # fmt: skip
    RelationReview.objects.create(
        customer_id=running.customer_id, opened_for=incident, opened_at=now, due_on=first,
        decision="go_on", reason=MARKS["relation"], decided_by=cast.max, decided_at=now,
    )  # fmt: skip


def _care(cast: Cast, incident: Incident, at: dt.datetime) -> tuple[CheckIn, CheckIn]:
    series = CareSeriesFactory.create(person=cast.ana, started_at=at)
    SeriesReport.objects.create(series=series, incident=incident, joined_at=at)
    held = CheckInFactory.create(
        series=series,
        step=Step.TALK,
        owner=cast.max,
        due_at=at + dt.timedelta(hours=4),
        done_at=at + dt.timedelta(hours=5),
        held_by=cast.max,
        outcome=Outcome.HELD,
    )
    note = CareNoteFactory.create(checkin=held, written_by=cast.max, body=MARKS["note"])
    note.corrections.create(written_at=at, body=MARKS["beside"])
    AgreedSupportFactory.create(checkin=held, what=MARKS["support"], by_whom=cast.max)
    planned = CheckInFactory.create(
        series=series, step=Step.FOLLOW_UP, owner=cast.max, due_at=at + dt.timedelta(days=14)
    )
    _private_notes(cast, at)
    return held, planned


def _private_notes(cast: Cast, now: dt.datetime) -> None:
    """One that Ana keeps for herself, and one that the adviser may read."""
    day = timezone.localdate(now) + dt.timedelta(days=90)
    write_reflection(actor=cast.ana, words=MARKS["private_note"], delete_on=day, now=now)
    note = write_reflection(actor=cast.ana, words=MARKS["shared_note"], delete_on=day, now=now)
    share_reflection(actor=cast.ana, reflection=note, adviser=cast.pim, now=now)
