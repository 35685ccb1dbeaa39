"""A check-in offered to somebody whose own report did not ask for one: take it or leave it."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from incidents.operations import Wish
from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing.models import CareOffer, CareSeries
from wellbeing.operations.handover import hand_over_barred
from wellbeing.operations.plan import ask_for_checkin

# Left once, an offer is made again after two weeks; after six it would only surprise.
AGAIN_AFTER = dt.timedelta(days=14)
AGAIN_UNTIL = dt.timedelta(days=42)
REPEATED = [CareOffer.Because.WITNESS, CareOffer.Because.HELPER]


class OfferAnswered(RuleBroken):
    """The person has said something else to this offer before."""


@transaction.atomic
def offer_care(
    *,
    person: User,
    because: CareOffer.Because,
    key: str,
    incident: Incident | None = None,
    now: dt.datetime,
) -> CareOffer:
    """Offer a person a check-in, once per key; `key` names what it is about, never a person.

    `incident` is the report of a colleague that it is about, when there is one.

    Checks: none; the same key gives the first offer again. Writes: the offer. Sends: a notice
    to the person, and to nobody else.
    """
    offer, is_new = CareOffer.objects.get_or_create(
        person=person,
        key=key,
        defaults={"because": because, "incident": incident, "offered_at": now},
    )
    if is_new:
        notify(
            recipient=person,
            kind="care_offer",
            path=f"/offer/{offer.public_id}/",
            key=notice_key(offer),
            now=now,
        )
    return offer


def notice_key(offer: CareOffer) -> str:
    """Return the key of the one line that tells of an offer."""
    return f"care-offer:{offer.pk}"


def repeat_offers(*, now: dt.datetime) -> int:
    """Offer once more what a witness or who stepped in left two weeks ago, and then never again.

    Offers for load come again by their own rule; nobody is asked while care of their own runs,
    unless it is private: that would show. Writes: the second offers, each once; sends the
    notices of `offer_care`. Returns how many were made.
    """
    again = CareOffer.objects.filter(
        person=OuterRef("person"), key=Concat(OuterRef("key"), Value(CareOffer.AGAIN))
    )
    left = CareOffer.objects.filter(
        because__in=REPEATED,
        is_taken=False,
        answered_at__lte=now - AGAIN_AFTER,
        answered_at__gt=now - AGAIN_UNTIL,
        person__is_active=True,
    )
    cared_for = CareSeries.objects.running().filter(is_private=False).values("person")
    due = left.exclude(key__endswith=CareOffer.AGAIN).exclude(Exists(again))
    due = due.exclude(person__in=cared_for)
    made = 0
    for first in due.select_related("person", "incident").order_by("answered_at"):
        offer_care(
            person=first.person,
            because=CareOffer.Because(first.because),
            key=f"{first.key}{CareOffer.AGAIN}",
            incident=first.incident,
            now=now,
        )
        made += 1
    return made


@transaction.atomic
def tie_offers(*, person: User, key: str, incident: Incident, now: dt.datetime) -> None:
    """Say of an offer that was made before its report was written which report it is about.

    Writes: the report, also on the offer once more; talks of a taken one change hands when who
    holds them was part of it. Tells the person and the new holder of those. Sends nothing.
    """
    made = CareOffer.objects.filter(person=person, key__in=[key, f"{key}{CareOffer.AGAIN}"])
    made.update(incident=incident)
    for series in CareSeries.objects.running().filter(offers__in=made).distinct():
        hand_over_barred(series=series, now=now)


@transaction.atomic
def answer_offer(
    *, actor: User, offer: CareOffer, is_taken: bool, wish: Wish | None = None, now: dt.datetime
) -> CareOffer:
    """Take the offer, at the moment and with the person wished for, or leave it.

    Checks: the offer is the actor's, and was not answered differently (OfferAnswered); the same
    answer again changes nothing; a taken one needs a wish as `ask_for_checkin` checks it.
    Writes: the answer, and the check-in when taken, with the care it became part of. Tells the
    holder alone. Sends nothing.
    """
    row = CareOffer.objects.select_for_update().get(pk=offer.pk)
    if row.person_id != actor.pk:
        raise RuleBroken(_("This was offered to somebody else."))
    if row.is_taken is not None:
        if row.is_taken != is_taken:
            raise OfferAnswered(_("You have answered this before. You can ask at any time."))
        return row
    if is_taken:
        ask_for_checkin(actor=actor, wish=wish or Wish(), offer=row, now=now)
    row.is_taken, row.answered_at, row.withdrawn_at = is_taken, now, None
    row.save(update_fields=["is_taken", "answered_at", "withdrawn_at"])
    return row
