"""The steps of a contact in a form: a chip each, with a time and by whom where it is known."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.codes.after import LADDER, STEP_BY_KEY, Step
from incidents.forms.rule import same_message
from incidents.models import Incident, LadderStep
from incidents.operations import StepTaken, completing
from incidents.queries import words
from people.forms.base import TimeInput

WARNED = next(word.key for word in LADDER if word.number == Step.WARNED)
NIGHT = dt.timedelta(hours=6)  # a step this long before the contact was after midnight


@dataclass(frozen=True)
class StepRow:
    """One step as the page draws it."""

    key: str
    label: str
    is_chosen: bool
    at: forms.BoundField
    by: forms.BoundField
    is_end: bool
    is_warning: bool


class LadderFields(forms.Form):
    """The part of a form that asks which steps were taken."""

    incident: Incident
    worded: dict[str, str]  # the words of other steps, which came from elsewhere and stay
    ladder = forms.MultipleChoiceField(
        label=_("What did you do?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=same_message(completing.UNKNOWN_STEP, "invalid_choice", "invalid_list"),
    )
    warning = forms.CharField(
        label=_("How did you put it?"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ended_reason = forms.CharField(
        label=_("Ended without a warning: why?"),
        help_text=_("Not needed after a threat or violence."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - handed on unchanged
        super().__init__(*args, **options)
        self._words = words(WordList.LADDER)
        ladder = self.fields["ladder"]
        assert isinstance(ladder, forms.ChoiceField)  # noqa: S101 - for the type checker
        ladder.choices = [(word.key, word.label) for word in self._words]
        for word in self._words:
            self.fields[f"at_{word.key}"] = forms.TimeField(
                label=_("At"),
                required=False,
                input_formats=["%H:%M", "%H:%M:%S"],
                error_messages={"invalid": completing.STEP_TIME},
                widget=TimeInput(),
            )
            self.fields[f"by_{word.key}"] = forms.ChoiceField(
                label=_("By"),
                required=False,
                choices=LadderStep.By.choices,
                error_messages={"invalid_choice": completing.UNKNOWN_BY},
            )

    def steps(self) -> list[StepRow]:
        """Return the steps for the page, in the order of the list."""
        chosen = self["ladder"].value() or []
        return [
            StepRow(
                key=word.key,
                label=word.label,
                is_chosen=word.key in chosen,
                at=self[f"at_{word.key}"],
                by=self[f"by_{word.key}"],
                is_end=word.number == Step.ENDED_CONTACT,
                is_warning=word.number == Step.WARNED,
            )
            for word in self._words
        ]

    def steps_taken(self) -> tuple[StepTaken, ...]:
        """Return the chosen steps, for the operation."""
        values = self.cleaned_data
        return tuple(
            StepTaken(
                step=key,
                taken_at=self._moment(values.get(f"at_{key}")),
                taken_by=values.get(f"by_{key}") or LadderStep.By.ME,
                wording=values["warning"] if key == WARNED else self.worded.get(key, ""),
            )
            for key in values["ladder"]
        )

    def known_steps(self, incident: Incident) -> dict[str, Any]:
        """Return what was told about the steps before."""
        by_number = {word.number: word.key for word in STEP_BY_KEY.values()}
        known: dict[str, Any] = {"ladder": []}
        self.worded = {}
        for row in LadderStep.objects.filter(incident=incident):
            key = by_number[row.step]
            known["ladder"].append(key)
            self.worded[key] = row.wording
            known[f"by_{key}"] = row.taken_by
            known[f"at_{key}"] = timezone.localtime(row.taken_at).time() if row.taken_at else None
            if key == WARNED:
                known["warning"] = row.wording
            if row.reason:
                known["ended_reason"] = row.reason
        return known

    def _moment(self, clock: dt.time | None) -> dt.datetime | None:
        """Put a time on the day of the contact, or on the next when that day was nearly over."""
        if clock is None:
            return None
        happened = timezone.localtime(self.incident.occurred_at)
        at = dt.datetime.combine(happened.date(), clock, tzinfo=timezone.get_current_timezone())
        return at + dt.timedelta(days=1) if at < happened - NIGHT else at
