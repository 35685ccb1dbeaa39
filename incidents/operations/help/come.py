"""Coming to a call, or saying that somebody else should."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import HelpCall, HelpRing, Takeover, TakeoverKind
from incidents.operations.help.call import OVER, UNKNOWN_WANTED
from incidents.operations.help.notices import notice_key, settle
from incidents.operations.help.travel import ask_levels
from incidents.permissions import may_come
from incidents.queries.duty import route_of
from incidents.ringing import levels_after
from people.errors import RuleBroken
from people.models import User
from people.operations import settle_notices

NOT_ASKED = _("You were not asked to come.")


class SomebodyElseComes(RuleBroken):
    """Another colleague was first."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is on the way already.") % {"name": name})


@transaction.atomic
def accept_call(*, actor: User, call: HelpCall, kind: str, now: dt.datetime) -> HelpCall:
    """Say "I'm going", and how: advise, join, take over. The first to say so comes.

    Checks: the actor was rung or leads the team, and did not call; the way is one of the three;
    the call waits (raises SomebodyElseComes for everybody but the first). Twice is once.
    Writes: who came and when, by an update that only a waiting call lets through; how they
    step in, when a person called. The lines of the others are taken away.
    """
    if not may_come(actor, call):
        raise RuleBroken(NOT_ASKED)
    if kind not in TakeoverKind.values:
        raise RuleBroken(UNKNOWN_WANTED, field="kind")
    waiting = HelpCall.objects.waiting().filter(pk=call.pk)
    is_first = waiting.update(accepted_by=actor, accepted_at=now, escalate_at=None) == 1
    call = HelpCall.objects.select_related("raised_by", "accepted_by", "team").get(pk=call.pk)
    if not is_first:
        if call.accepted_by_id != actor.pk:
            raise _refusal(call)
        return call
    if call.raised_by is not None:
        Takeover.objects.create(
            call=call,
            team=call.team,
            kind=kind,
            person=call.raised_by,
            taken_by=actor,
            taken_at=now,
        )
    settle(call, now)
    return call


@transaction.atomic
def pass_call(*, actor: User, call: HelpCall, now: dt.datetime) -> HelpCall:
    """Say "I can't, ask the next person".

    Checks: the actor was rung or leads the team. Writes: that they passed; when nobody of this
    level is left, the next one is asked at once. Sends: what ringing sends.
    """
    if not may_come(actor, call):
        raise RuleBroken(NOT_ASKED)
    call = (
        HelpCall.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team__site", "team__parent", "raised_by")
        .get(pk=call.pk)
    )
    ring, _made = HelpRing.objects.get_or_create(
        call=call, person=actor, defaults={"level": call.level, "rung_at": now}
    )
    if ring.passed_at is not None or not call.is_waiting:
        return call
    ring.passed_at = now
    ring.save(update_fields=["passed_at"])
    settle_notices(keys=[notice_key(call, actor)], now=now)
    is_anybody_left = call.rings.filter(level=call.level, passed_at__isnull=True).exists()
    if not is_anybody_left and call.exhausted_at is None:
        ask_levels(call, levels_after(route_of(call.team).levels, call.level), now)
    return call


def note_seen(*, actor: User, calls: list[int], now: dt.datetime) -> None:
    """Keep when an open page of somebody first showed them a call. Writes: that moment, once."""
    HelpRing.objects.filter(person=actor, call__in=calls, seen_at__isnull=True).update(seen_at=now)


def _refusal(call: HelpCall) -> RuleBroken:
    if call.accepted_by is not None:
        return SomebodyElseComes(call.accepted_by.given_name)
    return RuleBroken(OVER)
