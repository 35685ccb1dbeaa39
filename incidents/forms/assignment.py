"""Until when somebody else takes a customer."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.base import day_field


class AssignmentForm(forms.Form):
    """The day; the operation says what is wrong with it."""

    until = day_field(_("Until and with which day?"))

    def __init__(self, data: Any = None, *, until: dt.date | None = None, key: str = "") -> None:  # noqa: ANN401 - as Django's forms take it
        super().__init__(data, initial={"until": until}, auto_id=f"id_{key}_%s" if key else "id_%s")
        field = self.fields["until"]
        field.required = True
        field.error_messages["required"] = _("Say until which day.")
