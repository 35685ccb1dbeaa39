"""Days on which a team, or the whole organisation, is closed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import RuleBroken
from people.models import ClosingDay, Team, User

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def add_closing_days(
    *,
    actor: User,
    team: Team | None,
    first_on: dt.date,
    last_on: dt.date | None,
    now: dt.datetime,
) -> ClosingDay:
    """Close a team for some days; without a team, everybody. What is planned stays planned.

    Checks: the last day is not before the first, at most a year, and the same days are not there
    already. Writes: the row. Sends nothing.
    """
    last = last_on or first_on
    if last < first_on:
        raise RuleBroken(_("The last day cannot come before the first."), field="last_on")
    if last - first_on >= LONGEST:
        raise RuleBroken(
            _("More than a year is no closing day. Close the team instead."), field="last_on"
        )
    row, is_new = ClosingDay.objects.get_or_create(team=team, first_on=first_on, last_on=last)
    if not is_new:
        raise RuleBroken(_("These days are there already."), field="first_on")
    return row


@transaction.atomic
def remove_closing_days(*, actor: User, days: ClosingDay, now: dt.datetime) -> None:
    """Open again on these days. Checks: none. Deletes: the row. What is planned stays planned."""
    days.delete()
