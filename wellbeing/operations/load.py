"""Watching the load: when many small things add up, a check-in is offered, quietly."""

import datetime as dt

from django.db import transaction

from incidents.codes import Severity
from incidents.models import Incident, Tally
from people.models import Organisation, User
from people.operations import renew_notices, settle_notices
from wellbeing.codes import Impact
from wellbeing.load import Limits, is_offer_due, load_of
from wellbeing.models import CareImpact, CareOffer, CareSeries
from wellbeing.operations.offers import notice_key, offer_care
from wellbeing.operations.schedule import lock_person

LOAD = CareOffer.Because.LOAD


@transaction.atomic
def watch_load(*, person: User, now: dt.datetime) -> CareOffer | None:
    """Offer a check-in to a person who met much of late.

    Checks: the load is over the limit, no care runs, private care included, and none was offered
    for this of late; one that was taken back of late is offered again instead of another.
    Writes: the offer with its notice to the person. Nobody else is told. Sends nothing.
    """
    lock_person(person)
    limits = limits_of(Organisation.current())
    last = CareOffer.objects.filter(person=person, because=LOAD).first()
    load = _load(person, limits, now)
    is_cared_for = CareSeries.objects.running().of(person).exists()
    offered_at = last.offered_at if last else None
    if is_offer_due(load, limits, offered_at=offered_at, is_cared_for=is_cared_for, now=now):
        return offer_care(person=person, because=LOAD, key=f"load:{now.isoformat()}", now=now)
    if last is None or last.withdrawn_at is None or load < limits.load or is_cared_for:
        return None
    last.withdrawn_at = None
    last.save(update_fields=["withdrawn_at"])
    renew_notices(keys=[notice_key(last)])
    return last


@transaction.atomic
def unwatch_load(*, person: User, since: dt.datetime, now: dt.datetime) -> None:
    """Take an offer back when the count that led to it is taken back.

    Checks: the load is under the limit again. Writes: since when the unanswered offer made since
    that count does not stand; its line goes. It is kept: one is made in so many days, no more.
    Sends nothing.
    """
    lock_person(person)
    limits = limits_of(Organisation.current())
    if _load(person, limits, now) >= limits.load:
        return
    made = CareOffer.objects.open().filter(person=person, because=LOAD, offered_at__gte=since)
    settle_notices(keys=[notice_key(offer) for offer in made], now=now)
    made.update(withdrawn_at=now)


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
