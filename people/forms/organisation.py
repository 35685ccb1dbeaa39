"""What holds for the whole organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.base import WEEKDAYS, TimeInput, helper
from people.operations import OrganisationInput


class OrganisationForm(forms.Form):
    """Phone numbers, addresses, the working week, and from when the product speaks up."""

    name = forms.CharField(label=_("Name"), max_length=120)
    security_phone = forms.CharField(
        label=_("Phone of security"),
        required=False,
        max_length=40,
        widget=forms.TelInput(),
        help_text=_("Shown when a call for help reaches nobody."),
    )
    emergency_number = forms.CharField(
        label=_("Emergency number"), max_length=20, widget=forms.TelInput()
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=240,
        help_text=_("Goes to the police in place of anybody’s home."),
    )
    objection_address = forms.CharField(
        label=_("Where customers object"),
        required=False,
        max_length=240,
        help_text=_("Stands in every letter to a customer."),
    )
    working_weekdays = forms.MultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    day_starts_at = forms.TimeField(label=_("The day starts at"), widget=TimeInput())
    day_ends_at = forms.TimeField(label=_("The day ends at"), widget=TimeInput())
    relation_review_at = forms.IntegerField(
        label=_("Reconsider a relation at which report"),
        min_value=2,
        max_value=20,
        help_text=_("Confirmed reports about one customer within a year."),
    )
    load_limit = forms.IntegerField(
        label=_("Offer a check-in from this load"),
        min_value=3,
        max_value=100,
        help_text=_(
            "A small thing or a rude contact weighs 1, an abusive one 3, a threat 6, violence 10."
            " These weights and limits are our own; no research says that they are right."
        ),
    )
    load_days = forms.IntegerField(
        label=_("Added up over this many days"), min_value=1, max_value=60
    )
    load_rest_days = forms.IntegerField(
        label=_("Days before it is offered again"), min_value=7, max_value=365
    )
    helper = helper()

    def to_organisation(self) -> OrganisationInput:
        """Return what was written; only for a valid form."""
        weekdays = "".join(self.cleaned_data["working_weekdays"])
        return OrganisationInput(**self.cleaned_data | {"working_weekdays": weekdays})
