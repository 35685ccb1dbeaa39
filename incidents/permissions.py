"""Who may do what to a fact they can see. Seen but not allowed is answered with 403."""

from decimal import Decimal

from django.db.models import Q

from incidents.models import (
    Agreement,
    Answer,
    AssignmentNote,
    Attachment,
    Break,
    Complaint,
    Customer,
    Evidence,
    HelpCall,
    Incident,
    Measure,
    Objection,
    Promise,
    RelationReview,
    Remedy,
    Witness,
)
from people.models import User


def leads_report(user: User, incident: Incident) -> bool:
    """The present manager or deputy of the team it happened in, never the reporter."""
    return incident.team_id in user.led_team_ids and incident.reported_by_id != user.pk


def may_answer(user: User, incident: Incident) -> bool:
    """Who leads the team or is an adviser may tell the reporter what was done."""
    return incident.is_led_by(user)


def may_judge(user: User, incident: Incident) -> bool:
    """Who leads the team or is an adviser may judge complaint and manner, never the reporter."""
    return may_answer(user, incident)


def may_add_facts(user: User, incident: Incident) -> bool:
    """Who held a talk about it and knows who reported it; the reporter has words of their own.

    That there was a talk is known where the talk is written down.
    """
    is_open_to = not incident.is_anonymous and incident.refused_at is None
    return is_open_to and incident.reported_by_id != user.pk


def may_reply(user: User, answer: Answer) -> bool:
    return answer.incident.reported_by_id == user.pk


def may_complete(user: User, incident: Incident) -> bool:
    """Only the reporter adds to a report."""
    return incident.reported_by_id == user.pk


def may_remove(user: User, attachment: Attachment) -> bool:
    """Only who added a file may throw it away."""
    return attachment.added_by_id == user.pk


def may_invite_witness(user: User, incident: Incident) -> bool:
    """The reporter; who leads the team or advises, unless the reporter has no name for them.

    Else a leader could find out who reported it by asking everybody but the one who is refused.
    """
    if incident.reported_by_id == user.pk:
        return True
    return may_answer(user, incident) and not incident.hides_reporter_from(user)


def may_name_involved(user: User, incident: Incident) -> bool:
    """The reporter, and an adviser who knows them; never who was named themself."""
    if incident.reported_by_id == user.pk:
        return True
    knows = user.is_adviser and not incident.hides_reporter_from(user)
    return knows and not incident.involved.filter(person=user).exists()


def may_praise(user: User, incident: Incident) -> bool:
    """Who leads the team or advises, once the contact is over; never the reporter."""
    return may_answer(user, incident) and incident.confirmed_at is not None and incident.has_ended


def may_agree_witness(user: User, witness: Witness) -> bool:
    return witness.incident.reported_by_id == user.pk


def may_write_message(user: User, incident: Incident) -> bool:
    return incident.reported_by_id == user.pk or may_answer(user, incident)


def may_confirm(user: User, incident: Incident) -> bool:
    """The person a colleague wrote a report for; nobody else, the writer neither."""
    return incident.written_by_id is not None and incident.reported_by_id == user.pk


def may_open_customers(user: User) -> bool:
    return user.is_manager or user.is_adviser


def may_search_customers(user: User) -> bool:
    """Everybody who meets customers finds an exact number, phone or mail."""
    return bool(user.team_ids) or user.is_adviser


def may_edit_customer(user: User) -> bool:
    """Leaders and advisers keep the entries of the customers they see."""
    return user.is_manager or user.is_adviser


def can_carry_measure(customer: Customer) -> bool:
    """A measure names the person who behaved, never the account nor an entry that is gone."""
    return customer.kind == Customer.Kind.PERSON and customer.merged_into_id is None


def may_agree(user: User, customer: Customer) -> bool:
    """Who leads a team that met the customer may agree on the next contact."""
    return customer.incidents.filter(team_id__in=user.led_team_ids).exists()


def may_end(user: User, agreement: Agreement) -> bool:
    return may_agree(user, agreement.customer)


def may_cover(user: User, pause: Break) -> bool:
    """Who leads the team finds cover, never the person who steps away."""
    return pause.person_id != user.pk and pause.team_id in user.led_team_ids


def may_end_break(user: User, pause: Break) -> bool:
    """Only the person says that they are back."""
    return pause.person_id == user.pk


def is_in_call(user: User, call: HelpCall) -> bool:
    """Who called, and who came."""
    return user.pk in {call.raised_by_id, call.accepted_by_id}


def may_publish(user: User) -> bool:
    """HR fixes the steps and the house rules before things go wrong."""
    return user.is_hr


def may_settle(user: User, incident: Incident) -> bool:
    """Who leads the team or advises looks after the customer's side of a report."""
    return may_answer(user, incident)


def may_plan_complaint(user: User, complaint: Complaint) -> bool:
    return complaint.owner_id == user.pk or may_settle(user, complaint.incident)


def may_settle_complaint(user: User, complaint: Complaint) -> bool:
    return may_plan_complaint(user, complaint)


def may_promise(user: User, incident: Incident) -> bool:
    """The reporter, who leads the team and advisers write down what a customer was promised."""
    is_near = incident.reported_by_id == user.pk or incident.team_id in user.led_team_ids
    return is_near or user.is_adviser


def may_name_cause(user: User, incident: Incident) -> bool:
    return may_promise(user, incident)


def may_promise_customer(user: User, customer: Customer) -> bool:
    """From a customer's page: who leads a team and sees the customer."""
    return user.is_manager and Customer.objects.visible_to(user).filter(pk=customer.pk).exists()


def may_keep(user: User, promise: Promise) -> bool:
    """Who has to keep it, who leads the team, and advisers close it or hand it over."""
    leads = promise.team_id in user.led_team_ids
    return promise.owner_id == user.pk or leads or user.is_adviser


def may_propose(user: User, incident: Incident) -> bool:
    """Who was in the contact proposes, and who acts on the report."""
    return incident.reported_by_id == user.pk or may_answer(user, incident)


def may_read_measure(user: User, measure: Measure) -> bool:
    """The whole of a measure is for who leads a team that met the customer, and for advisers."""
    return user.is_adviser or _met(user, measure)


def may_decide_measure(user: User, measure: Measure) -> bool:
    """A leader of a team that met the customer or an adviser; never who reported its facts."""
    return may_read_measure(user, measure) and not has_reported(user, measure)


def may_second_measure(user: User, measure: Measure) -> bool:
    """The second person of an end of the relation: another one, who did not report either."""
    return measure.prepared_by_id != user.pk and may_decide_measure(user, measure)


def may_note_objections(user: User) -> bool:
    """Objections come in where letters say: often at HR, who see nothing of the story."""
    return user.is_hr


def may_receive_objection(user: User, measure: Measure) -> bool:
    return may_note_objections(user) or may_read_measure(user, measure)


def may_decide_objection(user: User, objection: Objection) -> bool:
    """Somebody who neither reported nor decided."""
    measure = objection.measure
    has_decided = user.pk in {measure.decided_by_id, measure.prepared_by_id, measure.second_by_id}
    return not has_decided and may_decide_measure(user, measure)


def may_check_evidence(user: User, evidence: Evidence) -> bool:
    """A second person, who acts on the report, says that they listened."""
    return evidence.added_by_id != user.pk and may_answer(user, evidence.incident)


def may_reconsider(user: User, review: RelationReview) -> bool:
    """Who leads a team that met the customer or is an adviser, and reported none of it."""
    has_reported_it = review.customer.incidents.filter(_by(user)).exists()
    leads = review.customer.incidents.filter(team_id__in=user.led_team_ids).exists()
    return (user.is_adviser or leads) and not has_reported_it


def may_word_letters(user: User) -> bool:
    """Letters are worded by HR or an administrator."""
    return user.is_hr or user.is_admin


def has_reported(user: User, measure: Measure) -> bool:
    """Say whether the measure rests on something this person reported or wrote down."""
    return Incident.objects.filter(_by(user), grounds__measure=measure).exists()


def _by(user: User) -> Q:
    return Q(reported_by=user) | Q(written_by=user)


def _met(user: User, measure: Measure) -> bool:
    led = user.led_team_ids
    return measure.team_id in led or measure.customer.incidents.filter(team_id__in=led).exists()


def may_give(user: User, incident: Incident) -> bool:
    """The reporter and who leads the team give something to make good."""
    return incident.reported_by_id == user.pk or incident.team_id in user.led_team_ids


def may_decide_remedy(user: User, remedy: Remedy, deputy_limit: Decimal | None) -> bool:
    """Answer a request: never one's own; see `Remedy.can_be_decided_by`."""
    return remedy.can_be_decided_by(user, deputy_limit)


def may_set_remedies(user: User) -> bool:
    return user.is_hr


def may_choose_police(user: User, incident: Incident) -> bool:
    """Only the person it happened to says what they want about the police."""
    return incident.reported_by_id == user.pk


def may_come(user: User, call: HelpCall) -> bool:
    """Who was rung and who leads the team, never the caller."""
    if call.raised_by_id == user.pk:
        return False
    return call.team_id in user.led_team_ids or call.rings.filter(person=user).exists()


def may_record_takeover(user: User, incident: Incident) -> bool:
    """Who leads the team may say that they stepped in, when the report has a name on it."""
    return leads_report(user, incident) and not incident.is_anonymous


def may_see_help_record(user: User) -> bool:
    """Leaders see in totals how calls go in their own teams; it is about them, so nobody above."""
    return user.is_manager


def may_change_assignment(user: User, note: AssignmentNote) -> bool:
    """Only the person says how long somebody else takes a customer for them."""
    return note.person_id == user.pk
