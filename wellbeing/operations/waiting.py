"""While the usual holder is away: wait for them, or say that somebody was part of it."""

import datetime as dt

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from incidents.operations.reading import name_involved
from people.errors import RuleBroken
from people.models import User
from wellbeing import cadence
from wellbeing.models import CheckIn
from wellbeing.operations.choices import lock_open
from wellbeing.operations.schedule import TIMING, keep_distance, set_slot, tell_holder
from wellbeing.queries.preview import slot_of
from wellbeing.queries.waiting import Return, return_of

REFUSED = {
    Return.UNKNOWN: _("It isn’t known yet when %(name)s is back. Choose another time or person."),
    Return.SERIOUS: _("After something serious somebody should be there sooner than that."),
    Return.TOO_LATE: _("%(name)s is back on %(day)s; this check-in should not wait that long."),
}


@transaction.atomic
def wait_for_holder(*, actor: User, checkin: CheckIn, now: dt.datetime) -> CheckIn:
    """Let the check-in wait for who usually holds it, until they are back.

    Checks: it is open (CheckInClosed), somebody stands in for an absent one who is known to be
    back within the latest moment; else it says why not. Writes: the moment, and the holder of
    before. Tells them. Sends nothing.
    """
    row = lock_open(checkin)
    back = return_of(row, now)
    if back is None:
        raise RuleBroken(_("Nobody stands in for somebody else here."))
    if back.at is None:
        day = formats.date_format(back.on, "DATE_FORMAT") if back.on else ""
        raise RuleBroken(REFUSED[back.refused] % {"name": back.holder.given_name, "day": day})
    row.owner, row.standing_in_for = back.holder, None
    if row.claimed_by is not None:  # what was taken up moves along with the talk
        row.claimed_at, row.claimed_by = now, back.holder
    set_slot(row, cadence.moved(slot_of(row), back.at), back.week)
    row.save(update_fields=["owner", "standing_in_for", "claimed_at", "claimed_by", *TIMING])
    keep_distance(row.series, back.week)
    tell_holder(row, now, reason="waited")
    return row


@transaction.atomic
def name_holder_involved(*, actor: User, checkin: CheckIn, now: dt.datetime) -> User:
    """The person says that who holds the talk was part of what happened; it moves at once.

    Checks: it is open (CheckInClosed), somebody holds it, and it is about a report. Writes: who
    was named, for each report of the care; with it the talks move. Tells the new holder; the one
    who was named is told nothing. Returns who was named.
    """
    row = lock_open(checkin)
    reports = [told.incident for told in row.series.reports.select_related("incident")]
    if row.owner is None or not reports:
        raise RuleBroken(_("Choose somebody else below; there is no report to say this about."))
    named = row.owner
    for incident in reports:
        name_involved(actor=actor, incident=incident, person=named, now=now)
    return named
