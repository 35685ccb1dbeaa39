"""Finding a customer, and noting what is agreed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.operations import rules


class SearchForm(forms.Form):
    """An exact number, phone or mail; never a part of it, never a name."""

    reference = forms.CharField(
        label=_("Customer number, phone or e-mail"),
        help_text=_("Exactly as it is known. Names and parts find nothing."),
        max_length=rules.REFERENCE_MAX,
        error_messages={
            "required": _("Write a customer number, phone or e-mail."),
            "max_length": rules.REFERENCE_TOO_LONG,
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AgreementForm(forms.Form):
    """What was agreed and until when; the operation says what is wrong with it."""

    text = forms.CharField(
        label=_("What did you agree?"),
        help_text=_("An instruction for the next contact, not the story. 200 characters at most."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = forms.DateField(
        label=_("Until and with which day?"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Say until which day it holds.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
