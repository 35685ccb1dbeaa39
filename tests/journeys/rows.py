"""The rows that the addresses of pages point at."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from incidents.models import (
    Agreement,
    Complaint,
    Customer,
    FollowUp,
    Incident,
    Letter,
    Measure,
    MeasureGround,
    Objection,
    Product,
    Promise,
    RelationReview,
    Remedy,
)
from incidents.queries.duplicates import suggested_pairs
from people.models import Membership, Site, Team, User
from wellbeing.models import CareOffer, CheckIn, Reflection, Scenario, TrainingNeed


@dataclass(frozen=True)
class Rows:
    """The rows that addresses point at."""

    own_report: UUID
    own_checkin: UUID
    own_talk: UUID
    report: UUID
    owed: UUID
    checkin: UUID
    talk: UUID
    customer: UUID
    agreement: UUID
    promise: UUID
    remedy: UUID
    complaint: UUID
    follow_up: UUID
    relation: UUID
    offer: UUID
    twins: tuple[UUID, UUID]
    own_need: UUID
    note: UUID
    person: UUID
    newcomer: UUID
    team: UUID
    site: UUID
    product: UUID
    proposed: UUID
    prepared: UUID
    objection: UUID
    measure: UUID
    letter: UUID
    grounded: UUID
    ended: UUID
    scenario: UUID


def rows_of(staff: User, manager: User) -> Rows:
    """Find rows that make full pages for a member of staff and for who manages them."""
    led = manager.led_team_ids
    reports = Incident.objects.filter(team_id__in=led).order_by("-reported_at")
    own = reports.filter(reported_by=staff)
    talks = CheckIn.objects.filter(outcome="held").order_by("-done_at")
    agreement = Agreement.objects.filter(team_id__in=led)[0]
    newcomers = User.objects.active().filter(
        memberships__team_id__in=led,
        memberships__kind=Membership.Kind.STAFF,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
    return Rows(
        own_report=own.filter(answers__isnull=False)[0].public_id,
        own_checkin=CheckIn.objects.open().filter(series__person=staff)[0].public_id,
        own_talk=talks.filter(series__person=staff)[0].public_id,
        report=reports.filter(answers__isnull=False)[0].public_id,
        owed=reports.filter(answers__isnull=True, answer_due_at__isnull=False)[0].public_id,
        checkin=CheckIn.objects.open().filter(owner=manager)[0].public_id,
        talk=talks.filter(held_by=manager)[0].public_id,
        customer=Customer.objects.get(pk=agreement.customer_id).public_id,
        agreement=agreement.public_id,
        promise=Promise.objects.open().filter(owner=staff)[0].public_id,
        remedy=_to_decide(manager).public_id,
        complaint=Complaint.objects.open().filter(incident__team_id__in=led)[0].public_id,
        follow_up=FollowUp.objects.filter(incident__team_id__in=led, sent_at=None)[0].public_id,
        relation=RelationReview.objects.open().visible_to(manager)[0].public_id,
        offer=CareOffer.objects.open().filter(person=staff)[0].public_id,
        twins=_twins(manager, agreement.customer),
        own_need=TrainingNeed.objects.open().filter(person=staff)[0].public_id,
        note=Reflection.objects.filter(author=staff)[0].public_id,
        person=staff.public_id,
        newcomer=newcomers[0].public_id,
        team=Team.objects.get(pk=next(iter(led))).public_id,
        site=Site.objects.all()[0].public_id,
        product=Product.objects.all()[0].public_id,
        **_measures(),
        scenario=Scenario.objects.published().exclude(key=None)[0].public_id,
        ended=reports.filter(outcome__isnull=False).exclude(reported_by=manager)[0].public_id,
    )


def _measures() -> dict[str, UUID]:
    """Rows of steps toward customers, each in the state that its page is for."""
    waiting = Measure.objects.undecided()
    return {
        "proposed": waiting.filter(prepared_at=None)[0].public_id,
        "prepared": waiting.exclude(prepared_at=None)[0].public_id,
        "objection": Objection.objects.open()[0].public_id,
        "measure": Measure.objects.taken().order_by("kind")[0].public_id,
        "grounded": MeasureGround.objects.all()[0].incident.public_id,
        "letter": Letter.objects.filter(sent_on=None)[0].public_id,
    }


def _to_decide(manager: User) -> Remedy:
    """A request that waits for this manager, who has a form for it."""
    waiting = Remedy.objects.visible_to(manager).waiting().order_by("pk")
    return next(row for row in waiting if row.can_be_decided_by(manager, None))


def _twins(manager: User, otherwise: Customer) -> tuple[UUID, UUID]:
    """Two entries that look like one customer; where there are none, one of them twice."""
    for pair in suggested_pairs(manager):
        return pair.one.public_id, pair.other.public_id
    return otherwise.public_id, otherwise.public_id
