"""Stepping in for a colleague, and how that felt to them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes.after import HANDOVER_REASON_BY_KEY
from incidents.models import Event, FeltBacked, HelpCall, Incident, Takeover, TakeoverKind
from incidents.operations.help.call import NOT_YOUR_CALL, UNKNOWN_WANTED
from incidents.operations.help.end import ask_felt_backed
from incidents.operations.timeline import note_event
from incidents.permissions import may_record_takeover
from incidents.signals import takeover_recorded, takeover_tied
from people.errors import RuleBroken
from people.models import User
from people.operations import settle_notices

NO_REASON = _("Choose why you took over.")
NOT_YOURS = _("Only who stepped in says how.")
NOT_YOUR_ANSWER = _("Only the person who was helped answers this.")
NOT_OVER = _("The call is not over yet.")
NO_REPLY = _("Choose yes, partly or no.")
ANSWERED = _("You have answered this before.")


@transaction.atomic
def note_takeover(
    *, actor: User, takeover: Takeover, kind: str, reason: str, is_said: bool, now: dt.datetime
) -> Takeover:
    """Say how one stepped in, why, and that the words for it were said.

    Checks: the actor stepped in; the way is one of the three; taking over has a reason of the
    list, on which nobody has failed. Writes: the hand-over; a line on the timeline of its report
    when the way is another one.
    """
    takeover = Takeover.objects.select_for_update(no_key=True).get(pk=takeover.pk)
    if takeover.taken_by_id != actor.pk:
        raise RuleBroken(NOT_YOURS)
    _check_way(kind, reason)
    is_other = takeover.kind != kind
    takeover.kind, takeover.reason, takeover.is_said = kind, _number_of(reason), is_said
    takeover.save(update_fields=["kind", "reason", "is_said"])
    if takeover.incident is not None and is_other:
        _tell(takeover, takeover.incident, now)
    return takeover


@transaction.atomic
def record_takeover(
    *, actor: User, incident: Incident, kind: str, reason: str, is_said: bool, now: dt.datetime
) -> Takeover:
    """Note on a report, afterwards, that one stepped in for the reporter. Once per person.

    Checks: the actor leads the team, did not report it, and the report has a name on it; the way
    and the reason. Writes: the hand-over, a line on the timeline. Sends: the one question to the
    reporter. Signals: takeover_recorded.
    """
    incident = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    if not may_record_takeover(actor, incident):
        raise RuleBroken(NOT_YOURS)
    _check_way(kind, reason)
    standing = incident.takeovers.filter(taken_by=actor).first()
    if standing is not None:
        return note_takeover(
            actor=actor, takeover=standing, kind=kind, reason=reason, is_said=is_said, now=now
        )
    takeover = Takeover.objects.create(
        incident=incident,
        team=incident.team,
        kind=kind,
        person=incident.reported_by,
        taken_by=actor,
        taken_at=now,
        reason=_number_of(reason),
        is_said=is_said,
    )
    _tell(takeover, incident, now)
    takeover_recorded.send(sender=Takeover, takeover=takeover, now=now)
    ask_felt_backed(takeover, now)
    return takeover


@transaction.atomic
def link_call(*, actor: User, call: HelpCall, incident: Incident, now: dt.datetime) -> HelpCall:
    """Tie the report that a call became to it, with whoever stepped in.

    Checks: the call and the report are the actor's. A call that has a report keeps it; a report
    without a name is tied to nothing, because a call has one.
    Writes: the report on the call and on the hand-over, a line on the timeline. Signals:
    takeover_tied.
    """
    call = HelpCall.objects.select_for_update(no_key=True).get(pk=call.pk)
    if call.raised_by_id != actor.pk:
        raise RuleBroken(NOT_YOUR_CALL)
    if call.incident_id is not None or incident.is_anonymous:
        return call
    if actor.pk not in {incident.reported_by_id, incident.written_by_id}:
        raise RuleBroken(NOT_YOUR_CALL)
    call.incident = incident
    call.save(update_fields=["incident"])
    takeover = Takeover.objects.filter(call=call).first()
    if takeover is not None:
        takeover.incident = incident
        takeover.save(update_fields=["incident"])
        _tell(takeover, incident, now)
        takeover_tied.send(sender=Takeover, takeover=takeover, now=now)
    return call


@transaction.atomic
def say_felt_backed(
    *, actor: User, takeover: Takeover, reply: str, may_manager_see: bool, now: dt.datetime
) -> FeltBacked:
    """Answer the one question; whoever stepped in sees it only when the person says so.

    Checks: the actor was helped; the call is over; one of the three; answered once, the same
    answer twice changes nothing. Writes: the answer; its line on the person's pages goes.
    """
    takeover = Takeover.objects.select_for_update(no_key=True).get(pk=takeover.pk)
    if takeover.person_id != actor.pk:
        raise RuleBroken(NOT_YOUR_ANSWER)
    if takeover.call is not None and takeover.call.is_open:
        raise RuleBroken(NOT_OVER)
    if reply not in FeltBacked.Reply.values:
        raise RuleBroken(NO_REPLY, field="reply")
    given, is_made = FeltBacked.objects.get_or_create(
        takeover=takeover,
        defaults={"reply": reply, "may_manager_see": may_manager_see, "replied_at": now},
    )
    if not is_made and (given.reply, given.may_manager_see) != (reply, may_manager_see):
        raise RuleBroken(ANSWERED, field="reply")
    settle_notices(keys=[f"felt_backed:{takeover.public_id}"], now=now)
    return given


def _check_way(kind: str, reason: str) -> None:
    if kind not in TakeoverKind.values:
        raise RuleBroken(UNKNOWN_WANTED, field="kind")
    if reason and reason not in HANDOVER_REASON_BY_KEY:
        raise RuleBroken(NO_REASON, field="reason")
    if kind == TakeoverKind.TAKE_OVER and not reason:
        raise RuleBroken(NO_REASON, field="reason")


def _number_of(reason: str) -> int | None:
    return HANDOVER_REASON_BY_KEY[reason].number if reason else None


def _tell(takeover: Takeover, incident: Incident, now: dt.datetime) -> None:
    note_event(
        incident=incident,
        kind=Event.Kind.TAKEN_OVER,
        actor=takeover.taken_by,
        now=now,
        about=takeover.kind,
    )
