"""What was filled in about a report afterwards, in the organisation's words."""

import datetime as dt
from dataclasses import dataclass

from incidents.codes import WordList
from incidents.codes.after import BEHAVED_BY, BehavedBy, Step
from incidents.models import Incident, LadderStep, Settlement
from incidents.queries.panel import Panel
from incidents.queries.words import words
from people.models import User


@dataclass(frozen=True)
class ShownStep:
    """One step that was taken, with its word; the clock only for who may know the reporter."""

    label: str
    row: LadderStep
    at: dt.datetime | None


@dataclass(frozen=True)
class Completed:
    """The details for showing; empty where nothing was filled in."""

    incident: Incident
    who: object
    trigger: str
    circumstances: list[str]
    steps: list[ShownStep]
    minutes_to_end: int | None
    outcome: str
    relation: str
    settlement: Settlement | None

    @property
    def is_empty(self) -> bool:
        return not (
            self.who
            or self.trigger
            or self.circumstances
            or self.steps
            or self.outcome
            or self.relation
            or self.settlement
            or self.incident.prepared
            or self.incident.is_manner_right is not None
        )


def completed_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Show the details to everybody who sees the report; nothing when there are none."""
    shown = completed_of(incident, has_clock=not incident.hides_reporter_from(user))
    return None if shown.is_empty else Panel("incidents/_completed.html", shown)


def completed_of(incident: Incident, *, has_clock: bool) -> Completed:
    """Return the details of a report. Seven queries."""
    steps = list(LadderStep.objects.filter(incident=incident))
    labels = _labels(WordList.LADDER)
    circumstances = _labels(WordList.CIRCUMSTANCE)
    return Completed(
        incident=incident,
        who=BEHAVED_BY[BehavedBy(incident.behaved_by)] if incident.behaved_by else "",
        trigger=_labels(WordList.TRIGGER).get(incident.trigger or 0, ""),
        circumstances=[circumstances[number] for number in incident.circumstances],
        steps=[
            ShownStep(labels[row.step], row, row.taken_at if has_clock else None) for row in steps
        ],
        minutes_to_end=minutes_from_warning_to_end(steps),
        outcome=_labels(WordList.OUTCOME).get(incident.outcome or 0, ""),
        relation=_labels(WordList.RELATION_AFTER).get(incident.relation_after or 0, ""),
        settlement=Settlement.objects.filter(incident=incident).first(),
    )


def minutes_from_warning_to_end(steps: list[LadderStep]) -> int | None:
    """Return how long the customer had to change; None when one of the times is not known."""
    at = {row.step: row.taken_at for row in steps}
    warned, ended = at.get(Step.WARNED), at.get(Step.ENDED_CONTACT)
    if warned is None or ended is None:
        return None
    return int((ended - warned).total_seconds() // 60)


def _labels(word_list: WordList) -> dict[int, str]:
    return {word.number: word.label for word in words(word_list, with_hidden=True)}
