"""A check-in offered to somebody whose own report did not ask for one: take it or leave it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.operations import Wish
from people.errors import RuleBroken
from people.models import User
from people.operations import notify
from wellbeing.models import CareOffer
from wellbeing.operations.plan import ask_for_checkin


class OfferAnswered(RuleBroken):
    """The person has said something else to this offer before."""


@transaction.atomic
def offer_care(
    *, person: User, because: CareOffer.Because, key: str, now: dt.datetime
) -> CareOffer:
    """Offer a person a check-in, once per key; `key` names what it is about, never a person.

    Checks: none; the same key gives the first offer again. Writes: the offer. Sends: a notice
    to the person, and to nobody else.
    """
    offer, is_new = CareOffer.objects.get_or_create(
        person=person, key=key, defaults={"because": because, "offered_at": now}
    )
    if is_new:
        notify(
            recipient=person,
            kind="care_offer",
            path=f"/offer/{offer.public_id}/",
            key=f"care-offer:{offer.pk}",
            now=now,
        )
    return offer


@transaction.atomic
def answer_offer(
    *, actor: User, offer: CareOffer, is_taken: bool, wish: Wish | None = None, now: dt.datetime
) -> CareOffer:
    """Take the offer, at the moment and with the person wished for, or leave it.

    Checks: the offer is the actor's, and was not answered differently (OfferAnswered); the same
    answer again changes nothing; a taken one needs a wish as `ask_for_checkin` checks it.
    Writes: the answer, and the check-in when taken. Tells the holder alone. Sends nothing.
    """
    row = CareOffer.objects.select_for_update().get(pk=offer.pk)
    if row.person_id != actor.pk:
        raise RuleBroken(_("This was offered to somebody else."))
    if row.is_taken is not None:
        if row.is_taken != is_taken:
            raise OfferAnswered(_("You have answered this before. You can ask at any time."))
        return row
    if is_taken:
        ask_for_checkin(actor=actor, wish=wish or Wish(), now=now)
    row.is_taken, row.answered_at = is_taken, now
    row.save(update_fields=["is_taken", "answered_at"])
    return row
