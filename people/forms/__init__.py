"""Forms read and check what was typed; the operations write."""

from people.forms.absence import AbsenceForm
from people.forms.closing_days import ClosingDayForm
from people.forms.devices import DeviceForm, NewPinForm, PinForm
from people.forms.entry import (
    ChangePasswordForm,
    ForgotForm,
    NewPasswordForm,
    SignInForm,
    SlipForm,
)
from people.forms.notices import NoticesForm
from people.forms.organisation import OrganisationForm
from people.forms.persons import (
    EndForm,
    PeopleFilter,
    PersonForm,
    PlaceForm,
    RoleForm,
    TeamPlaceForm,
)
from people.forms.preferences import PreferencesForm
from people.forms.teams import SiteForm, TeamForm

__all__ = [
    "AbsenceForm",
    "ChangePasswordForm",
    "ClosingDayForm",
    "DeviceForm",
    "EndForm",
    "ForgotForm",
    "NewPasswordForm",
    "NewPinForm",
    "NoticesForm",
    "OrganisationForm",
    "PeopleFilter",
    "PersonForm",
    "PinForm",
    "PlaceForm",
    "PreferencesForm",
    "RoleForm",
    "SignInForm",
    "SiteForm",
    "SlipForm",
    "TeamForm",
    "TeamPlaceForm",
]
