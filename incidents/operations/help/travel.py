"""How a call travels: one level of people after the other, until somebody comes."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q

from incidents.models import HelpCall, HelpRing
from incidents.models.helpnow import HelpCallQuerySet
from incidents.operations.help.end import close_stale
from incidents.operations.help.notices import notice_key
from incidents.queries.duty import on_duty, route_of
from incidents.ringing import levels_after
from incidents.signals import help_rung
from people.models import Notice, User
from people.operations import notify

logger = logging.getLogger(__name__)

ASK_AFTER = dt.timedelta(minutes=15)

Step = Callable[[int, dt.datetime], bool]


def advance_calls(*, now: dt.datetime) -> int:
    """Let every waiting call that is due go on, and ask after those that last long.

    Each call is a transaction of its own; a call that another process is working on is left to
    it. Whoever looks after calls may say so as often as they like: nobody is rung twice.
    Returns how many calls were moved on.
    """
    due = HelpCall.objects.waiting().filter(escalate_at__lte=now)
    moved = sum(_safely(_go_on, pk, now) for pk in due.values_list("pk", flat=True))
    for pk in _lasting(now).values_list("pk", flat=True):
        _safely(_ask_after, pk, now)
    close_stale(now=now)
    return moved


def ask_levels(call: HelpCall, levels: list[int], now: dt.datetime) -> None:
    """Ring the first of these levels that has somebody on duty; without one, show the numbers.

    Call it in a transaction that holds the call. Writes: rings, notices, how far the call is and
    when it goes on. Sends: what the notices lead to. Signals: help_rung for each.
    """
    rung = set(call.rings.values_list("person_id", flat=True))
    for level in levels:
        on_level = on_duty(call.team, level, now, without=call.raised_by)
        people = [person for person in on_level if person.pk not in rung]
        if people:
            call.level, call.escalate_at = level, now + route_of(call.team).step
            call.save(update_fields=["level", "escalate_at"])
            for person in people:
                _ring(call, person, now)
            return
    call.escalate_at, call.exhausted_at = None, now
    call.save(update_fields=["escalate_at", "exhausted_at"])


@transaction.atomic
def _go_on(pk: int, now: dt.datetime) -> bool:
    call = _held(HelpCall.objects.waiting().filter(pk=pk, escalate_at__lte=now))
    if call is None:
        return False
    ask_levels(call, levels_after(route_of(call.team).levels, call.level), now)
    return True


@transaction.atomic
def _ask_after(pk: int, now: dt.datetime) -> bool:
    """Ask both people whether a call that was accepted is still going on."""
    call = _held(_lasting(now).filter(pk=pk))
    if call is None:
        return False
    call.asked_at = now
    call.save(update_fields=["asked_at"])
    for person in filter(None, (call.raised_by, call.accepted_by)):
        notify(
            recipient=person,
            kind=Notice.Kind.HELP_STILL,
            path=call.get_absolute_url(),
            key=f"help_still:{call.public_id}:{person.pk}:{now:%Y%m%d%H%M%S}",
            now=now,
        )
    return True


def _lasting(now: dt.datetime) -> HelpCallQuerySet:
    """Accepted calls of which nobody has said for fifteen minutes that they go on."""
    long_ago = now - ASK_AFTER
    return (
        HelpCall.objects.open()
        .filter(accepted_at__lte=long_ago)
        .filter(Q(still_at__isnull=True) | Q(still_at__lte=long_ago))
        .filter(Q(asked_at__isnull=True) | Q(asked_at__lt=F("still_at")))
    )


def _held(calls: HelpCallQuerySet) -> HelpCall | None:
    """Lock a call for this transaction; one that somebody else holds is theirs."""
    return (
        calls.select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("team__site", "team__parent", "raised_by", "accepted_by")
        .first()
    )


def _ring(call: HelpCall, person: User, now: dt.datetime) -> None:
    HelpRing.objects.create(call=call, person=person, level=call.level, rung_at=now)
    key = notice_key(call, person)
    path = call.get_absolute_url()
    notify(recipient=person, kind=Notice.Kind.HELP, path=path, key=key, now=now)
    help_rung.send(sender=HelpCall, call=call, person=person, now=now)


def _safely(step: Step, pk: int, now: dt.datetime) -> bool:
    try:
        return step(pk, now)
    except Exception as error:  # noqa: BLE001 - one bad call must not stop the others
        logger.warning("help call %s: looking after it failed with %s", pk, type(error).__name__)
        return False
