"""What a report can be completed with: the input, its rules, and the rows it becomes."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.codes import THREAT_OR_VIOLENCE
from incidents.codes.after import (
    CIRCUMSTANCE_BY_KEY,
    OUTCOME_BY_KEY,
    RELATION_BY_KEY,
    STEP_BY_KEY,
    TRIGGER_BY_KEY,
    BehavedBy,
    Prepared,
    Step,
)
from incidents.models import Incident, LadderStep, Settlement
from incidents.operations import rules
from people.errors import RuleBroken

SHORT_MAX, REASON_MAX = 300, 200

UNKNOWN_TRIGGER = _("Choose one of the reasons in the list.")
UNKNOWN_CIRCUMSTANCE = _("One of these circumstances is not in the list.")
UNKNOWN_STEP = _("One of these steps is not in the list.")
STEP_TWICE = _("Each step can be chosen once.")
UNKNOWN_BY = _("Choose who took the step: you, a colleague or the manager.")
STEP_IN_FUTURE = _("A step cannot be later than now.")
STEP_TIME = _("Write the time of a step as hours and minutes.")
WARNED_AFTER = _("The warning comes before the end of the contact. Check the times.")
NO_WARNING = _("The contact was ended without a warning. Say in a few words why.")
UNKNOWN_OUTCOME = _("Choose one of the ways it can end.")
UNKNOWN_RELATION = _("Choose how the relation was afterwards.")
YES_OR_NO = _("Choose yes or no.")
UNKNOWN_MANNER = _("Choose whether the manner was all right.")
UNKNOWN_PREPARED = _("Choose yes, partly or no.")
UNKNOWN_WHO = _("Choose who behaved like this.")
SHORT_TOO_LONG = _("This is too long: 300 characters at most.")
REASON_TOO_LONG = _("This is too long: 200 characters at most.")


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """One step of the ladder; when and the words used only where they are known."""

    step: str
    taken_at: dt.datetime | None = None
    taken_by: str = LadderStep.By.ME
    wording: str = ""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What may be added; None and empty mean that nothing is said about it."""

    trigger: str = ""
    circumstances: tuple[str, ...] | None = None
    ladder: tuple[StepTaken, ...] | None = None
    ended_reason: str = ""
    outcome: str = ""
    relation_after: str = ""
    is_manner_right: bool | None = None
    behaved_by: str = ""
    prepared: str = ""
    wish: str = ""
    fix: str = ""
    is_agreed: bool | None = None
    is_customers_idea: bool = False

    @property
    def is_settling(self) -> bool:
        """Whether anything is said about a fix."""
        return bool(self.wish or self.fix or self.is_agreed is not None or self.is_customers_idea)


def detail_problems(
    details: Details, *, behaviours: Iterable[str], now: dt.datetime
) -> list[RuleBroken]:
    """Return every rule that the details of a report with these behaviours break."""
    found = [
        _one_of(details.trigger, TRIGGER_BY_KEY, UNKNOWN_TRIGGER, "trigger"),
        _all_of(details.circumstances, CIRCUMSTANCE_BY_KEY, UNKNOWN_CIRCUMSTANCE, "circumstances"),
        _one_of(details.outcome, OUTCOME_BY_KEY, UNKNOWN_OUTCOME, "outcome"),
        _one_of(details.relation_after, RELATION_BY_KEY, UNKNOWN_RELATION, "relation_after"),
        _one_of(details.behaved_by, set(BehavedBy), UNKNOWN_WHO, "behaved_by"),
        _one_of(details.prepared, set(Prepared), UNKNOWN_PREPARED, "prepared"),
        _at_most(details.wish, SHORT_MAX, SHORT_TOO_LONG, "wish"),
        _at_most(details.fix, SHORT_MAX, SHORT_TOO_LONG, "fix"),
        _at_most(details.ended_reason, REASON_MAX, REASON_TOO_LONG, "ended_reason"),
        *_ladder_problems(details, set(behaviours), now),
    ]
    return [problem for problem in found if problem is not None]


def _ladder_problems(
    details: Details, behaviours: set[str], now: dt.datetime
) -> list[RuleBroken | None]:
    steps = details.ladder or ()
    keys = [step.step for step in steps]
    if not all(key in STEP_BY_KEY for key in keys):
        return [RuleBroken(UNKNOWN_STEP, field="ladder")]
    if len(set(keys)) < len(keys):
        return [RuleBroken(STEP_TWICE, field="ladder")]
    return [*(_step_problem(step, now) for step in steps), _end_problem(details, behaviours)]


def _step_problem(step: StepTaken, now: dt.datetime) -> RuleBroken | None:
    if step.taken_by not in LadderStep.By.values:
        return RuleBroken(UNKNOWN_BY, field="ladder")
    if step.taken_at is not None and step.taken_at > now + rules.CLOCK_TOLERANCE:
        return RuleBroken(STEP_IN_FUTURE, field="ladder")
    return _at_most(step.wording, SHORT_MAX, SHORT_TOO_LONG, "ladder")


def _end_problem(details: Details, behaviours: set[str]) -> RuleBroken | None:
    """Ending a contact follows a warning, unless a threat or violence left no room for one."""
    steps = {STEP_BY_KEY[step.step].number: step for step in details.ladder or ()}
    ended, warned = steps.get(Step.ENDED_CONTACT), steps.get(Step.WARNED)
    if ended is None:
        return None
    if warned is None:
        is_excused = details.ended_reason.strip() or behaviours & THREAT_OR_VIOLENCE
        return None if is_excused else RuleBroken(NO_WARNING, field="ended_reason")
    if warned.taken_at and ended.taken_at and warned.taken_at > ended.taken_at:
        return RuleBroken(WARNED_AFTER, field="ladder")
    return None


def set_details(incident: Incident, details: Details) -> None:
    """Set what the header of a report holds, where something is said about it. Saves nothing."""
    if details.trigger:
        incident.trigger = TRIGGER_BY_KEY[details.trigger].number
    if details.circumstances is not None:
        numbers = {CIRCUMSTANCE_BY_KEY[key].number for key in details.circumstances}
        incident.circumstances = sorted(numbers)
    if details.outcome:
        incident.outcome = OUTCOME_BY_KEY[details.outcome].number
    if details.relation_after:
        incident.relation_after = RELATION_BY_KEY[details.relation_after].number
    if details.is_manner_right is not None:
        incident.is_manner_right = details.is_manner_right
    if details.behaved_by:
        incident.behaved_by = details.behaved_by
    if details.prepared:
        incident.prepared = details.prepared


DETAIL_COLUMNS = (
    "trigger", "circumstances", "outcome", "relation_after", "is_manner_right", "behaved_by",
    "prepared",
)  # fmt: skip


def write_rows(incident: Incident, details: Details) -> None:
    """Write the steps and the settlement of a saved report; the steps given replace the earlier."""
    if details.ladder is not None:
        LadderStep.objects.filter(incident=incident).delete()
        LadderStep.objects.bulk_create(_rows(incident, details))
    if details.is_settling:
        Settlement.objects.update_or_create(
            incident=incident,
            defaults={
                "wish": details.wish.strip(),
                "fix": details.fix.strip(),
                "is_agreed": details.is_agreed,
                "is_customers_idea": details.is_customers_idea,
            },
        )


def _rows(incident: Incident, details: Details) -> list[LadderStep]:
    return [
        LadderStep(
            incident=incident,
            step=STEP_BY_KEY[step.step].number,
            taken_at=step.taken_at,
            taken_by=step.taken_by,
            wording=step.wording.strip(),
            reason=_reason(step, details),
        )
        for step in details.ladder or ()
    ]


def _reason(step: StepTaken, details: Details) -> str:
    is_end = STEP_BY_KEY[step.step].number == Step.ENDED_CONTACT
    return details.ended_reason.strip() if is_end else ""


def _one_of(
    key: str, known: Container[str], message: "str | Promise", name: str
) -> RuleBroken | None:
    return None if not key or key in known else RuleBroken(message, field=name)


def _all_of(
    keys: Iterable[str] | None, known: Container[str], message: "str | Promise", name: str
) -> RuleBroken | None:
    return None if all(key in known for key in keys or ()) else RuleBroken(message, field=name)


def _at_most(text: str, most: int, message: "str | Promise", name: str) -> RuleBroken | None:
    return RuleBroken(message, field=name) if len(text) > most else None
