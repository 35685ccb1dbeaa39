"""Shared tills and desks, and the PIN to sign in there."""

from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import helper
from people.models import Team, User
from people.queries import teams_for_devices


class DeviceForm(forms.Form):
    """Whose device it is, and what its place is called."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), to_field_name="public_id", empty_label=None
    )
    name = forms.CharField(
        label=_("Name of the place"),
        max_length=80,
        help_text=_("Such as “till 2”. Who is asked for help reads it."),
    )
    helper = helper()

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        teams = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        teams.queryset = teams_for_devices(user)


class PinForm(forms.Form):
    """Who one is, in short, and the PIN."""

    login = forms.CharField(
        label=_("Initials or sign-in name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=6,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    helper = helper()


class NewPinForm(forms.Form):
    """A PIN, by somebody who knows the password."""

    password_now = forms.CharField(
        label=_("Your password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    pin = forms.CharField(
        label=_("New PIN"),
        max_length=20,
        help_text=_("Four to six digits."),
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "inputmode": "numeric"}, render_value=True
        ),
    )
    helper = helper()
