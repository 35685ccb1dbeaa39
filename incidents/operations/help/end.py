"""The end of a call: withdrawn, over, still going on, or forgotten."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import HelpCall, Takeover
from incidents.operations.help.notices import settle
from incidents.permissions import is_in_call
from incidents.signals import takeover_recorded
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify

# A call that nobody has touched for this long after its question, or its last level, is over.
FORGOTTEN_AFTER = dt.timedelta(hours=1)


class NotInCall(RuleBroken):
    """Somebody else called, and somebody else came."""

    def __init__(self) -> None:
        super().__init__(_("This is between the two of them."))


@transaction.atomic
def end_call(*, actor: User, call: HelpCall, now: dt.datetime) -> HelpCall:
    """Say that it is over. Before somebody has come, that withdraws the call.

    Checks: the actor called or came. A second time changes nothing.
    Writes: when and by whom; the lines of those who were asked are taken away. Sends: the
    question whether the caller felt backed, when somebody had stepped in. Signals then:
    takeover_recorded.
    """
    call = HelpCall.objects.select_for_update(no_key=True).get(pk=call.pk)
    if not is_in_call(actor, call):
        raise NotInCall
    if not call.is_open:
        return call
    if call.accepted_at is None:
        call.withdrawn_at = now
        call.save(update_fields=["withdrawn_at"])
        settle(call, now)
        return call
    return finish(call, now, by=actor)


@transaction.atomic
def say_still(*, actor: User, call: HelpCall, now: dt.datetime) -> HelpCall:
    """Say that an accepted call is still going on; the question comes back in fifteen minutes.

    Checks: the actor called or came. Writes: when it was said, while the call is open.
    """
    call = HelpCall.objects.select_for_update(no_key=True).get(pk=call.pk)
    if not is_in_call(actor, call):
        raise NotInCall
    if call.is_open and call.accepted_at is not None:
        call.still_at = now
        call.save(update_fields=["still_at"])
    return call


@transaction.atomic
def close_stale(*, now: dt.datetime) -> None:
    """End the calls that both people have forgotten, so that the next press rings again.

    Writes: the end, by nobody. Sends: the question of `end_call`.
    """
    long_ago = now - FORGOTTEN_AFTER
    forgotten = HelpCall.objects.open().filter(
        Q(asked_at__lte=long_ago, still_at__isnull=True)
        | Q(asked_at__lte=long_ago, still_at__lte=long_ago)
        | Q(exhausted_at__lte=long_ago, accepted_at__isnull=True)
    )
    for call in forgotten.select_for_update(skip_locked=True, no_key=True):
        finish(call, now, by=None)


def finish(call: HelpCall, now: dt.datetime, *, by: User | None) -> HelpCall:
    """Write the end of a call that the transaction holds, and ask later how it felt."""
    call.ended_at, call.ended_by = now, by
    call.save(update_fields=["ended_at", "ended_by"])
    settle(call, now)
    takeover = Takeover.objects.filter(call=call).select_related("person").first()
    if takeover is not None:
        takeover_recorded.send(sender=Takeover, takeover=takeover, now=now)
        ask_felt_backed(takeover, now)
    return call


def ask_felt_backed(takeover: Takeover, now: dt.datetime) -> None:
    """Put the one question on the pages of who was helped."""
    notify(
        recipient=takeover.person,
        kind=Notice.Kind.FELT_BACKED,
        path=takeover.get_absolute_url(),
        key=f"felt_backed:{takeover.public_id}",
        now=now,
    )
