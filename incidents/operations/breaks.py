"""A breath: somebody is away for a moment and needs cover. Nothing of it remains afterwards."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Break
from incidents.permissions import may_cover
from incidents.queries.moment import likely_team
from people.errors import RuleBroken
from people.models import User

NOT_YOURS = _("Who leads the team finds cover.")
# Somebody who forgot to say that they are back is back by then.
STALE_AFTER = dt.timedelta(hours=12)


class AlreadyCovered(RuleBroken):
    """Somebody else stands in already."""


@transaction.atomic
def start_break(*, actor: User, now: dt.datetime) -> Break:
    """Step away for a moment; no reason is asked. Asking twice is one break.

    Checks: the actor works in a team. Writes: the break, which shows who leads the team that
    cover is needed. Sends nothing.
    """
    team = likely_team(actor)
    if team is None:
        raise RuleBroken(_("You work in no team at the moment, so nobody is asked for cover."))
    pause, _is_new = Break.objects.get_or_create(
        person=actor, defaults={"team": team, "started_at": now}
    )
    return pause


@transaction.atomic
def cover_break(*, actor: User, pause: Break, now: dt.datetime) -> Break:
    """Say that cover is arranged. Saying it twice changes nothing.

    Checks: the actor leads the team and is not away (RuleBroken); nobody else has
    (AlreadyCovered). Writes: who stands in. Sends nothing.
    """
    if not may_cover(actor, pause):
        raise RuleBroken(NOT_YOURS)
    row = (
        Break.objects.select_for_update(of=("self",)).select_related("covered_by").get(pk=pause.pk)
    )
    if row.covered_by is not None and row.covered_by != actor:
        raise AlreadyCovered(_("%(name)s stands in already.") % {"name": row.covered_by.given_name})
    row.covered_by = actor
    row.save(update_fields=["covered_by"])
    return row


@transaction.atomic
def end_break(*, actor: User, pause: Break, now: dt.datetime) -> None:
    """The person is back: the row goes, and with it every trace of the break.

    Checks: none, ending it twice changes nothing. Deletes: the break. Sends nothing.
    """
    Break.objects.filter(pk=pause.pk, person=actor).delete()


@transaction.atomic
def sweep_breaks(*, now: dt.datetime) -> int:
    """Remove breaks that nobody ended; return how many.

    Deletes: breaks that began more than half a day ago. Sends nothing.
    """
    removed, _rows = Break.objects.filter(started_at__lt=now - STALE_AFTER).delete()
    return removed
