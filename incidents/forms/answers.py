"""The answer to a report, and the reply to that."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Answer
from people.forms.careful import CarefulField


class AnswerForm(forms.Form):
    """One sentence; the operation says what is wrong with it."""

    sentence = CarefulField(
        label=_("What did you do about it?"),
        help_text=_("One sentence. Doing nothing is allowed too: say why."),
        required=False,
        rows=2,
        attrs={"maxlength": 500, "class": "form-control"},
    )


class ReplyForm(forms.Form):
    """Heard, or not yet and what is missing; the operation says what is wrong with it."""

    reply = forms.ChoiceField(choices=Answer.Reply.choices, required=False)
    not_yet_reason = forms.CharField(
        label=_("What is still missing?"),
        help_text=_("A few words. Who answers you reads them."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
