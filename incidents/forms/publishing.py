"""What HR publishes: the steps of a contact, and the rules of the house."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.codes.after import LADDER
from incidents.models import Procedure, ProcedureStep
from incidents.operations.house_rules import NO_RULES
from incidents.operations.procedure import StepInput
from incidents.queries.words import words
from people.forms.base import DateInput, helper


def _area(language: str, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 2, "maxlength": most, "lang": language})


class BeginForm(forms.Form):
    """From when a version holds; empty means now."""

    begins_on = forms.DateField(
        label=_("In force from"),
        help_text=_("Leave it empty for now. A day begins at midnight."),
        required=False,
        widget=DateInput(),
        error_messages={"invalid": _("Choose a day.")},
    )
    helper = helper()

    def valid_from(self) -> dt.datetime | None:
        """Return the first moment of the chosen day; today means now."""
        day = self.cleaned_data["begins_on"]
        if day is None or day == timezone.localdate():
            return None
        return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class HouseRulesForm(BeginForm):
    """One rule per line, in both languages."""

    text_en = forms.CharField(
        label=_("Rules in English, one per line"),
        error_messages={"required": NO_RULES},
        widget=forms.Textarea(attrs={"rows": 12, "maxlength": 4000, "lang": "en"}),
    )
    text_nl = forms.CharField(
        label=_("Rules in Dutch, one per line"),
        error_messages={"required": NO_RULES},
        widget=forms.Textarea(attrs={"rows": 12, "maxlength": 4000, "lang": "nl"}),
    )
    field_order = ("text_en", "text_nl", "begins_on")


class StepForm(forms.Form):
    """One step of the procedure; a row without any text is left out."""

    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99)
    step = forms.ChoiceField(label=_("Step"))
    text_en = forms.CharField(
        label=_("What to do, in English"), required=False, widget=_area("en", 200)
    )
    text_nl = forms.CharField(
        label=_("What to do, in Dutch"), required=False, widget=_area("nl", 200)
    )
    wording_en = forms.CharField(
        label=_("Words to say, in English"), required=False, widget=_area("en", 300)
    )
    wording_nl = forms.CharField(
        label=_("Words to say, in Dutch"), required=False, widget=_area("nl", 300)
    )
    helper = helper()

    def __init__(self, *args: Any, labels: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - as Django's formsets call it
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = labels

    def is_written(self) -> bool:
        """Say whether any text stands in this row."""
        texts = ("text_en", "text_nl", "wording_en", "wording_nl")
        return any(self.cleaned_data.get(name, "").strip() for name in texts)


StepFormSet = forms.formset_factory(StepForm, extra=0, max_num=20, absolute_max=20)
EXTRA_ROWS = 2


def step_formset(data: Any, procedure: Procedure | None) -> "forms.BaseFormSet[StepForm]":  # noqa: ANN401 - as Django's forms take it
    """Return the rows of a version to change, with two empty ones below."""
    labels = [(word.key, word.label) for word in words(WordList.LADDER)]
    rows: list[dict[str, object]] = []
    if procedure is not None:
        rows = [_initial(step) for step in ProcedureStep.objects.filter(procedure=procedure)]
    rows += [{"place": len(rows) + n} for n in range(1, EXTRA_ROWS + 1)]
    return StepFormSet(data, initial=rows, prefix="steps", form_kwargs={"labels": labels})


def _initial(step: ProcedureStep) -> dict[str, object]:
    keys = {word.number: word.key for word in LADDER}
    return {
        "place": step.position,
        "step": keys.get(step.step, ""),
        "text_en": step.text_en,
        "text_nl": step.text_nl,
        "wording_en": step.wording_en,
        "wording_nl": step.wording_nl,
    }


def steps_of(formset: "forms.BaseFormSet[StepForm]") -> list[StepInput]:
    """Return the written rows in the order of their places."""
    written = [form for form in formset.forms if form.is_written()]
    rows = sorted((form.cleaned_data for form in written), key=lambda row: row["place"])
    return [
        StepInput(
            step=row["step"],
            text_en=row["text_en"],
            text_nl=row["text_nl"],
            wording_en=row["wording_en"],
            wording_nl=row["wording_nl"],
        )
        for row in rows
    ]
