"""How calls for help travel."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.models import HelpCall, HelpRoute
from incidents.operations.route import LONGEST, SHORTEST

PLACES = [
    ("1", _("first")),
    ("2", _("second")),
    ("3", _("third")),
    ("4", _("fourth")),
    ("", _("not asked")),
]


class HelpRouteForm(forms.Form):
    """The place of each level, and how long it has to answer."""

    seconds = forms.IntegerField(
        label=_("Seconds before the next level is asked"),
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=_("30 to 300. Whoever is not on duty is skipped at once."),
    )

    def __init__(self, data: QueryDict | None = None, *, route: HelpRoute) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        places = {level: place for place, level in enumerate(route.levels, start=1)}
        levels: dict[str, forms.Field] = {}
        for level in HelpCall.Level:
            label = str(level.label)
            levels[f"level_{level.value}"] = forms.ChoiceField(
                label=label[:1].upper() + label[1:],
                choices=PLACES,
                required=False,
                initial=str(places.get(level.value, "")),
            )
        self.fields = {**levels, "seconds": self.fields["seconds"]}
        self.fields["seconds"].initial = route.seconds

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = [
            (place, level)
            for level in HelpCall.Level
            if (place := data.get(f"level_{level.value}"))
        ]
        if not chosen:
            self.add_error("level_1", _("At least one level has to be asked."))
        for place, level in chosen:
            if [one for one, _level in chosen].count(place) > 1:
                self.add_error(f"level_{level.value}", _("Give each level a place of its own."))
        data["levels"] = [int(level) for _place, level in sorted(chosen)]
        return data
