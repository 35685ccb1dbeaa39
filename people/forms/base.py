"""What the forms of this app share."""

import unicodedata
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from people.codes.countries import COUNTRIES
from people.public_holidays import regions_of


def helper() -> FormHelper:
    """Return crispy's settings: the page writes the form element, its button and the summary."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.form_show_errors = True
    return made


def own_names() -> list[tuple[str, str]]:
    """Return the languages as their speakers write them."""
    return [
        (code, get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
    ]


class DateInput(forms.DateInput):
    """A day; browsers show their own calendar and always send the ISO form."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of the day; browsers show their own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:  # noqa: ANN401 - lazy texts
    """Return a day that may be left open."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write a day.")},
        widget=DateInput(),
    )


WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]


class NewPasswordFields(forms.Form):
    """A new password, typed twice, by the rules of the house."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 10 characters. A few words in a row are fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )
    password_again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        first, second = (self.cleaned_data.get(f) for f in ("password", "password_again"))
        if first and second and first != second:
            self.add_error("password_again", _("The two passwords are not the same."))
        return data


class RegionField(forms.ChoiceField):
    """A region of the chosen country; that of the country chosen before counts as none."""

    def valid_value(self, value: str) -> bool:
        return True


class PlaceFields(forms.Form):
    """Whose public holidays count. The regions are those of the country that is chosen.

    Without a script a new country is saved first; its regions stand on the page that follows.
    """

    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("Its public holidays are no working days: no check-in is planned on them."),
    )
    region = RegionField(
        label=_("Part of the country"),
        required=False,
        help_text=_("Save another country first; then its regions stand here."),
    )

    def __init__(self, *args: Any, nowhere: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        countries = sorted(((code, str(name)) for code, name in COUNTRIES.items()), key=_by_name)
        chosen = str(self["country"].value() or "")
        regions = list(regions_of(chosen))
        self._choose("country", [("", nowhere), *countries])
        self._choose("region", [("", _("The whole country")), *regions])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


def _by_name(row: tuple[str, str]) -> str:
    """Sort as people look for it: Åland among the A's."""
    return unicodedata.normalize("NFKD", row[1]).casefold()
