"""Once more: a small rudeness, counted with one tap and taken back as easily."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Product, Tally
from incidents.queries.moment import likely_channel, likely_team
from incidents.signals import tally_recorded, tally_undone
from people.errors import RuleBroken
from people.ids import uuid7
from people.models import Organisation, User

# The page offers eight seconds; the network may need some of them.
UNDO_WITHIN = dt.timedelta(seconds=60)
NAME_WITHIN = dt.timedelta(days=1)


class TooLate(RuleBroken):
    """The moment to take it back has passed."""


@transaction.atomic
def record_tally(*, actor: User, key: str, now: dt.datetime) -> Tally:
    """Count one small thing now, where the actor most likely stands. The same key counts once.

    A button pressed anew on a page that was gone back to, after its count was taken back, counts.

    Checks: the actor works in a team. Writes: the tally. Signals: tally_recorded, the first time.
    Sends nothing.
    """
    team = likely_team(actor)
    if team is None:
        raise RuleBroken(_("You work in no team at the moment, so there is nowhere to count it."))
    zone: ZoneInfo = team.site.time_zone if team.site else Organisation.current().time_zone
    local = now.astimezone(zone)
    if Tally.objects.filter(person=actor, key=key, undone_at__isnull=False).exists():
        key = str(uuid7())
    tally, is_new = Tally.objects.get_or_create(
        person=actor,
        key=key,
        defaults={
            "team": team,
            "channel": likely_channel(actor, team),
            "at": now,
            "occurred_on": local.date(),
            "local_hour": local.hour,
        },
    )
    if is_new:
        tally_recorded.send(sender=Tally, tally=tally, now=now)
    return tally


@transaction.atomic
def undo_tally(*, actor: User, tally: Tally, now: dt.datetime) -> Tally:
    """Take a count back. Doing it twice changes nothing.

    Checks: it is not longer ago than a minute (TooLate). Writes: when it was taken back.
    Signals: tally_undone, the first time. Sends nothing.
    """
    row = Tally.objects.select_for_update().get(pk=tally.pk, person=actor)
    if row.undone_at is not None:
        return row
    if now - row.at > UNDO_WITHIN:
        raise TooLate(_("That was a while ago, so it stays counted."))
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    tally_undone.send(sender=Tally, tally=row, now=now)
    return row


@transaction.atomic
def name_product(*, actor: User, tally: Tally, product: Product, now: dt.datetime) -> Tally:
    """Say afterwards which product it was about.

    Checks: the count stands and is of the last day (TooLate), the product is in use. Writes: the
    product. Sends nothing.
    """
    row = Tally.objects.select_for_update().get(pk=tally.pk, person=actor)
    if row.undone_at is not None or now - row.at > NAME_WITHIN:
        raise TooLate(_("This cannot be changed any more."))
    if not product.is_active:
        raise RuleBroken(_("This product is not in use any more."), field="product")
    row.product = product
    row.save(update_fields=["product"])
    return row
