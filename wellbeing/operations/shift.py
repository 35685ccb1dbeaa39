"""When somebody's shift usually ends: asked once, and what was planned by it moves along."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from incidents.codes import WishWhen
from incidents.operations import Wish
from people.models import User
from people.operations import change_preferences, preferences_of
from wellbeing.operations.wishes import wish_moment
from wellbeing.queries.care import waiting_for_shift_end


def pass_shift_question(*, actor: User, now: dt.datetime) -> User:
    """Keep that the actor would rather not say it now, so that it is not asked again.

    Checks: none. Writes: the account.
    """
    actor.has_passed_shift = True
    actor.save(update_fields=["has_passed_shift"])
    return actor


@transaction.atomic
def tell_shift_end(*, actor: User, ends_at: dt.time, now: dt.datetime) -> User:
    """Keep when the actor's shift usually ends, and move the check-ins that wait for its end.

    Checks: none. Writes: the account; the moments of the open check-ins that were asked for at
    the end of a shift. Tells their holders. Sends nothing.
    """
    wanted = replace(preferences_of(actor), shift_ends_at=ends_at)
    change_preferences(actor=actor, preferences=wanted, now=now)
    waiting = waiting_for_shift_end(actor).filter(due_at__gt=now)
    for row in waiting.select_related("series__person", "series__team__site", "owner"):
        row.series.person = actor
        wish_moment(actor=actor, checkin=row, wish=Wish(when=WishWhen.END_OF_SHIFT), now=now)
    return actor
