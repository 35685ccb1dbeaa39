"""What HR writes beside a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.careful import CarefulField

LONGEST = 2000


class WordsForm(forms.Form):
    """One text on one part of a report."""

    words = CarefulField(
        label=_("Your words on this part"),
        help_text=_(
            "No names of people, and nothing one person could be known by. Words with figures in "
            "them stay out of the edition for the works council."
        ),
        max_length=LONGEST,
        rows=5,
        error_messages={"required": _("Write what you want to say.")},
    )
