"""What the person it happened to adds to a report a colleague wrote. Everything may stay empty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.codes import READINGS, WishWhen
from wellbeing.forms.talk import CHIP
from wellbeing.forms.whom import MOMENTS, WishForm


class ConfirmationForm(WishForm):
    """One's own reading, one's own wish, one's own words."""

    reading = forms.TypedChoiceField(
        label=_("How was it for you?"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(word.reading.value, word.label) for word in READINGS],
        widget=forms.RadioSelect(CHIP),
    )
    when = forms.ChoiceField(
        label=_("When would you like someone to check in with you?"),
        required=False,
        choices=[
            ("", _("leave it open")),
            *MOMENTS,
            (WishWhen.NONE.value, _("not needed")),
        ],
        widget=forms.RadioSelect(CHIP),
    )
    narrative = forms.CharField(
        label=_("In your own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def values(self) -> dict[str, Any]:
        """Return what the operation takes."""
        data = self.cleaned_data
        return {
            "reading": data["reading"],
            "wish": self.wish(),
            "narrative": data["narrative"],
        }
