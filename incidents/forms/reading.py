"""Yes or no: may they read it?"""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReadingForm(forms.Form):
    """The answer to the question whether somebody may read a report."""

    may_read = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={
            "required": _("Choose yes or no."),
            "invalid_choice": _("Choose yes or no."),
        },
    )
