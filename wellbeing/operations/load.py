"""Watching the load: when many small things add up, a check-in is offered, quietly."""

import datetime as dt

from django.db import transaction

from incidents.codes import Severity
from incidents.models import Incident, Tally
from people.models import Notice, Organisation, User
from wellbeing.codes import Impact
from wellbeing.load import Limits, is_offer_due, load_of
from wellbeing.models import CareImpact, CareOffer, CareSeries
from wellbeing.operations.offers import offer_care
from wellbeing.operations.schedule import lock_person

LOAD = CareOffer.Because.LOAD


@transaction.atomic
def watch_load(*, person: User, now: dt.datetime) -> CareOffer | None:
    """Offer a check-in to a person who met much of late.

    Checks: the load is over the limit, no care runs, private care included, and none was offered
    for this of late.
    Writes: the offer with its notice to the person. Nobody else is told. Sends nothing.
    """
    lock_person(person)
    limits = limits_of(Organisation.current())
    last = CareOffer.objects.filter(person=person, because=LOAD).first()
    is_due = is_offer_due(
        _load(person, limits, now),
        limits,
        offered_at=last.offered_at if last else None,
        is_cared_for=CareSeries.objects.running().of(person).exists(),
        now=now,
    )
    if not is_due:
        return None
    return offer_care(person=person, because=LOAD, key=f"load:{now.isoformat()}", now=now)


@transaction.atomic
def unwatch_load(*, person: User, since: dt.datetime, now: dt.datetime) -> None:
    """Take an offer back when the count that led to it is taken back.

    Checks: the load is under the limit again. Deletes: the unanswered offer made since that
    count, and its notice. Sends nothing.
    """
    lock_person(person)
    limits = limits_of(Organisation.current())
    if _load(person, limits, now) >= limits.load:
        return
    made = CareOffer.objects.open().filter(person=person, because=LOAD, offered_at__gte=since)
    for offer in made:
        Notice.objects.filter(key=f"care-offer:{offer.pk}").delete()
        offer.delete()


def limits_of(organisation: Organisation) -> Limits:
    """Return the limits an organisation set."""
    return Limits(
        load=organisation.load_limit,
        days=organisation.load_days,
        rest_days=organisation.load_rest_days,
        weights={
            Severity.HEATED: 0,
            Severity.RUDE: organisation.weight_rude,
            Severity.ABUSIVE: organisation.weight_abusive,
            Severity.THREAT_OR_DAMAGE: organisation.weight_threat,
            Severity.PHYSICAL: organisation.weight_violence,
        },
        impact_weight=organisation.weight_impact,
    )


def _load(person: User, limits: Limits, now: dt.datetime) -> int:
    begin = now - limits.window
    reports = Incident.objects.counted().filter(
        reported_by=person, occurred_at__gte=begin, occurred_at__lte=now
    )
    small = Tally.objects.standing().filter(person=person, at__gte=begin, at__lte=now)
    heavy = CareImpact.objects.filter(incident__in=reports, value__gte=Impact.STILL_WITH_ME)
    return load_of(
        reports.values_list("severity", flat=True),
        small.count(),
        limits=limits,
        heavy_impacts=heavy.count(),
    )
