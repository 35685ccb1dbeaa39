"""Days away: today, until a day, or until they are back."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.forms.base import day_field


class AbsenceForm(forms.Form):
    """From which day until which; both may be left out: from today, until they are back.

    `span` is the button that was pressed: with "today" the days do not matter.
    """

    span = forms.ChoiceField(
        required=False, choices=[("today", ""), ("days", "")], widget=forms.HiddenInput()
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), help_text=_("Leave it empty when you don’t know yet."))

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"starts_on": today}, auto_id="away_%s")
        self.today = today

    def days(self) -> tuple[dt.date, dt.date | None]:
        """Return the first and the last day; only for a valid form."""
        data = self.cleaned_data
        if data["span"] == "today":
            return self.today, self.today
        return data["starts_on"] or self.today, data["ends_on"]
