"""When somebody asks how you are, and who: the same choices wherever a person makes them."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.codes import WishWhen, WishWith
from incidents.operations import Wish
from people.forms.base import DateInput, TimeInput
from people.models import User
from wellbeing.forms.talk import CHIP, moment_of
from wellbeing.queries.circle import Choosable

NOBODY = _("There is nobody in this place at the moment.")
KINDS = {
    WishWith.MANAGER: _("my manager, %(name)s"),
    WishWith.DEPUTY: _("the deputy, %(name)s"),
    WishWith.BUDDY: _("a trained buddy"),
    WishWith.ADVISER: _("the confidential adviser, %(name)s"),
}
MOMENTS = [
    (WishWhen.SOON.value, _("as soon as possible")),
    (WishWhen.END_OF_SHIFT.value, _("at the end of my shift")),
    (WishWhen.TOMORROW.value, _("tomorrow")),
    (WishWhen.AT.value, _("on a day I choose")),
]


class WhomForm(forms.Form):
    """Who asks how you are; a trained buddy is chosen by name."""

    with_whom = forms.ChoiceField(
        label=_("With whom?"),
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Choose with whom you would rather talk."),
            "invalid_choice": NOBODY,
        },
    )
    buddy = forms.ModelChoiceField(
        label=_("Which buddy?"),
        required=False,
        queryset=User.objects.get_queryset().none(),
        to_field_name="public_id",
        empty_label=_("Choose a buddy"),
        error_messages={"invalid_choice": _("Choose a buddy who is there.")},
    )
    is_open_allowed = False

    def __init__(self, data: QueryDict | None = None, *, choosable: Choosable) -> None:
        super().__init__(data)
        whom, buddy = self.fields["with_whom"], self.fields["buddy"]
        whom.required = not self.is_open_allowed
        kinds = [(kind.value, _label(kind, user)) for kind, user in choosable.kinds]
        first = [("", _("whoever is there first"))] if self.is_open_allowed else []
        whom.choices = [*first, *kinds]  # type: ignore[attr-defined]
        buddy.queryset = choosable.buddies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("with_whom") != WishWith.BUDDY:
            data["buddy"] = None
        elif data.get("buddy") is None and "buddy" not in self.errors:
            self.add_error("buddy", _("Choose which buddy."))
        return data


class HolderForm(WhomForm):
    """Somebody else for the check-in."""

    may_read = forms.BooleanField(
        label=_("The buddy may also read what I wrote."),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def __init__(self, data: QueryDict | None = None, *, choosable: Choosable) -> None:
        super().__init__(data, choosable=choosable)
        self.fields["with_whom"].label = _("With whom would you rather talk?")


class MomentForm(forms.Form):
    """When somebody asks how you are."""

    when = forms.ChoiceField(
        label=_("When would you like someone to check in with you?"),
        choices=MOMENTS,
        widget=forms.RadioSelect(CHIP),
        error_messages={"required": _("Choose when.")},
    )
    on = forms.DateField(label=_("Day"), required=False, widget=DateInput())
    at = forms.TimeField(label=_("Time"), required=False, widget=TimeInput())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == WishWhen.AT:
            for field, message in (("on", _("Choose a day.")), ("at", _("Choose a time."))):
                if not data.get(field) and field not in self.errors:
                    self.add_error(field, message)
        return data

    def moment(self) -> dt.datetime | None:
        """Return the chosen instant; None for the other choices."""
        data = self.cleaned_data
        return moment_of(data["on"], data["at"]) if data["when"] == WishWhen.AT else None

    def wish(self) -> Wish:
        """Return the wish."""
        return Wish(when=self.cleaned_data["when"], at=self.moment())


class AgainForm(MomentForm):
    """Another moment for a planned check-in, by the same five choices."""

    def __init__(self, data: QueryDict | None = None) -> None:
        if data is not None and not data.get("when") and data.get("on"):
            data = data.copy()
            data["when"] = WishWhen.AT
        super().__init__(data)
        when = self.fields["when"]
        when.label = _("When would you rather be asked?")
        when.choices = [*MOMENTS, (WishWhen.NONE.value, _("not now"))]  # type: ignore[attr-defined]


class WishForm(MomentForm, WhomForm):
    """A check-in that a person asks for, whenever they like."""

    is_open_allowed = True

    def wish(self) -> Wish:
        """Return the wish."""
        data = self.cleaned_data
        return Wish(data["when"], self.moment(), data["with_whom"], data["buddy"])


def _label(kind: WishWith, user: User | None) -> str:
    return str(KINDS[kind]) % {"name": user.name if user else ""}
