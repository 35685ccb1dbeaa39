"""Small forms: another time for a check-in, training, the filter of reports."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.codes import CHANNEL_BY_KEY, WordList
from incidents.models import Product
from incidents.queries import words
from people.forms.base import DateInput, TimeInput
from people.models import Site, Team, User
from wellbeing.forms.talk import CHIP, moment_of
from wellbeing.models import TrainingNeed
from wellbeing.queries.overview import ReportFilter, teams_to_choose


class TimeForm(forms.Form):
    """Another day and time for a check-in."""

    on = forms.DateField(
        label=_("Day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )
    at = forms.TimeField(
        label=_("Time"), widget=TimeInput(), error_messages={"required": _("Choose a time.")}
    )

    def moment(self) -> dt.datetime:
        """Return the chosen instant."""
        moment = moment_of(self.cleaned_data["on"], self.cleaned_data["at"])
        assert moment is not None  # noqa: S101 - both fields are required
        return moment


class ShiftForm(forms.Form):
    """When a shift usually ends."""

    ends_at = forms.TimeField(label=_("When does your shift usually end?"), widget=TimeInput())


class NeedForm(forms.Form):
    """A training wish of one's own."""

    topic = forms.TypedChoiceField(
        label=_("What would you like to learn or practise?"),
        coerce=int,
        widget=forms.RadioSelect(CHIP),
        error_messages={"required": _("Choose a subject.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        topic = self.fields["topic"]
        topic.choices = [(w.number, w.label) for w in words(WordList.TOPIC)]  # type: ignore[attr-defined]


class PeopleForm(forms.Form):
    """For whom something is planned or done: at least one of the ticked needs."""

    def __init__(self, data: QueryDict, *, chosen: Sequence[TrainingNeed]) -> None:
        super().__init__(data)
        self.chosen = chosen

    @property
    def key(self) -> str:
        """The card of the board that the ticked needs stand on; see `Group.key`."""
        first = next(iter(self.chosen), None)
        return f"{first.topic}_{first.planned_on or 'open'}" if first is not None else ""

    def clean(self) -> dict[str, Any]:
        if not self.chosen:
            raise forms.ValidationError(_("Tick at least one person."))
        return super().clean() or {}


class PlanForm(PeopleForm):
    """The day of a course."""

    on = forms.DateField(
        label=_("Day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


class ReportFilterForm(forms.Form):
    """What the list of reports is narrowed to, as it stands in the address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("No answer yet")),
            ("answered", _("Answered")),
            ("closed", _("Closed")),
        ],
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        required=False,
        queryset=Team.objects.none(),
        to_field_name="public_id",
        empty_label=_("All"),
    )
    severity = forms.TypedChoiceField(
        label=_("How far it went"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("All")),
            (0, _("Tense, nothing more")),
            (1, _("Unpleasant")),
            (2, _("Over the line")),
            (3, _("Threatening")),
            (4, _("Physical or dangerous")),
        ],
    )

    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput({"type": "month"}, "%Y-%m"),
    )
    product = forms.ModelChoiceField(
        label=_("Product"),
        required=False,
        queryset=Product.objects.order_by("name", "pk"),
        to_field_name="public_id",
        empty_label=_("All"),
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    site = forms.ModelChoiceField(
        label=_("Place"),
        required=False,
        queryset=Site.objects.order_by("name", "pk"),
        to_field_name="public_id",
        empty_label=_("All"),
    )

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        channels = [(word.key, word.label) for word in words(WordList.CHANNEL, with_hidden=True)]
        self.fields["channel"].choices = [("", _("All")), *channels]  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams_to_choose(user)  # type: ignore[attr-defined]

    def wanted(self) -> ReportFilter:
        """Return the filter; a value that makes no sense counts as not given."""
        self.is_valid()
        data = self.cleaned_data
        chosen = {name: data.get(name) for name in ("team", "product", "site")}
        channel = CHANNEL_BY_KEY.get(data.get("channel", ""))
        return ReportFilter(
            state=data.get("state", ""),
            severity=data.get("severity"),
            month=data.get("month"),
            channel=channel.number if channel else None,
            **{name: row.pk for name, row in chosen.items() if row},
        )
