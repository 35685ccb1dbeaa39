"""Promising something to a customer, and saying how it went."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from incidents.models import Promise
from incidents.operations.promises import Closing, PromiseInput
from incidents.queries import words
from incidents.queries.promises import PromiseFilter
from people.forms.base import DateInput, TimeInput, helper
from people.forms.careful import CarefulField
from people.models import Team, User

CHIP = {"class": "btn-check"}
SHOWN_AT = {"due_at": "due_on", "next_due_at": "next_on"}
END_OF_DAY = dt.time(17)


def _day(**options: Any) -> forms.DateField:  # noqa: ANN401 - of a form field
    widget = DateInput()
    return forms.DateField(
        input_formats=["%Y-%m-%d"], widget=widget, **{"required": False} | options
    )


def _clock(**options: Any) -> forms.TimeField:  # noqa: ANN401 - of a form field
    widget = TimeInput()
    return forms.TimeField(widget=widget, required=False, **options)


def moment_of(day: dt.date | None, clock: dt.time | None) -> dt.datetime | None:
    """Join a day and a time; a day alone lasts until five o'clock."""
    if day is None:
        return None
    zone = timezone.get_current_timezone()
    return dt.datetime.combine(day, clock or END_OF_DAY, tzinfo=zone)


class OwnerForm(forms.Form):
    """Who keeps a promise."""

    owner = forms.ModelChoiceField(
        label=_("Who keeps it?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        error_messages={
            "required": _("Choose a colleague of this team."),
            "invalid_choice": _("Choose a colleague of this team."),
        },
    )
    helper = helper()

    def __init__(
        self, data: QueryDict | None = None, *, colleagues: "QuerySet[User]", **options: object
    ) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]  # handed on unchanged
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]


class PromiseForm(OwnerForm):
    """What was promised, how, by when and by whom; the operation says what is wrong with it."""

    kind = forms.ChoiceField(
        label=_("What kind of promise?"),
        choices=Promise.Kind.choices,
        initial=Promise.Kind.CALLBACK,
        widget=forms.RadioSelect(CHIP),
        error_messages={"required": _("Choose what kind of promise it is.")},
    )
    what = CarefulField(
        label=_("What was promised?"),
        help_text=_("As the customer heard it: an answer on Friday, also if the answer is no."),
        error_messages={"required": _("Write what was promised.")},
        attrs={"autocomplete": "off"},
    )
    due_on = _day(
        label=_("By which day?"),
        required=True,
        error_messages={"required": _("Say by which day and time.")},
    )
    due_time = _clock(label=_("At what time?"), initial=END_OF_DAY)
    channel = forms.ChoiceField(label=_("How?"), required=False)
    is_agreed = forms.BooleanField(label=_("The customer agreed to this moment"), required=False)

    field_order = ("kind", "what", "due_on", "due_time", "channel", "owner", "is_agreed")

    def __init__(
        self, data: QueryDict | None = None, *, colleagues: "QuerySet[User]", **options: object
    ) -> None:
        super().__init__(data, colleagues=colleagues, **options)
        choices = [(word.key, word.label) for word in words(WordList.CHANNEL)]
        self.fields["channel"].choices = [("", _("not agreed")), *choices]  # type: ignore[attr-defined]

    def promise(self) -> PromiseInput:
        """Return what was promised, for the operation."""
        values = self.cleaned_data
        return PromiseInput(
            what=values["what"],
            due_at=moment_of(values["due_on"], values["due_time"]),
            owner=values["owner"],
            kind=values["kind"],
            channel=values["channel"],
            is_agreed=True if values["is_agreed"] else None,
        )


class ClosingForm(forms.Form):
    """How it went; nothing is closed without an answer."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Promise.Outcome.choices,
        widget=forms.RadioSelect(CHIP),
        error_messages={
            "required": _("Say how it went. A promise is not closed without."),
            "invalid_choice": _("Say how it went. A promise is not closed without."),
        },
    )
    note = CarefulField(
        label=_("In a few words"),
        help_text=_("For colleagues who speak to this customer next. Facts, no judgement."),
        required=False,
        attrs={"autocomplete": "off"},
    )
    next_on = _day(
        label=_("Next try or new day"),
        help_text=_("When it was moved, or when you try once more."),
    )
    next_time = _clock(label=_("At what time?"))
    helper = helper()

    def closing(self) -> Closing:
        """Return how it ended, for the operation."""
        values = self.cleaned_data
        return Closing(
            outcome=values["outcome"],
            note=values["note"],
            next_due_at=moment_of(values["next_on"], values["next_time"]),
        )


class CauseForm(forms.Form):
    """Which broken promise led to it; none is an answer too."""

    promise = forms.ModelChoiceField(
        label=_("Which promise did we not keep?"),
        queryset=Promise.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("none of these"),
    )

    def __init__(self, data: QueryDict, *, choices: list[Promise]) -> None:
        super().__init__(data)
        keys = [promise.pk for promise in choices]
        self.fields["promise"].queryset = Promise.objects.filter(pk__in=keys)  # type: ignore[attr-defined]


class PromiseFilterForm(forms.Form):
    """What a list of promises is narrowed to, from the address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Open")),
            ("overdue", _("Late")),
            ("closed", _("Closed")),
            ("all", _("All")),
        ],
    )
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("All")), ("mine", _("Mine"))]
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        required=False,
        queryset=Team.objects.none(),
        to_field_name="public_id",
        empty_label=_("All"),
    )
    helper = helper()

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        teams = Team.objects.all() if user.is_adviser else Team.objects.led_by(user)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if not (user.is_adviser or user.is_manager):
            del self.fields["team"], self.fields["whose"]

    def wanted(self) -> PromiseFilter:
        """Return the filter; a value that makes no sense counts as not given."""
        self.is_valid()
        data = self.cleaned_data
        team = data.get("team")
        return PromiseFilter(
            state=data.get("state") or "open",
            whose=data.get("whose", ""),
            team=team.pk if team else None,
        )
