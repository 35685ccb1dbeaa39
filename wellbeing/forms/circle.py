"""Forms of helpers and of ten minutes with a buddy."""

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import helper
from people.models import User
from wellbeing.models import Helper
from wellbeing.operations.circle import Moment

MOMENTS = [
    (Moment.NOW.value, _("Now")),
    (Moment.HOUR.value, _("In an hour")),
    (Moment.END_OF_SHIFT.value, _("At the end of my shift")),
    (Moment.TOMORROW.value, _("Tomorrow")),
]


class HelperForm(forms.Form):
    """A person or service that anybody may reach; its operation keeps it."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Helper.Kind.choices)
    name = forms.CharField(label=_("Name of the person or service"), max_length=120)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    web = forms.URLField(
        label=_("Web address"),
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https"], message=_("Begin the address with https."))],
    )
    languages = forms.CharField(label=_("Languages they speak"), max_length=80, required=False)
    about_en = forms.CharField(label=_("About them, in English"), max_length=300, required=False)
    about_nl = forms.CharField(label=_("About them, in Dutch"), max_length=300, required=False)
    hours_en = forms.CharField(
        label=_("When to reach them, in English"), max_length=120, required=False
    )
    hours_nl = forms.CharField(
        label=_("When to reach them, in Dutch"), max_length=120, required=False
    )
    place = forms.IntegerField(label=_("Place in the list"), min_value=1, max_value=999, initial=10)

    helper = helper()

    def __init__(self, data: QueryDict | None = None, *, row: Helper | None = None) -> None:
        names = list(self.base_fields)
        initial = {name: getattr(row, name) for name in names} if row is not None else None
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not self.errors and not (data["phone"] or data["email"] or data["web"]):
            self.add_error("phone", _("Give a phone, an e-mail or a web address."))
        return data


class AskForm(forms.Form):
    """Which buddy, and when: two taps."""

    buddy = forms.ModelChoiceField(
        queryset=User.objects.get_queryset().active(), to_field_name="public_id"
    )
    moment = forms.TypedChoiceField(choices=MOMENTS, coerce=Moment)


class ReachForm(forms.Form):
    """How a buddy likes to be reached."""

    how_to_reach = forms.CharField(
        label=_("How do colleagues reach you best?"), max_length=200, required=False
    )
