"""A manager or adviser decides; an end of the relation takes two."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes.customer import Rung
from incidents.codes.letters import LETTER_OF
from incidents.models import Event, HouseRules, Measure
from incidents.operations.measures.grounds import check_fact, check_grounds
from incidents.operations.measures.letters import letter_text, make_letter
from incidents.operations.measures.names import check_no_names
from incidents.operations.measures.propose import note_on, tell_who_decides
from incidents.operations.measures.terms import Terms, check_reason, check_terms, half_way
from incidents.permissions import may_decide_measure, may_second_measure
from incidents.queries.measures import rests_on
from people.errors import RuleBroken
from people.models import Notice, Organisation, User
from people.operations import notify

NOT_YOURS = _("Somebody else decides: a leader who met this customer and reported none of it.")
_TEXTS = (
    "why",
    "tried",
    "no_warning_reason",
    "customer_view",
    "no_view_reason",
    "stays_open",
    "objection_address",
    "desk_note",
)
DECIDED = _("This was decided already.")


@transaction.atomic
def take_measure(
    *,
    actor: User,
    measure: Measure,
    terms: Terms,
    facts: Mapping[int, str] | None = None,
    now: dt.datetime,
) -> Measure:
    """Decide that a measure is taken; an end of the relation then waits for a second person.

    `facts` words facts anew, by the number of their ground.

    Checks: the actor leads a team that met the customer or is an adviser, and reported none of
    it; nobody decided yet; the terms are complete; no names of colleagues; the reports carry it.
    Writes: the terms, the facts, the decision, the letter, an event on each report.
    Sends: a notice to who proposed it; where two agree, to who may be the second one.
    """
    measure = _waiting(measure)
    if not may_decide_measure(actor, measure):
        raise RuleBroken(NOT_YOURS)
    check_draft(measure=measure, terms=terms, facts=facts, now=now)
    _write_terms(measure, terms, facts or {}, now)
    if measure.needs_second:
        measure.prepared_by, measure.prepared_at = actor, now
        measure.save(update_fields=["prepared_by", "prepared_at"])
        note_on(rests_on(measure).incidents, Event.Kind.MEASURE_PREPARED, actor, measure, now)
        tell_who_decides(measure, f"measure-second:{now.timestamp()}", now, without=[actor])
        return measure
    return _take(measure, actor, now, now)


def check_draft(
    *, measure: Measure, terms: Terms, facts: Mapping[int, str] | None, now: dt.datetime
) -> None:
    """Refuse what `take_measure` would refuse in the terms, so that a page can ask before."""
    rules = HouseRules.objects.in_force(now)
    check_grounds(measure)
    for fact in (facts or {}).values():
        check_fact(fact)
    check_terms(measure, terms, rules, Organisation.current().day_of(now))
    texts = {
        "facts": " ".join((facts or {}).values()),
        "why": terms.why,
        "customer_view": terms.customer_view,
        "stays_open": terms.stays_open,
        "objection_address": terms.objection_address,
        "desk_note": terms.desk_note,
    }
    check_no_names(texts, rests_on(measure).incidents)


def draft_letter(
    *, measure: Measure, terms: Terms, facts: Mapping[int, str], now: dt.datetime
) -> tuple[str, str]:
    """Return subject and text of the letter that these terms would make.

    Checks: as for taking. Writes: nothing; what it tries out is taken back.
    """
    with transaction.atomic():
        check_draft(measure=measure, terms=terms, facts=facts, now=now)
        tried = Measure.objects.select_related("customer").get(pk=measure.pk)
        _write_terms(tried, terms, facts, now)
        text = letter_text(tried, kind=LETTER_OF[tried.kind], now=now)
        transaction.set_rollback(True)
    return text


@transaction.atomic
def second_measure(*, actor: User, measure: Measure, now: dt.datetime) -> Measure:
    """Agree with an end of the relation: only then it is taken.

    Checks: somebody filled it in; the actor is another one, who reported none of it; the reports
    still carry it. Writes: the second person, the decision, the letter, an event on each report.
    Sends: a notice to who proposed it.
    """
    measure = _waiting(measure)
    if measure.prepared_by is None or measure.prepared_at is None:
        raise RuleBroken(_("Somebody fills it in first."))
    if not may_second_measure(actor, measure):
        raise RuleBroken(_("A second person agrees: not who filled it in, and not a reporter."))
    check_grounds(measure)
    measure.second_by, measure.second_at = actor, now
    measure.save(update_fields=["second_by", "second_at"])
    return _take(measure, measure.prepared_by, measure.prepared_at, now)


@transaction.atomic
def refuse_measure(*, actor: User, measure: Measure, reason: str, now: dt.datetime) -> Measure:
    """Decide that a measure is not taken, and say why.

    Checks: as for taking; a reason. Writes: the decision, an event on each report.
    Sends: a notice to who proposed it.
    """
    measure = _waiting(measure)
    if not may_decide_measure(actor, measure):
        raise RuleBroken(NOT_YOURS)
    measure.decision_reason = check_reason(reason)
    measure.is_taken, measure.decided_by, measure.decided_at = False, actor, now
    measure.save(update_fields=["is_taken", "decided_by", "decided_at", "decision_reason"])
    note_on(rests_on(measure).incidents, Event.Kind.MEASURE_REFUSED, actor, measure, now)
    _tell_proposer(measure, now)
    return measure


def _waiting(measure: Measure) -> Measure:
    locked = Measure.objects.select_for_update(of=("self",)).select_related("customer", "team")
    measure = locked.get(pk=measure.pk)
    if measure.is_taken is not None:
        raise RuleBroken(DECIDED)
    return measure


def _write_terms(
    measure: Measure, terms: Terms, facts: Mapping[int, str], now: dt.datetime
) -> None:
    """Keep the terms as they were decided, with the version of the rules in force."""
    has_rule = measure.kind != Rung.APOLOGY or terms.rule is not None
    measure.house_rules = HouseRules.objects.in_force(now) if has_rule else None
    for field in _TEXTS:
        setattr(measure, field, getattr(terms, field).strip())
    measure.rule, measure.earlier_warning = terms.rule, terms.earlier_warning
    measure.starts_on, measure.ends_on = terms.starts_on, terms.ends_on
    measure.review_on = terms.review_on
    if measure.review_on is None and terms.starts_on and terms.ends_on:
        measure.review_on = half_way(terms.starts_on, terms.ends_on)
    dates = ("house_rules", "rule", "earlier_warning", "starts_on", "ends_on", "review_on")
    measure.save(update_fields=[*_TEXTS, *dates])
    for ground in measure.grounds.filter(pk__in=facts):
        ground.fact = check_fact(facts[ground.pk])
        ground.save(update_fields=["fact"])


def _take(measure: Measure, actor: User, decided_at: dt.datetime, now: dt.datetime) -> Measure:
    measure.is_taken, measure.decided_by, measure.decided_at = True, actor, decided_at
    measure.save(update_fields=["is_taken", "decided_by", "decided_at"])
    make_letter(actor=actor, measure=measure, now=now)
    note_on(rests_on(measure).incidents, Event.Kind.MEASURE_DECIDED, actor, measure, now)
    _tell_proposer(measure, now)
    return measure


def _tell_proposer(measure: Measure, now: dt.datetime) -> None:
    if measure.proposed_by_id != measure.decided_by_id:
        notify(
            recipient=measure.proposed_by,
            kind=Notice.Kind.DECIDED,
            path=measure.get_absolute_url(),
            key=f"measure-decided:{measure.pk}",
            now=now,
        )
