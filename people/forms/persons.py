"""People: the list's filters, what is written down about them, roles and memberships."""

from typing import cast

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import DateInput, helper, own_names
from people.models import Membership, RoleGrant, Team, User
from people.operations import PersonInput, Place


class PeopleFilter(forms.Form):
    """Which people to list: a word, a team, a role, a state. Unknown values are ignored."""

    STATES = [
        ("", _("Who can work here now")),
        ("waiting", _("Waiting for a way in")),
        ("closed", _("Closed accounts")),
        ("all", _("Everybody")),
    ]

    q = forms.CharField(label=_("Search"), required=False, max_length=80)
    team = forms.ModelChoiceField(
        label=_("Team"),
        required=False,
        queryset=Team.objects.none(),
        to_field_name="public_id",
        empty_label=_("All teams"),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[
            ("", _("All roles")),
            ("leads", _("Manager or deputy")),
            *RoleGrant.Role.choices,
        ],
    )
    state = forms.ChoiceField(label=_("Account"), required=False, choices=STATES)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        team = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        team.queryset = Team.objects.visible_to(user).active()


class PersonForm(forms.Form):
    """Name, ways to reach and sign in, language."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("An invitation goes here. Without one, print a sign-in slip."),
    )
    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        required=False,
        max_length=40,
        help_text=_("Made from the name when there is no e-mail address."),
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
        validators=[
            RegexValidator(
                r"^[a-zA-Z0-9][a-zA-Z0-9.-]*\Z",
                _("Use letters, digits, dots and dashes only."),
            )
        ],
    )
    phone = forms.CharField(
        label=_("Work phone"), required=False, max_length=40, widget=forms.TelInput()
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the organisation")), *own_names()],
    )
    helper = helper()

    def to_person(self) -> PersonInput:
        """Return what was written; only for a valid form."""
        return PersonInput(**self.cleaned_data)


class RoleForm(forms.Form):
    """One organisation-wide role to give."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleGrant.Role.choices)
    helper = helper()


class PlaceForm(forms.Form):
    """A place in a team, for a period."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.active(), to_field_name="public_id"
    )
    kind = forms.ChoiceField(label=_("As"), choices=Membership.Kind.choices)
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty means until further notice."),
    )
    helper = helper()

    def to_place(self) -> Place:
        """Return what was chosen; only for a valid form."""
        return Place(**self.cleaned_data)


class TeamPlaceForm(PlaceForm):
    """A place in this team for somebody named by address or sign-in name."""

    team = None  # type: ignore[assignment] # the page says which team
    login = forms.CharField(
        label=_("Who"), max_length=254, help_text=_("Their e-mail address or sign-in name.")
    )
    field_order = ("login", "kind", "starts_on", "ends_on")


class EndForm(forms.Form):
    """The last day of a membership."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    helper = helper()
