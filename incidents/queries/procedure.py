"""The steps of a contact as staff read them, and their versions as HR does."""

import datetime as dt
from dataclasses import dataclass

from incidents.codes import CHANNEL_BY_KEY, WordList
from incidents.codes.after import Step
from incidents.models import Incident, Procedure, ProcedureStep
from incidents.queries.panel import Panel
from incidents.queries.words import ShownWord, words
from people.models import User


@dataclass(frozen=True)
class ShownStep:
    """One step in the reader's language; `is_warning` is the one to read out in large letters."""

    label: str
    text: str
    wording: str
    is_warning: bool


@dataclass(frozen=True)
class ShownProcedure:
    """The steps for one channel, and whether they were written for it."""

    procedure: Procedure | None
    steps: list[ShownStep]
    is_own: bool


def number_of(channel: str) -> int:
    """Return the number of a channel; 0 stands for every channel."""
    return CHANNEL_BY_KEY[channel].number if channel in CHANNEL_BY_KEY else 0


def steps_for(channel: str, at: dt.datetime) -> ShownProcedure:
    """Return what to do on a channel at a moment. Three queries."""
    found = Procedure.objects.for_channel(number_of(channel), at)
    if found is None:
        return ShownProcedure(None, [], is_own=False)
    return ShownProcedure(found, shown_steps(found), is_own=found.channel != 0)


def shown_steps(procedure: Procedure) -> list[ShownStep]:
    """Return the steps of a version, each with the organisation's own word for its rung."""
    labels = {word.number: word.label for word in words(WordList.LADDER, with_hidden=True)}
    return [
        ShownStep(
            label=labels.get(row.step, ""),
            text=row.text,
            wording=row.wording,
            is_warning=row.step == Step.WARNED,
        )
        for row in ProcedureStep.objects.filter(procedure=procedure)
    ]


def versions_of(channel: str) -> list[Procedure]:
    """Return every version for a channel, the newest first, with who published it."""
    found = Procedure.objects.filter(channel=number_of(channel)).select_related("published_by")
    return list(found.order_by("-version"))


def channels() -> list[ShownWord]:
    """Return the ways of contact that can be chosen."""
    return words(WordList.CHANNEL)


def procedure_panel(user: User, incident: Incident, now: dt.datetime) -> Panel | None:
    """Lead from a report to the steps that held at its moment; history knows none."""
    if incident.procedure is None:
        return None
    return Panel("incidents/fairness/_procedure_panel.html", incident.procedure)
