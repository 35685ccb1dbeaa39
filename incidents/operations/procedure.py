"""The steps of a contact: a version per channel and moment, never changed afterwards."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY
from incidents.codes.after import STEP_BY_KEY
from incidents.models import Procedure, ProcedureStep
from incidents.operations.house_rules import NOT_YOURS, beginning, one_publisher
from incidents.permissions import may_publish
from people.errors import RuleBroken
from people.models import User

MOST_STEPS = 12
TEXT_MAX, WORDING_MAX = 200, 300


@dataclass(frozen=True, kw_only=True)
class StepInput:
    """One step: the rung of the ladder, what to do and what to say, in both languages."""

    step: str
    text_en: str
    text_nl: str
    wording_en: str = ""
    wording_nl: str = ""


@transaction.atomic
def publish_procedure(
    *,
    actor: User,
    channel: str,
    steps: Sequence[StepInput],
    valid_from: dt.datetime | None = None,
    now: dt.datetime,
) -> Procedure:
    """Publish a new version of the steps for a channel; an empty one stands for every channel.

    Checks: the actor is HR; the channel is in the list; one to twelve steps of the ladder, each
    with what to do in both languages; the wording in both languages or in none; it begins after
    now and not before a version that waits. Writes: the version with its steps.
    """
    if not may_publish(actor):
        raise RuleBroken(NOT_YOURS)
    if channel and channel not in CHANNEL_BY_KEY:
        raise RuleBroken(_("This way of contact is not in the list."), field="channel")
    number = CHANNEL_BY_KEY[channel].number if channel else 0
    _check_steps(steps)
    one_publisher("procedure")
    last = Procedure.objects.filter(channel=number).order_by("-version").first()
    procedure = Procedure.objects.create(
        channel=number,
        version=last.version + 1 if last else 1,
        valid_from=beginning(valid_from, last.valid_from if last else None, now),
        published_by=actor,
        published_at=now,
    )
    ProcedureStep.objects.bulk_create(_rows(procedure, steps))
    return procedure


def _check_steps(steps: Sequence[StepInput]) -> None:
    if not 1 <= len(steps) <= MOST_STEPS:
        raise RuleBroken(_("Write one step at least, and twelve at most."))
    for place, step in enumerate(steps, start=1):
        values = {"place": place}
        if step.step not in STEP_BY_KEY:
            raise RuleBroken(_("Step %(place)s: choose what it is.") % values)
        if not (step.text_en.strip() and step.text_nl.strip()):
            raise RuleBroken(_("Step %(place)s: say what to do, in both languages.") % values)
        if bool(step.wording_en.strip()) != bool(step.wording_nl.strip()):
            raise RuleBroken(_("Step %(place)s: the words are there in one language.") % values)
        if _is_long(step):
            raise RuleBroken(_("Step %(place)s: a text is too long.") % values)


def _is_long(step: StepInput) -> bool:
    texts, wordings = (step.text_en, step.text_nl), (step.wording_en, step.wording_nl)
    return any(len(text) > TEXT_MAX for text in texts) or any(
        len(wording) > WORDING_MAX for wording in wordings
    )


def _rows(procedure: Procedure, steps: Sequence[StepInput]) -> list[ProcedureStep]:
    def one_line(text: str) -> str:
        return " ".join(text.split())

    return [
        ProcedureStep(
            procedure=procedure,
            position=place,
            step=STEP_BY_KEY[step.step].number,
            text_en=one_line(step.text_en),
            text_nl=one_line(step.text_nl),
            wording_en=one_line(step.wording_en),
            wording_nl=one_line(step.wording_nl),
        )
        for place, step in enumerate(steps, start=1)
    ]
