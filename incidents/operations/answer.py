"""What was done, told to the reporter in one sentence, and what the reporter says to that."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.models import Answer, Incident
from incidents.permissions import may_answer, may_reply
from incidents.signals import answer_given, answer_replied
from people.errors import RuleBroken
from people.models import Notice, User
from people.operations import notify

SENTENCE_MAX = 500


@transaction.atomic
def give_answer(*, actor: User, incident: Incident, sentence: str, now: dt.datetime) -> Answer:
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
        incident=incident, sentence=sentence, written_by=actor, written_at=now
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
def reply_to_answer(*, actor: User, answer: Answer, reply: str, now: dt.datetime) -> Answer:
    """Say "heard", which closes the report, or "not yet", which asks for another answer.

    Checks: the actor reported it; the reply is one of the two; the same reply twice changes
    nothing, another one is refused.
    Writes: the reply; `heard` closes the report. Sends: after `not_yet` a notice to whoever
    wrote the answer. Signals: answer_replied.
    """
    answer = Answer.objects.select_for_update().get(pk=answer.pk)
    if not may_reply(actor, answer):
        raise RuleBroken(_("Only the reporter replies to an answer."))
    if reply not in Answer.Reply.values:
        raise RuleBroken(_("Choose “heard” or “not yet”."), field="reply")
    if answer.reply == reply:
        return answer
    if answer.reply:
        raise RuleBroken(_("You have replied to this answer before."), field="reply")
    answer.reply, answer.replied_at = reply, now
    answer.save(update_fields=["reply", "replied_at"])
    if reply == Answer.Reply.HEARD:
        _close(answer.incident, actor, now)
    else:
        _ask_again(answer, now)
    answer_replied.send(sender=Answer, answer=answer, now=now)
    return answer


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


def _ask_again(answer: Answer, now: dt.datetime) -> None:
    notify(
        recipient=answer.written_by,
        kind=Notice.Kind.NOT_YET,
        path=answer.incident.get_absolute_url(),
        key=f"not_yet:{answer.pk}",
        now=now,
    )
