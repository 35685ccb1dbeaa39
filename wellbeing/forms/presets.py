"""The steps of a preset as an administrator sets them."""

from dataclasses import replace
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.forms.base import helper
from wellbeing.codes import Preset, Unit
from wellbeing.operations.presets import field_of, says
from wellbeing.presets import BOUNDS, DEFAULTS, UNITS, Timing, Timings, can_be_off, faults
from wellbeing.queries.preset_words import step_names

AFTER: "dict[Unit, str | Promise]" = {
    Unit.HOURS: _("Within how many hours"),
    Unit.DAYS: _("After how many days"),
    Unit.WORKING_DAYS: _("Within how many working days"),
}
LATEST: "dict[Unit, str | Promise]" = {
    Unit.HOURS: _("At the latest after how many hours"),
    Unit.DAYS: _("At the latest after how many days"),
}
HINT = _("From %(least)s to %(most)s; %(default)s by default.")
NUMBERS = {"after": AFTER, "latest": LATEST}


class PresetForm(forms.Form):
    """Two numbers for every step; a talk that follows can be left out."""

    def __init__(self, data: QueryDict | None = None, *, preset: Preset, timings: Timings) -> None:
        super().__init__(data)
        self.timings = timings
        self.helper = helper()
        names = step_names(preset)
        parts = [
            Fieldset(names[place], *self._add(place, one, DEFAULTS.of(preset)[place]))
            for place, one in enumerate(timings)
        ]
        self.helper.layout = Layout(*parts)

    def _add(self, place: int, timing: Timing, default: Timing) -> list[Any]:
        """Add the inputs of one step and return how they stand on the page."""
        numbers = []
        for index, (name, labels) in enumerate(NUMBERS.items()):
            field = _number(timing, default, name, labels[UNITS[timing.step][index]])
            self.fields[f"{name}_{place}"] = field
            numbers.append(f"{name}_{place}")
        if not can_be_off(timing.step):
            return [Div(*numbers, css_class="row-x")]
        self.fields[f"is_on_{place}"] = forms.BooleanField(
            label=_("This talk is planned"), required=False, initial=timing.is_on
        )
        return [f"is_on_{place}", Div(*numbers, css_class="row-x")]

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once, each beside its number."""
        data = super().clean() or {}
        for fault in faults(self.to_timings()) if not self.errors else ():
            self.add_error(field_of(fault), says(fault))
        return data

    def to_timings(self) -> Timings:
        """Return what was written; only for a form whose numbers are numbers."""
        data = self.cleaned_data
        return tuple(
            replace(
                one,
                after=data[f"after_{place}"],
                latest=data[f"latest_{place}"],
                is_on=data.get(f"is_on_{place}", True),
            )
            for place, one in enumerate(self.timings)
        )


def _number(
    timing: Timing,
    default: Timing,
    name: str,
    label: Any,  # noqa: ANN401 - lazy texts
) -> forms.IntegerField:
    least, most = getattr(BOUNDS[timing.step], name)
    says_number = _("Write a whole number from %(least)s to %(most)s.")
    message = str(says_number) % {"least": least, "most": most}
    hint = str(HINT) % {"least": least, "most": most, "default": getattr(default, name)}
    return forms.IntegerField(
        label=label,
        initial=getattr(timing, name),
        help_text=hint,
        error_messages={"required": message, "invalid": message},
        widget=forms.NumberInput(attrs={"min": least, "max": most}),
    )
