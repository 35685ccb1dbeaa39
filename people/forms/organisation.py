"""What holds for the whole organisation."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import WEEKDAYS, PlaceFields, TimeInput, helper
from people.models.organisation import HEAVIEST
from people.operations import OrganisationInput


def _weight(label: Any) -> forms.IntegerField:  # noqa: ANN401 - lazy texts
    return forms.IntegerField(label=label, min_value=0, max_value=HEAVIEST)


class OrganisationForm(PlaceFields):
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
            "What somebody reports and counts is added up by these weights. Nobody ever sees the"
            " sum. Limits and weights are this product’s own defaults; nobody has shown that they"
            " are right."
        ),
    )
    load_days = forms.IntegerField(
        label=_("Added up over this many days"), min_value=1, max_value=60
    )
    load_rest_days = forms.IntegerField(
        label=_("Days before it is offered again"), min_value=7, max_value=365
    )
    weight_rude = _weight(_("A small thing or a rude contact weighs"))
    weight_abusive = _weight(_("An abusive contact weighs"))
    weight_threat = _weight(_("A threat or damage weighs"))
    weight_violence = _weight(_("Violence weighs"))
    weight_impact = _weight(_("What still stays with somebody weighs on top"))
    has_impact_tap = forms.BooleanField(
        label=_("Ask reporters how much something took out of them at work"),
        required=False,
        help_text=_(
            "One tap after a report, never required. Only the person and who holds their check-in"
            " can see the answer: no list, no export, not HR. It can make care start earlier and"
            " is wiped when that care ends."
        ),
    )
    smallest_group = forms.IntegerField(
        label=_("Smallest group shown in a report"),
        min_value=5,
        max_value=20,
        help_text=_("It can only go up, and holds from the next month that closes."),
    )
    helper = helper()
    helper.layout = Layout(
        *("name", "security_phone", "emergency_number", "address", "objection_address"),
        Fieldset(
            _("When people work"),
            *("country", "region", "working_weekdays", "day_starts_at", "day_ends_at"),
        ),
        Fieldset(
            _("When a check-in is offered unasked"),
            *("load_limit", "load_days", "load_rest_days", "weight_rude", "weight_abusive"),
            *("weight_threat", "weight_violence", "weight_impact", "has_impact_tap"),
        ),
        Fieldset(_("When a relation is looked at again"), "relation_review_at"),
        Fieldset(_("Reports"), "smallest_group"),
    )

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial, nowhere=_("No public holidays"))

    def to_organisation(self) -> OrganisationInput:
        """Return what was written; only for a valid form."""
        weekdays = "".join(self.cleaned_data["working_weekdays"])
        return OrganisationInput(**self.cleaned_data | {"working_weekdays": weekdays})
