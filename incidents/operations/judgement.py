"""How a manager or adviser reads a report: was the complaint right, was the manner all right.

The reading stands beside the reporter's own words and codes; it never changes them.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import BEHAVIOUR_BY_KEY, COMPLAINT_VALID_BY_KEY, Severity
from incidents.models import Event, Incident, Judgement
from incidents.operations import rules
from incidents.operations.complaint import open_judged_complaint
from incidents.operations.timeline import note_event
from incidents.permissions import may_judge
from incidents.signals import report_judged
from people.errors import RuleBroken
from people.models import User

REASON_MAX = 300


@transaction.atomic
def judge_report(
    *,
    actor: User,
    incident: Incident,
    complaint_valid: str,
    is_manner_right: bool,
    behaviours: Sequence[str] = (),
    severity: int | None = None,
    reason: str = "",
    now: dt.datetime,
) -> Judgement:
    """Judge complaint and manner, each for itself; the latest counts. Bad manner confirms it.

    Checks: the actor leads the team or is an adviser, and did not report it; the person it
    happened to has confirmed it; the complaint has an answer; a manner that is not all right has
    a code of S1 or above; a severity is below the computed one, a milder reading has a reason.
    Writes: a judgement, one event, the record of a right complaint. Signals: report_judged.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    _check_open_to(actor, incident)
    if complaint_valid not in COMPLAINT_VALID_BY_KEY:
        raise RuleBroken(rules.UNKNOWN_COMPLAINT, field="complaint_valid")
    _check_manner(is_manner_right=is_manner_right, behaviours=behaviours)
    reason = " ".join(reason.split())
    lower = None if severity == incident.severity else severity
    _check_lower(incident, lower, reason, is_manner_right=is_manner_right)
    judgement = Judgement.objects.create(
        incident=incident,
        complaint_valid=COMPLAINT_VALID_BY_KEY[complaint_valid].number,
        is_manner_right=is_manner_right,
        behaviours=sorted({BEHAVIOUR_BY_KEY[key].number for key in behaviours}),
        severity=lower,
        reason=reason,
        judged_by=actor,
        judged_at=now,
    )
    note_event(incident=incident, kind=Event.Kind.JUDGED, actor=actor, now=now)
    open_judged_complaint(judgement=judgement, now=now)
    report_judged.send(sender=Judgement, incident=incident, now=now)
    return judgement


def _check_open_to(actor: User, incident: Incident) -> None:
    if not may_judge(actor, incident):
        raise RuleBroken(_("Somebody else judges this report."))
    if incident.confirmed_at is None:
        raise RuleBroken(_("Your colleague has not confirmed this report yet."))


def _check_manner(*, is_manner_right: bool, behaviours: Sequence[str]) -> None:
    if is_manner_right:
        if behaviours:
            raise RuleBroken(
                _("The manner was all right, so nothing is chosen here."), field="behaviours"
            )
        return
    if any(key not in BEHAVIOUR_BY_KEY for key in behaviours):
        raise RuleBroken(rules.UNKNOWN_BEHAVIOUR, field="behaviours")
    if not behaviours:
        raise RuleBroken(_("Choose what was not all right."), field="behaviours")
    if any(BEHAVIOUR_BY_KEY[key].severity == Severity.HEATED for key in behaviours):
        raise RuleBroken(
            _("A tense contact or a threat with a review is no bad manner."), field="behaviours"
        )


def _check_lower(
    incident: Incident, lower: int | None, reason: str, *, is_manner_right: bool
) -> None:
    """Nobody lowers a severity in silence, and nobody raises one by a judgement."""
    if lower is not None and lower not in list(Severity):
        raise RuleBroken(_("Choose one of the severities."), field="severity")
    if lower is not None and lower > incident.severity:
        raise RuleBroken(
            _("A judgement cannot raise the severity: it follows from what the customer did."),
            field="severity",
        )
    if len(reason) > REASON_MAX:
        raise RuleBroken(_("This is too long: 300 characters at most."), field="reason")
    is_lower = lower is not None or (is_manner_right and incident.severity > Severity.HEATED)
    if is_lower and not reason:
        raise RuleBroken(
            _("Say why you read it as less serious. The reporter reads your reason."),
            field="reason",
        )
