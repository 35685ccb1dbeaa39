"""What was done, told to the reporter in one sentence, and what the reporter says to that."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Answer, Event, Incident
from incidents.operations.due import answer_due
from incidents.operations.timeline import note_event
from incidents.permissions import may_answer, may_reply
from incidents.signals import answer_given, answer_replied
from people.errors import RuleBroken
from people.ids import uuid7
from people.models import Notice, User
from people.operations import notify

SENTENCE_MAX, REASON_MAX = 500, 300


@transaction.atomic
def give_answers(
    *, actor: User, incidents: Sequence[Incident], sentence: str, now: dt.datetime
) -> list[Answer]:
    """Tell the reporters of several reports of one cause the same; each reads only their own.

    Checks: there is at least one report; those of `give_answer` for each, all of them or none.
    Writes, sends, signals: as `give_answer`, for each; the answers share a batch.
    """
    if not incidents:
        raise RuleBroken(_("Choose at least one report."), field="report")
    batch = uuid7()
    ordered = sorted(incidents, key=lambda incident: incident.pk)
    return [
        give_answer(actor=actor, incident=incident, sentence=sentence, batch=batch, now=now)
        for incident in ordered
    ]


@transaction.atomic
def give_answer(
    *,
    actor: User,
    incident: Incident,
    sentence: str,
    batch: uuid.UUID | None = None,
    now: dt.datetime,
) -> Answer:
    """Tell the reporter what was done, also when nothing was done and why.

    Checks: the actor leads the team or is an adviser, and did not report it; the report is open
    and no answer waits for a reply; one sentence of at most 500 characters.
    Writes: the answer. Sends: a notice to the reporter. Signals: answer_given.
    """
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if not may_answer(actor, incident):
        raise RuleBroken(_("Somebody else answers this report."))
    sentence = " ".join(sentence.split())
    _check_sentence(sentence)
    if incident.closed_at is not None:
        raise RuleBroken(_("The reporter has said “heard”: this report is closed."))
    if incident.answers.filter(reply="").exists():
        raise RuleBroken(_("Your answer is there already. The reporter has not replied yet."))
    answer = Answer.objects.create(
        incident=incident, sentence=sentence, written_by=actor, written_at=now, batch=batch
    )
    notify(
        recipient=incident.reported_by,
        kind=Notice.Kind.ANSWER,
        path=incident.get_absolute_url(),
        key=f"answer:{answer.pk}",
        now=now,
    )
    answer_given.send(sender=Answer, answer=answer, now=now)
    return answer


@transaction.atomic
def reply_to_answer(
    *, actor: User, answer: Answer, reply: str, reason: str = "", now: dt.datetime
) -> Answer:
    """Say "heard", which closes the report, or "not yet" with what is missing.

    "Not yet" opens a closed report again, also after "heard" and when nobody had replied.

    Checks: the actor reported it; the reply is one of the two; "not yet" has a reason of at most
    300 characters; the same reply twice changes nothing; "heard" after "not yet" is refused, a
    new answer is on its way.
    Writes: the reply; `heard` closes the report, `not_yet` opens it and sets a new day for the
    answer. Sends: after `not_yet` a notice to whoever wrote the answer. Signals: answer_replied.
    """
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    if not may_reply(actor, answer):
        raise RuleBroken(_("Only the reporter replies to an answer."))
    if reply not in Answer.Reply.values:
        raise RuleBroken(_("Choose “heard” or “not yet”."), field="reply")
    if answer.reply == reply:
        return answer
    if answer.reply == Answer.Reply.NOT_YET:
        raise RuleBroken(_("You have replied to this answer before."), field="reply")
    reason = " ".join(reason.split()) if reply == Answer.Reply.NOT_YET else ""
    _check_reason(reply, reason)
    answer.reply, answer.replied_at, answer.not_yet_reason = reply, now, reason
    answer.save(update_fields=["reply", "replied_at", "not_yet_reason"])
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=answer.incident_id)
    if reply == Answer.Reply.HEARD:
        _close(incident, actor, now)
    else:
        _open_again(incident, actor, now)
        _ask_again(answer, now)
    answer_replied.send(sender=Answer, answer=answer, now=now)
    return answer


def _check_reason(reply: str, reason: str) -> None:
    if reply == Answer.Reply.NOT_YET and not reason:
        raise RuleBroken(_("Say in a few words what is still missing."), field="not_yet_reason")
    if len(reason) > REASON_MAX:
        raise RuleBroken(_("This is too long: 300 characters at most."), field="not_yet_reason")


def _check_sentence(sentence: str) -> None:
    if not sentence:
        raise RuleBroken(
            _("Write one sentence about what was done. Nothing is allowed too: say why."),
            field="sentence",
        )
    if len(sentence) > SENTENCE_MAX:
        raise RuleBroken(_("This is too long: 500 characters at most."), field="sentence")


def _close(incident: Incident, actor: User, now: dt.datetime) -> None:
    incident.closed_at, incident.closed_by = now, actor
    incident.save(update_fields=["closed_at", "closed_by"])


def _open_again(incident: Incident, actor: User, now: dt.datetime) -> None:
    """Wait for another answer, with as many days as for the first."""
    was_closed = incident.closed_at is not None
    incident.closed_at = incident.closed_by = None
    incident.answer_reminders = 0
    if incident.answer_due_at is not None:
        incident.answer_due_at = answer_due(incident, now)
    incident.save(update_fields=["closed_at", "closed_by", "answer_reminders", "answer_due_at"])
    if was_closed:
        note_event(incident=incident, kind=Event.Kind.REOPENED, actor=actor, now=now)


def _ask_again(answer: Answer, now: dt.datetime) -> None:
    notify(
        recipient=answer.written_by,
        kind=Notice.Kind.NOT_YET,
        path=answer.incident.get_absolute_url(),
        key=f"not_yet:{answer.pk}",
        now=now,
    )
