"""What people set for themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneFormField

from people.forms.base import WEEKDAYS, TimeInput, helper, own_names
from people.models import User
from people.operations import Preferences


class PreferencesForm(forms.Form):
    """Language, time zone, theme, usual end of shift and work phone."""

    language = forms.ChoiceField(label=_("Language"), choices=own_names, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label=_("Appearance"), choices=User.Theme.choices, widget=forms.RadioSelect
    )
    time_zone = TimeZoneFormField(
        label=_("Time zone"),
        required=False,
        choices=[("", _("As the organisation")), *TimeZoneFormField().choices],
    )
    shift_ends_at = forms.TimeField(
        label=_("My shift usually ends at"),
        required=False,
        widget=TimeInput(),
        help_text=_("Used when you ask for a check-in at the end of your shift."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("My working days"),
        required=False,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick none when you work as your team does. Check-ins are planned on your days only."
        ),
    )
    phone = forms.CharField(
        label=_("Work phone"), required=False, max_length=40, widget=forms.TelInput()
    )
    has_shortcuts = forms.BooleanField(
        label=_("Alt + Shift + H opens Help now"),
        required=False,
        help_text=_("Switch it off when another program uses these keys."),
    )
    helper = helper()

    def to_preferences(self) -> Preferences:
        """Return what was chosen; only for a valid form."""
        data = self.cleaned_data
        return Preferences(
            language=data["language"],
            time_zone=data["time_zone"] or None,
            theme=data["theme"],
            shift_ends_at=data["shift_ends_at"],
            weekdays="".join(sorted(data["weekdays"])),
            phone=data["phone"],
            has_shortcuts=data["has_shortcuts"],
        )
