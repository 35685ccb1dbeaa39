"""Teams and sites."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneFormField

from people.forms.base import WEEKDAYS, PlaceFields, TimeInput, helper
from people.models import Site, Team
from people.operations import SiteInput, TeamInput


class TeamForm(forms.Form):
    """Name, place in the tree, site, phone and hours."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        required=False,
        queryset=Team.objects.active(),
        to_field_name="public_id",
        empty_label=_("No other team"),
    )
    site = forms.ModelChoiceField(
        label=_("Site"),
        required=False,
        queryset=Site.objects.all(),
        to_field_name="public_id",
        empty_label=_("No fixed site"),
    )
    phone = forms.CharField(
        label=_("Phone of the team"),
        required=False,
        max_length=40,
        widget=forms.TelInput(),
        help_text=_("Shown when a call for help reaches nobody."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Working days"),
        required=False,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none and the team follows the organisation. They decide who is on duty."),
    )
    opens_at = forms.TimeField(label=_("Opens at"), required=False, widget=TimeInput())
    closes_at = forms.TimeField(
        label=_("Closes at"),
        required=False,
        widget=TimeInput(),
        help_text=_("Earlier than it opens means the next morning."),
    )
    helper = helper()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        initial: dict[str, object] | None = None,
        without: Team | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        if without:
            parent = cast("forms.ModelChoiceField[Team]", self.fields["parent"])
            parent.queryset = Team.objects.active().exclude(pk=without.pk)

    def to_team(self) -> TeamInput:
        """Return what was written; only for a valid form."""
        return TeamInput(**self.cleaned_data | {"weekdays": "".join(self.cleaned_data["weekdays"])})


class SiteForm(PlaceFields):
    """Name, city, the time its clocks show, and whose public holidays it has."""

    name = forms.CharField(label=_("Name"), max_length=120)
    city = forms.CharField(label=_("City"), required=False, max_length=120)
    time_zone = TimeZoneFormField(label=_("Time zone"), initial="Europe/Amsterdam")
    field_order = ("name", "city", "time_zone", "country", "region")
    helper = helper()

    def __init__(
        self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial, nowhere=_("As the organisation"))

    def to_site(self) -> SiteInput:
        """Return what was written; only for a valid form."""
        return SiteInput(**self.cleaned_data)
